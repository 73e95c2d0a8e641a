/** Where the visitor answers: free text, or the control that fits what the bot waits for. */
import type { ComponentChildren, TargetedKeyboardEvent } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { type Answer, answerOf, type ChoiceControl, type Control, controlOf, type FieldControl, type FileControl } from './answers.ts';
import type { Prompt } from './conversation.ts';
import { ClipIcon, EyeIcon, PenIcon, SendIcon } from './icons.tsx';

interface ComposerProps {
  readonly botTitle: string;
  readonly prompt: Prompt | undefined;
  readonly onAnswer: (answer: Answer) => void;
  /** Stores the file; the answer that hands it over follows. */
  readonly onFile: (file: File) => Promise<void>;
}

export function Composer({ botTitle, prompt, onAnswer, onFile }: ComposerProps) {
  const box = useRef<HTMLDivElement>(null);
  const [typesInstead, setTypesInstead] = useState<Prompt>();
  const control: Control = prompt && typesInstead === prompt ? { control: 'text' } : controlOf(prompt);
  useKeptFocus(box, prompt);
  const instead = (
    <button
      type="button"
      class="icon"
      title="Type the answer instead"
      onClick={() => {
        setTypesInstead(prompt);
        requestAnimationFrame(() => focusFirst(box.current));
      }}
    >
      <PenIcon />
    </button>
  );
  return (
    <div class="composer" ref={box}>
      {control.control === 'choice' && <Choice control={control} onAnswer={onAnswer} instead={control.free ? null : instead} />}
      {control.control === 'field' && <Field key={control.label} control={control} onAnswer={onAnswer} instead={instead} />}
      {control.control === 'file' && <FileField control={control} onFile={onFile} instead={instead} />}
      {(control.control === 'text' || (control.control === 'choice' && control.free)) && (
        <FreeText label={control.control === 'choice' ? 'Or write something else' : `Message to ${botTitle}`} onAnswer={onAnswer} />
      )}
    </div>
  );
}

/** Who typed the last answer can type the next one, though the control is another. On a phone the keyboard does not jump up by itself. */
function useKeptFocus(box: { readonly current: HTMLElement | null }, prompt: Prompt | undefined): void {
  const isFirst = useRef(true);
  useEffect(() => {
    const nothingFocused = document.activeElement === document.body || document.activeElement === null;
    if (matchMedia('(pointer: fine)').matches && (nothingFocused || isFirst.current)) focusFirst(box.current);
    isFirst.current = false;
  }, [box, prompt]);
}

const focusFirst = (box: HTMLElement | null) =>
  box?.querySelector<HTMLElement>('input:not([type=file]), textarea, select, button')?.focus();

const SendButton = ({ disabled }: { readonly disabled?: boolean }) => (
  <button type="submit" class="send" aria-label="Send" title="Send" disabled={disabled}>
    <SendIcon />
  </button>
);

function FreeText({ label, onAnswer }: { readonly label: string; readonly onAnswer: (answer: Answer) => void }) {
  const [text, setText] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => grow(area.current), [text]);
  const send = () => {
    if (text.trim() === '') return;
    onAnswer({ text: text.trim() });
    setText('');
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <Line onSubmit={send}>
      <label class="hidden" for={id}>
        {label}
      </label>
      <textarea
        id={id}
        ref={area}
        rows={1}
        maxLength={32_000}
        placeholder={label}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        enterkeyhint="send"
      />
      <SendButton disabled={text.trim() === ''} />
    </Line>
  );
}

function grow(area: HTMLTextAreaElement | null): void {
  if (!area) return;
  area.style.height = 'auto';
  area.style.height = `${Math.min(area.scrollHeight, 200)}px`;
}

interface FieldProps {
  readonly control: FieldControl;
  readonly onAnswer: (answer: Answer) => void;
  readonly instead: ComponentChildren;
}

function Field({ control, onAnswer, instead }: FieldProps) {
  const [value, setValue] = useState(control.type === 'color' ? '#1d6a72' : '');
  const [isShown, setShown] = useState(false);
  const id = useId();
  const isSecret = control.type === 'password';
  return (
    <Line onSubmit={() => value !== '' && onAnswer(answerOf(control, value))}>
      <label class="caption" for={id}>
        {control.label}
      </label>
      <input
        id={id}
        required
        value={value}
        onInput={(event) => setValue(event.currentTarget.value)}
        {...fieldAttributes(control, isShown)}
      />
      {isSecret ? (
        <button type="button" class="icon" aria-pressed={isShown} title="Show what is typed" onClick={() => setShown(!isShown)}>
          <EyeIcon />
        </button>
      ) : (
        instead
      )}
      <SendButton disabled={value === ''} />
    </Line>
  );
}

/** Apart from the element: the types of inputs are a union that a computed type cannot meet. */
const fieldAttributes = ({ type, inputMode, autocomplete, step }: FieldControl, isShown: boolean): object => ({
  type: type === 'password' && isShown ? 'text' : type,
  inputMode,
  autocomplete: autocomplete ?? 'off',
  step,
});

/** Past this many a list to pick from reads better than buttons. */
const MANY = 10;

interface ChoiceProps {
  readonly control: ChoiceControl;
  readonly onAnswer: (answer: Answer) => void;
  readonly instead: ComponentChildren;
}

function Choice({ control, onAnswer, instead }: ChoiceProps) {
  const [index, setIndex] = useState('0');
  const id = useId();
  if (control.options.length > MANY)
    return (
      <Line onSubmit={() => onAnswer(control.options[Number(index)] as Answer)}>
        <label class="caption" for={id}>
          {control.label}
        </label>
        <select id={id} value={index} onChange={(event) => setIndex(event.currentTarget.value)}>
          {control.options.map(({ text }, position) => (
            <option key={text} value={String(position)}>
              {text}
            </option>
          ))}
        </select>
        {instead}
        <SendButton />
      </Line>
    );
  return (
    <fieldset class="choices">
      <legend>{control.label}</legend>
      {control.options.map((option) => (
        <button type="button" class="choice" key={option.text} onClick={() => onAnswer(option)}>
          {option.text}
        </button>
      ))}
      {instead}
    </fieldset>
  );
}

interface FileProps {
  readonly control: FileControl;
  readonly onFile: (file: File) => Promise<void>;
  readonly instead: ComponentChildren;
}

function FileField({ control, onFile, instead }: FileProps) {
  const [state, setState] = useState<{ readonly name: string; readonly failure?: string }>();
  const id = useId();
  const send = async (file: File | undefined) => {
    if (!file) return;
    setState({ name: file.name });
    await onFile(file).catch((error: unknown) =>
      setState({ name: file.name, failure: error instanceof Error ? error.message : String(error) }),
    );
  };
  return (
    <div class="line">
      <label class="filepick" for={id}>
        <ClipIcon />
        {state && !state.failure ? `Sending ${state.name}…` : `Choose: ${control.label.toLowerCase()}`}
        <input id={id} type="file" accept={control.accept} onChange={(event) => void send(event.currentTarget.files?.[0])} />
      </label>
      {instead}
      {state?.failure && <p role="alert">{`${state.name} was not sent: ${state.failure}.`}</p>}
    </div>
  );
}

const Line = ({ onSubmit, children }: { readonly onSubmit: () => void; readonly children: ComponentChildren }) => (
  <form
    class="line"
    onSubmit={(event) => {
      event.preventDefault();
      onSubmit();
    }}
  >
    {children}
  </form>
);

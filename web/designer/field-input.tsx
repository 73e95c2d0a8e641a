/** One field of a step's form: as a text where it is one, else as the formula it is; what is in scope is offered. */
import { useEffect, useId, useState } from 'preact/hooks';
import type { Field } from '../../src/language/document/reading.ts';
import type { StepField } from '../../src/language/steps/index.ts';
import { fromLiteral, isLiteral, toLiteral } from './literal.ts';

export interface Offers {
  readonly variables: readonly string[];
  readonly bots: readonly string[];
  readonly scripts: readonly string[];
}
interface FieldInputProps {
  readonly field: Field;
  readonly known: StepField | undefined;
  readonly offers: Offers;
  readonly isReadOnly: boolean;
  /** Why it cannot be written so; nothing when it was. */
  readonly write: (text: string) => string | undefined;
}

const LONG = new Set(['text', 'rows', 'sql', 'pairs', 'prose']);
const TEXTS = new Set(['text', 'word', 'value', 'list']);

export function FieldInput(props: FieldInputProps) {
  const { field, known } = props;
  const [draft, setDraft] = useState<string>();
  const [why, setWhy] = useState<string>();
  const [isFormula, setIsFormula] = useState<boolean>();
  const id = useId();
  useEffect(() => {
    setDraft(undefined);
    setWhy(undefined);
  }, [field.text]);
  const label = known?.label ?? field.label.charAt(0).toUpperCase() + field.label.slice(1);

  if (field.kind === 'flag')
    return (
      <label class="check">
        <input
          type="checkbox"
          disabled={props.isReadOnly}
          checked={field.text !== ''}
          onChange={({ currentTarget }) => props.write(currentTarget.checked ? 'on' : '')}
        />
        <span>{known?.label ?? label}</span>
        {known && <small>{known.summary}</small>}
      </label>
    );

  const canBeText = ['expression', 'operand', 'prose', 'items'].includes(field.kind) && TEXTS.has(known?.type ?? 'text');
  const asText = canBeText && isFormula !== true && (isLiteral(field.text) || field.text === '');
  const shown = draft ?? (asText && field.text !== '' ? fromLiteral(field.text) : field.text);
  const write = (typed: string) => {
    setDraft(typed);
    const basic = asText && typed !== '' ? toLiteral(typed) : typed;
    setWhy(props.write(typed === '' && !field.isOptional && asText ? '""' : basic));
  };
  const offers = asText ? textOffers(known, props.offers) : formulaOffers(field, known, props.offers);
  const more = {
    id,
    value: shown,
    readOnly: props.isReadOnly,
    spellcheck: asText,
    'aria-invalid': why !== undefined,
    'aria-describedby': `${id}-about`,
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => write(currentTarget.value),
  };
  const isLong = LONG.has(field.kind) || shown.length > 32 || shown.includes('\n');
  return (
    <div class="field">
      <div class="fieldhead">
        <label for={id}>
          {label}
          {!field.isOptional && <span class="needed"> (needed)</span>}
        </label>
        {canBeText && (
          <button
            type="button"
            class="kind"
            aria-pressed={!asText}
            disabled={props.isReadOnly}
            title={asText ? 'This is a text; press to write a formula' : 'This is a formula; press to write a text'}
            onClick={() => setIsFormula(asText)}
          >
            {asText ? 'Text' : 'Formula'}
          </button>
        )}
      </div>
      {isLong ? (
        <textarea
          {...more}
          class={asText ? '' : 'basic'}
          rows={Math.min(8, Math.max(2, Math.ceil(shown.length / 34), shown.split('\n').length))}
        />
      ) : (
        <input
          {...more}
          class={asText ? '' : 'basic'}
          type="text"
          autocomplete="off"
          list={offers.length > 0 ? `${id}-offers` : undefined}
        />
      )}
      {offers.length > 0 && (
        <datalist id={`${id}-offers`}>
          {offers.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
      <small id={`${id}-about`}>{why ? <span class="why">{why}</span> : (known?.summary ?? '')}</small>
    </div>
  );
}

function textOffers(known: StepField | undefined, { bots, scripts }: Offers): readonly string[] {
  if (known?.offers === 'bots') return [...bots, ...scripts];
  if (known?.offers === 'scripts') return scripts;
  return known?.offers ?? [];
}

function formulaOffers(field: Field, known: StepField | undefined, { variables, bots, scripts }: Offers): readonly string[] {
  if (known?.offers === 'bots') return [...bots, ...scripts].map((name) => toLiteral(name)).concat(variables);
  if (known?.offers && known.offers !== 'scripts') return known.offers;
  return field.kind === 'word' && known?.type === 'word' ? [] : variables;
}

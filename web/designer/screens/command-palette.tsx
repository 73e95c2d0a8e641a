/**
 * The command palette: everything a page offers, found by name. What can be done is read off the page itself, its buttons,
 * links and steps, so nothing has to be told to it; beside that pages, automations, scripts, bots and the words of BASIC.
 */
import { render } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { StepDescriptor } from '../../../src/language/steps/index.ts';
import { call } from '../../api.ts';
import { designerStyle, stepDescriptors } from '../assets.ts';
import { found } from '../search.ts';
import { isScript, listFiles, stemOf } from './api.ts';

interface Command {
  readonly kind: 'Action' | 'Step' | 'Page' | 'Automation' | 'Script' | 'Docs';
  readonly name: string;
  readonly more?: string;
  readonly go: () => void;
  /** Shown in place instead of going away. */
  readonly doc?: StepDescriptor;
}

/** Its list is no `datalist`, so the type of the element knows no such role. */
const COMBOBOX: object = { role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'commands' };
const MOST_SHOWN = 60;
const MOST_PACKAGES = 40;

export function openPalette(): void {
  const before = document.activeElement as HTMLElement | null;
  const here = commandsOfPage();
  const host = document.body.appendChild(document.createElement('div'));
  const close = (command?: Command) => {
    render(null, host);
    host.remove();
    before?.focus();
    command?.go();
  };
  void designerStyle().then(() => render(<Palette here={here} close={close} />, host));
}

function Palette({ here, close }: { readonly here: readonly Command[]; readonly close: (command?: Command) => void }) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const [doc, setDoc] = useState<StepDescriptor>();
  const [others, setOthers] = useState<readonly Command[]>([]);
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    const add = (more: readonly Command[]) => setOthers((known) => [...known, ...more]);
    void packages().then(add, () => undefined);
    void words().then(add, () => undefined);
  }, []);
  const shown = useMemo(
    () => found([...here, ...PAGES, ...others], query, ({ name, kind, more }) => [name, kind, more ?? '']).slice(0, MOST_SHOWN),
    [here, others, query],
  );
  useEffect(() => list.current?.children[at]?.scrollIntoView({ block: 'nearest' }), [at, shown]);
  const choose = (command: Command | undefined) => (command?.doc ? setDoc(command.doc) : command && close(command));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((now) => Math.max(0, Math.min(shown.length - 1, now + step)));
    else if (event.key === 'Enter') choose(shown[at]);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes it
    <dialog
      ref={dialog}
      class="commands"
      aria-label="Find anything"
      onClose={() => close()}
      onClick={({ target }) => target === dialog.current && close()}
    >
      <input
        {...COMBOBOX}
        type="text"
        aria-activedescendant={shown.length > 0 ? `command-${at}` : undefined}
        aria-label="Find an action, a step, a script, a bot or a word of BASIC"
        placeholder="Find an action, a step, a script, a bot, a word of BASIC"
        autocomplete="off"
        spellcheck={false}
        value={query}
        onInput={({ currentTarget }) => {
          setQuery(currentTarget.value);
          setAt(0);
          setDoc(undefined);
        }}
        onKeyDown={onKeyDown}
      />
      <ul ref={list} id="commands" role="listbox" aria-label="What was found">
        {shown.map((command, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the field above keeps the focus
          <li key={i} id={`command-${i}`} role="option" aria-selected={i === at} onClick={() => choose(command)}>
            <span class="kind">{command.kind}</span>
            <strong>{command.name}</strong>
            {command.more && <span class="soft">{command.more}</span>}
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p class="soft none">Nothing is called so.</p>}
      <div role="status">{doc && <Doc {...doc} />}</div>
    </dialog>
  );
}

const Doc = ({ id, title, summary, syntax, fields }: StepDescriptor) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
  <section class="doc" aria-label={id} tabIndex={0}>
    <h2>{title}</h2>
    <p>{summary}</p>
    {syntax.map((line) => (
      <pre key={line}>{line}</pre>
    ))}
    <dl>
      {fields.map(({ name, label, summary: about }) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd>{about}</dd>
        </div>
      ))}
    </dl>
  </section>
);

// ── what there is ──

const to = (path: string) => () => {
  location.href = path;
};
const page = (name: string, path: string, more: string): Command => ({ kind: 'Page', name, more, go: to(path) });
const PAGES: readonly Command[] = [
  page('My automations', '/designer', 'All packages and what became of them'),
  page('Templates', '/designer/templates', 'Packages to begin with'),
  page('Runs', '/runs', 'What runs and what ran'),
  page('Approvals', '/approvals', 'What people are asked'),
  page('Triggers and events', '/designer/triggers', 'What begins runs'),
  page('Bots', '/designer/bots', 'Who can do what'),
  page('Chat', '/', 'Talk to a bot'),
];

function commandsOfPage(): readonly Command[] {
  const root = document.getElementById('page') ?? document.body;
  const names = new Set<string>();
  const actions = [...root.querySelectorAll<HTMLElement>('button, a[href]')].flatMap((element): Command[] => {
    const name = nameOf(element);
    if (!name || names.has(name) || isOff(element)) return [];
    names.add(name);
    return [{ kind: 'Action', name, go: () => press(element) }];
  });
  const steps = [...root.querySelectorAll<HTMLElement>('.tree .step[data-key]')].map(
    (element): Command => ({ kind: 'Step', name: element.dataset.name ?? '', go: () => show(element) }),
  );
  return [...actions, ...steps];
}

/** What has its place in the drawing is found by its step. */
const isOff = (element: HTMLElement) =>
  (element instanceof HTMLButtonElement && element.disabled) ||
  element.closest('.tree .gap, [inert], nav') !== null ||
  element.classList.contains('gap') ||
  !element.checkVisibility();

function nameOf(element: HTMLElement): string {
  const shown = element.getAttribute('aria-label') ?? element.textContent ?? '';
  return (shown.trim() || (element.title ?? '')).replace(/\s+/g, ' ').slice(0, 120);
}

function press(element: HTMLElement): void {
  element.focus();
  element.click();
}
function show(element: HTMLElement): void {
  const now = document.querySelector<HTMLElement>(`.tree [data-key="${CSS.escape(element.dataset.key ?? '')}"]`) ?? element;
  now.scrollIntoView({ block: 'center' });
  now.focus();
}

async function packages(): Promise<readonly Command[]> {
  const { automations } = await call<{ automations: readonly { bot: string; title: string }[] }>('GET', '/automations');
  const own: Command[] = automations.map(({ bot, title }) => ({
    kind: 'Automation',
    name: title,
    more: bot,
    go: to(`/designer/${encodeURIComponent(bot)}`),
  }));
  const scripts = await Promise.all(
    automations.slice(0, MOST_PACKAGES).map(({ bot }) =>
      listFiles(bot).then(
        (files) =>
          files.filter(isScript).map(
            ({ path }): Command => ({
              kind: 'Script',
              name: stemOf(path),
              more: bot,
              go: to(`/designer/${encodeURIComponent(bot)}?script=${encodeURIComponent(stemOf(path))}`),
            }),
          ),
        () => [], // one that is just being taken away
      ),
    ),
  );
  return [...own, ...scripts.flat()];
}

const words = async (): Promise<readonly Command[]> =>
  (await stepDescriptors()).map((step) => ({ kind: 'Docs', name: step.id, more: step.summary, doc: step, go: () => undefined }));

/** The head of the designer: where one is, how the text stands, undo and redo by name, test and publish. */
import type { PackageFile } from './api.ts';
import { scriptsOf, stemOf } from './load.ts';
import type { Session } from './session.ts';
import { MarkSign } from './signs.tsx';

export type View = 'canvas' | 'both' | 'text';
interface HeaderProps {
  readonly session: Session;
  readonly files: readonly PackageFile[];
  readonly view: View;
  readonly isNarrow: boolean;
  readonly isPublishing: boolean;
  readonly setView: (view: View) => void;
  readonly openScript: (path: string) => void;
  readonly settle: () => void;
  readonly test: () => void;
  readonly publish: () => void;
}
const VIEWS: readonly (readonly [View, string])[] = [
  ['canvas', 'Canvas'],
  ['both', 'Both'],
  ['text', 'Text'],
];

export function Header(props: HeaderProps) {
  const { session, files, view, isNarrow, setView } = props;
  return (
    <header class="designer-head">
      <a class="back" href="/designer" title="My automations">
        <span aria-hidden="true">←</span>
        <span class="hidden">My automations</span>
      </a>
      <h1>{session.bot}</h1>
      <select
        class="script"
        aria-label="Script"
        value={session.path}
        onChange={({ currentTarget }) => props.openScript(currentTarget.value)}
      >
        {scriptsOf(files).map(({ path }) => (
          <option key={path} value={path}>
            {stemOf(path)}
          </option>
        ))}
      </select>
      <SaveSign session={session} settle={props.settle} />
      <div class="undoes" role="group" aria-label="Undo and redo">
        <Undo name={session.undoName} word="Undo" act={() => session.undo()} isOff={session.isReadOnly} />
        <Undo name={session.redoName} word="Redo" act={() => session.redo()} isOff={session.isReadOnly} />
      </div>
      <div class="views" role="group" aria-label="View">
        {VIEWS.filter(([each]) => !isNarrow || each !== 'both').map(([each, name]) => (
          <button
            key={each}
            type="button"
            aria-pressed={view === each}
            disabled={session.isTextOnly && each !== 'text'}
            onClick={() => setView(each)}
          >
            {name}
          </button>
        ))}
      </div>
      <a class="plain" href={`/designer/${encodeURIComponent(session.bot)}/history?script=${encodeURIComponent(stemOf(session.path))}`}>
        History
      </a>
      <button type="button" class="plain" onClick={props.test}>
        Test
      </button>
      <button type="button" class="primary" disabled={props.isPublishing || session.saveState.kind === 'conflict'} onClick={props.publish}>
        {props.isPublishing ? 'Publishing…' : 'Publish'}
      </button>
    </header>
  );
}

function Undo({
  name,
  word,
  act,
  isOff,
}: {
  readonly name: string | undefined;
  readonly word: 'Undo' | 'Redo';
  readonly act: () => void;
  readonly isOff: boolean;
}) {
  const title = name ? `${word}: ${name}` : `Nothing to ${word.toLowerCase()}`;
  return (
    <button type="button" class="icon" disabled={!name || isOff} aria-label={title} title={title} onClick={act}>
      <MarkSign name={word === 'Undo' ? 'undo' : 'redo'} />
    </button>
  );
}

function SaveSign({ session, settle }: { readonly session: Session; readonly settle: () => void }) {
  const state = session.saveState;
  if (session.isReadOnly) return <p class="savesign">Read-only</p>;
  if (state.kind === 'conflict')
    return (
      <button type="button" class="savesign trouble" onClick={settle}>
        <MarkSign name="warning" /> Needs your word
      </button>
    );
  if (state.kind === 'failed')
    return (
      <p class="savesign trouble" role="status" title={`${state.error.message}. ${state.error.help}`}>
        <MarkSign name="warning" /> Not saved
      </p>
    );
  return (
    <p class="savesign" role="status">
      {state.kind === 'saved' ? (
        <>
          <MarkSign name="done" /> Saved
        </>
      ) : (
        'Saving…'
      )}
    </p>
  );
}

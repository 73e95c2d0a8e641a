/** How the parts stand: three columns with the canvas between, or one with sheets over it on a phone. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { View } from './header.tsx';
import type { Session } from './session.ts';
import { MarkSign } from './signs.tsx';

interface WorkbenchProps {
  readonly isNarrow: boolean;
  readonly session: Session;
  readonly view: View;
  readonly sheet: 'palette' | 'form' | undefined;
  readonly setSheet: (sheet: 'palette' | 'form' | undefined) => void;
  readonly zoom: number;
  readonly setZoom: (zoom: number) => void;
  readonly palette: ComponentChildren;
  readonly outline: ComponentChildren;
  readonly canvas: ComponentChildren;
  readonly text: ComponentChildren;
  readonly form: ComponentChildren;
  readonly edit: () => void;
  readonly add: () => void;
  readonly remove: () => void;
}
const ZOOMS = [0.5, 0.65, 0.8, 1, 1.25, 1.5];

export function Workbench(props: WorkbenchProps) {
  const { session, view } = props;
  const middle = (
    <main class="middle">
      {session.isTextOnly && (
        <p class="whytext">
          This script is larger than 4 MB: it opens as text, to be read, and the canvas is off. Part it into several scripts to work on it.
        </p>
      )}
      {session.isReadOnly && !session.isTextOnly && (
        <p class="whytext">This file is not plain UTF-8 text, or its place cannot be written: it opens read-only.</p>
      )}
      {view !== 'text' && (
        <section class="pane" aria-label="Canvas">
          {props.canvas}
          {!props.isNarrow && <Zoom zoom={props.zoom} setZoom={props.setZoom} />}
        </section>
      )}
      {view !== 'canvas' && (
        <section class="pane textside" aria-label="Text">
          {props.text}
        </section>
      )}
    </main>
  );
  return props.isNarrow ? <Narrow {...props} middle={middle} /> : <Wide {...props} middle={middle} />;
}

function Wide({ palette, outline, form, session, middle }: WorkbenchProps & { readonly middle: ComponentChildren }) {
  const [tab, setTab] = useState<'palette' | 'outline'>(session.isReadOnly ? 'outline' : 'palette');
  return (
    <div class="columns3">
      <aside class="left" aria-label="Steps to add">
        <div class="tabs" role="group" aria-label="Left side">
          <button type="button" aria-pressed={tab === 'palette'} onClick={() => setTab('palette')}>
            Add
          </button>
          <button type="button" aria-pressed={tab === 'outline'} onClick={() => setTab('outline')}>
            Outline
          </button>
        </div>
        <div class="leftbody" hidden={tab !== 'palette'}>
          {palette}
        </div>
        {tab === 'outline' && <div class="leftbody">{outline}</div>}
      </aside>
      {middle}
      <aside class="right" aria-label="The chosen step">
        {form}
      </aside>
    </div>
  );
}

function Narrow({
  palette,
  form,
  session,
  view,
  sheet,
  setSheet,
  middle,
  edit,
  add,
  remove,
}: WorkbenchProps & { readonly middle: ComponentChildren }) {
  const hasChosen = session.selection.chosen.length > 0;
  return (
    <>
      {middle}
      {view === 'canvas' && !session.isReadOnly && (
        <section class="thumbs" aria-label="The chosen step">
          <button type="button" onClick={add}>
            <MarkSign name="plus" /> Add
          </button>
          <button type="button" disabled={!hasChosen} onClick={edit}>
            <MarkSign name="changed" /> Edit
          </button>
          <button type="button" disabled={!hasChosen} aria-label="Move up" onClick={() => session.shift(-1)}>
            ↑
          </button>
          <button type="button" disabled={!hasChosen} aria-label="Move down" onClick={() => session.shift(1)}>
            ↓
          </button>
          <button type="button" disabled={!hasChosen} aria-label="Delete" onClick={remove}>
            <MarkSign name="trash" />
          </button>
        </section>
      )}
      <aside class="cover" aria-label="Over the page" hidden={sheet === undefined}>
        <div class="coverhead">
          <strong>{sheet === 'palette' ? 'Add a step' : 'The chosen step'}</strong>
          <button type="button" class="primary" onClick={() => setSheet(undefined)}>
            Done
          </button>
        </div>
        <div hidden={sheet !== 'palette'} class="coverbody">
          {palette}
        </div>
        <div hidden={sheet !== 'form'} class="coverbody">
          {form}
        </div>
      </aside>
    </>
  );
}

function Zoom({ zoom, setZoom }: Pick<WorkbenchProps, 'zoom' | 'setZoom'>) {
  const at = ZOOMS.indexOf(zoom);
  return (
    <div class="zoom" role="group" aria-label="Zoom">
      <button type="button" aria-label="Smaller" disabled={at <= 0} onClick={() => setZoom(ZOOMS[at - 1] ?? 1)}>
        <MarkSign name="minus" />
      </button>
      <button type="button" aria-label={`Zoom ${Math.round(zoom * 100)} %, back to 100 %`} onClick={() => setZoom(1)}>
        {Math.round(zoom * 100)} %
      </button>
      <button type="button" aria-label="Larger" disabled={at >= ZOOMS.length - 1} onClick={() => setZoom(ZOOMS[at + 1] ?? 1)}>
        <MarkSign name="plus" />
      </button>
    </div>
  );
}

/** `/designer/BOT`: palette and outline, canvas and text, the form of the chosen step; one session behind them all. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { placeAt, placeOf, type Slot } from '../../src/language/document/reading.ts';
import type { StepDescriptor } from '../../src/language/steps/index.ts';
import { ApiError } from '../api.ts';
import { Notice } from '../notice.tsx';
import { type PackageFile, type Problem, publish } from './api.ts';
import { Bottom, type BottomTab } from './bottom.tsx';
import { type CanvasAction, CanvasView, type Drag, itemsOf, type RunMark, slotBehind, slotInWords } from './canvas/index.ts';
import { keep } from './chosen.ts';
import { Dialog } from './dialog.tsx';
import { Header, type View } from './header.tsx';
import { lazy } from './lazy.tsx';
import { stemOf, useScript } from './load.ts';
import { Outline } from './outline.tsx';
import { Palette } from './palette.tsx';
import type { Session } from './session.ts';
import { TextPane } from './text-switch.tsx';
import { nextTurn } from './turns.ts';
import { useNarrow } from './use-narrow.ts';
import { useSession } from './use-session.ts';
import { variablesOf } from './variables.ts';
import { Workbench } from './workbench.tsx';

const MergeDialog = lazy(() => import('./merge-dialog.tsx').then((part) => part.MergeDialog));
const StepForm = lazy(() => import('./step-form.tsx').then((part) => part.StepForm));

export function DesignerPage({ bot }: { readonly bot: string }) {
  const [wanted, setWanted] = useState(() => new URLSearchParams(location.search).get('script') ?? 'start');
  const [said, setSaid] = useState<{ readonly text: string; readonly isTrouble: boolean; readonly turn: number }>();
  const say = useMemo(
    () =>
      (text: string, isTrouble = false) =>
        setSaid((before) => ({ text, isTrouble, turn: (before?.turn ?? 0) + 1 })),
    [],
  );
  const { files, session, error } = useScript(bot, wanted, say);
  useEffect(() => {
    document.title = `${bot} · Designer`;
  }, [bot]);
  const openScript = (path: string) => {
    const query = new URLSearchParams(location.search);
    query.set('script', stemOf(path));
    history.pushState(null, '', `${location.pathname}?${query}`);
    setWanted(path);
  };
  if (error)
    return (
      <main class="designer-empty">
        <Notice kind="trouble" title={error.message} text={error.help} />
        <a href="/designer">My automations</a>
      </main>
    );
  if (!session) return <main class="designer-empty" aria-busy="true" />;
  return (
    <>
      <Designer key={session.path} session={session} files={files} openScript={openScript} say={say} />
      <Said said={said} />
    </>
  );
}

/** Spoken always; seen for a while. */
function Said({ said }: { readonly said: { readonly text: string; readonly isTrouble: boolean; readonly turn: number } | undefined }) {
  const [gone, setGone] = useState(0);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setGone(said.turn), said.isTrouble ? 8_000 : 3_000);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <>
      <p class="hidden" role="status" aria-live="polite">
        {said?.text}
      </p>
      {said && said.turn !== gone && (
        <p class={said.isTrouble ? 'toast trouble' : 'toast'} aria-hidden="true">
          {said.text}
        </p>
      )}
    </>
  );
}

interface DesignerProps {
  readonly session: Session;
  readonly files: readonly PackageFile[];
  readonly openScript: (path: string) => void;
  readonly say: (text: string, isTrouble?: boolean) => void;
}

function Designer({ session, files, openScript, say }: DesignerProps) {
  useSession(session);
  const isNarrow = useNarrow();
  const [view, setView] = useView(session, isNarrow);
  const [at, setAt] = useState<Slot>();
  const [tab, setTab] = useState<BottomTab>();
  const [zoom, setZoom] = useState(1);
  const [runs, setRuns] = useState<ReadonlyMap<string, RunMark>>();
  const [deleting, setDeleting] = useState<readonly string[]>();
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [isPublishing, setIsPublishing] = useState(false);
  const [isSettling, setIsSettling] = useState(true);
  const [sheet, setSheet] = useState<'palette' | 'form'>();
  const [paletteTurn, setPaletteTurn] = useState(0);
  const [formTurn, setFormTurn] = useState(0);
  const root = useRef<HTMLDivElement>(null);
  useLeaving(session);
  const isConflict = session.saveState.kind === 'conflict';
  useEffect(() => setIsSettling(isConflict), [isConflict]);

  const { document: script, selection } = session;
  const slot =
    at ??
    slotBehind(
      itemsOf(script.root, session.folded).find(({ key }) => key === selection.focus),
      script.root,
    );
  const where = slotInWords(slot, script.root, itemsOf(script.root, session.folded));
  const focusCanvas = () => {
    setSheet(undefined);
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>('.tree [tabindex="0"]')?.focus());
  };
  const go = (anchor: string) => {
    session.select({ focus: anchor, chosen: [anchor] });
    if (view === 'text' && isNarrow) setView('canvas');
    focusCanvas();
  };
  const remove = (anchors: readonly string[]) => {
    const hasComments = anchors.some((anchor) => {
      const node = placeOf(script, anchor)?.node;
      return node?.lead !== undefined || node?.comment !== undefined;
    });
    if (hasComments) setDeleting(anchors);
    else session.run({ kind: 'delete', anchors, comments: 'take' });
  };
  const insert = ({ template }: StepDescriptor, to: Slot = slot) => {
    setAt(undefined);
    session.run({ kind: 'insert', at: to, text: `${template}\n` });
    focusCanvas();
  };
  const dragIn = (step: StepDescriptor): Drag | undefined => {
    const tree = root.current?.querySelector<HTMLElement>('.tree');
    return tree ? { tree, label: step.title, dragged: [], slots: session.slotsFor([]), drop: (to) => insert(step, to) } : undefined;
  };
  const dispatch = (action: CanvasAction): void => {
    switch (action.kind) {
      case 'select':
        setAt(undefined);
        return session.select(action.selection);
      case 'fold':
        return session.fold(action.anchors, action.isFolded);
      case 'edit':
        setSheet('form');
        return setFormTurn(nextTurn());
      case 'add':
        setAt(action.at);
        setSheet('palette');
        return setPaletteTurn(nextTurn());
      case 'comment':
        setSheet('form');
        return setFormTurn(nextTurn());
      case 'addLane':
        return addLane(session, action.anchor);
      case 'delete':
        return remove(action.anchors);
      case 'copy':
        return say(action.anchors.length === 1 ? 'Copied.' : `${action.anchors.length} steps copied.`);
      case 'say':
        return say(action.text);
      default:
        session.run(action);
    }
  };
  const doPublish = async () => {
    setIsPublishing(true);
    try {
      await session.saver.save();
      const report = await publish(session.bot);
      setProblems(report.problems);
      if (!report.ok) setTab('problems');
      say(report.ok ? 'Published: it is live now.' : 'Not published: it has errors. What was live stays live.', !report.ok);
    } catch (error) {
      say(error instanceof ApiError ? `${error.message}. ${error.help}` : String(error), true);
    }
    setIsPublishing(false);
  };
  useUndoKeys(session);
  useEffect(() => {
    session.onTest = () => setTab('test');
  }, [session]);

  const offers = useMemo(
    () => ({
      variables: variablesOf(script).map(({ name }) => name),
      bots: session.bots,
      scripts: files.filter(({ path }) => path.endsWith('.bas')).map(({ path }) => stemOf(path)),
    }),
    [script, files],
  );
  return (
    <div class={`designer view-${view}${isNarrow ? ' is-narrow' : ''}`} ref={root}>
      <Header
        session={session}
        files={files}
        view={view}
        isNarrow={isNarrow}
        isPublishing={isPublishing}
        setView={setView}
        openScript={openScript}
        settle={() => setIsSettling(true)}
        test={() => setTab(tab === 'test' ? undefined : 'test')}
        publish={() => void doPublish()}
      />
      <Workbench
        isNarrow={isNarrow}
        sheet={sheet}
        setSheet={(next) => (next === undefined ? focusCanvas() : setSheet(next))}
        session={session}
        view={view}
        zoom={zoom}
        setZoom={setZoom}
        palette={
          <Palette
            where={where}
            insert={(step) => insert(step)}
            drag={isNarrow ? undefined : dragIn}
            focusTurn={paletteTurn}
            leave={focusCanvas}
          />
        }
        outline={<Outline document={script} go={go} />}
        canvas={
          <CanvasView
            root={script.root}
            selection={selection}
            dispatch={dispatch}
            isReadOnly={session.isReadOnly}
            folded={session.folded}
            {...(runs && { runs })}
            textOf={(node) => session.textOf(node.anchor)}
            slotsFor={(anchors) => session.slotsFor(anchors)}
            copyOf={(anchors) => session.copyOf(anchors)}
            label={`Steps of ${stemOf(session.path)}`}
            zoom={zoom}
          />
        }
        text={<TextPane session={session} say={say} isPlain={isNarrow} />}
        form={
          selection.focus === '' ? (
            <p class="none">Choose a step to see what it does, or add one.</p>
          ) : (
            <StepForm session={session} offers={offers} focusTurn={formTurn} remove={remove} leave={focusCanvas} />
          )
        }
        edit={() => dispatch({ kind: 'edit', anchor: selection.focus })}
        add={() => dispatch({ kind: 'add', at: slot })}
        remove={() => selection.chosen.length > 0 && remove(selection.chosen)}
      />
      <Bottom
        session={session}
        tab={tab}
        open={setTab}
        go={go}
        goOffset={(offset) => {
          const place = placeAt(script, offset);
          if (place) go(place.node.anchor);
        }}
        published={problems}
        marked={setRuns}
      />
      {deleting && <DeleteDialog session={session} anchors={deleting} close={() => [setDeleting(undefined), focusCanvas()]} />}
      {session.saveState.kind === 'conflict' && isSettling && (
        <MergeDialog
          mine={script.text}
          conflict={session.saveState.conflict}
          settle={(text) => {
            const state = session.saveState;
            if (state.kind === 'conflict') void session.saver.settled(text, state.conflict.theirs);
            say('Both versions are one now.');
          }}
          later={() => setIsSettling(false)}
        />
      )}
    </div>
  );
}

function DeleteDialog({
  session,
  anchors,
  close,
}: {
  readonly session: Session;
  readonly anchors: readonly string[];
  readonly close: () => void;
}) {
  const go = (comments: 'take' | 'leave') => {
    close();
    session.run({ kind: 'delete', anchors, comments });
  };
  return (
    <Dialog title={anchors.length === 1 ? 'Delete this step?' : `Delete ${anchors.length} steps?`} close={close}>
      <p>People wrote comments to it.</p>
      <div class="acts">
        <button type="button" class="primary" onClick={() => go('take')}>
          Delete with its comments
        </button>
        <button type="button" onClick={() => go('leave')}>
          Keep the comments
        </button>
        <button type="button" onClick={close}>
          Cancel
        </button>
      </div>
    </Dialog>
  );
}

function addLane(session: Session, anchor: string): void {
  const node = placeOf(session.document, anchor)?.node;
  const kind = (node?.inner ?? node?.statement)?.kind;
  const hasElse = node?.lanes.some(({ key }) => key === 'else');
  if (kind === 'if') session.run(hasElse ? { kind: 'addLane', anchor, lane: 'elseif' } : { kind: 'addLane', anchor, lane: 'else' });
  else if (kind === 'select') session.run({ kind: 'addLane', anchor, lane: 'case' });
  else if (kind === 'parallel') session.run({ kind: 'addLane', anchor, lane: 'branch' });
}

function useView(session: Session, isNarrow: boolean): [View, (view: View) => void] {
  const [view, setView] = useState<View>(() => {
    const asked = new URLSearchParams(location.search).get('view') ?? localStorage.getItem('basalt.view');
    return asked === 'both' || asked === 'text' ? asked : 'canvas';
  });
  const shown = session.isTextOnly ? 'text' : isNarrow && view === 'both' ? 'canvas' : view;
  return [
    shown,
    (next) => {
      keep('basalt.view', next);
      setView(next);
    },
  ];
}

/** What is not saved goes on its way when the page is hidden or left. */
function useLeaving(session: Session): void {
  useEffect(() => {
    const leave = () => session.saver.leave();
    const hidden = () => document.visibilityState === 'hidden' && leave();
    addEventListener('blur', leave);
    addEventListener('pagehide', leave);
    addEventListener('online', leave);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      removeEventListener('blur', leave);
      removeEventListener('pagehide', leave);
      removeEventListener('online', leave);
      document.removeEventListener('visibilitychange', hidden);
    };
  }, [session]);
}

/** One stack for canvas, form and text. */
function useUndoKeys(session: Session): void {
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || document.querySelector('dialog[open]')) return;
      const name = event.key.toLowerCase();
      if (name === 'z' && !event.shiftKey) session.undo();
      else if (name === 'y' || (name === 'z' && event.shiftKey)) session.redo();
      else if (name === 's') void session.saver.save();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener('keydown', key, { capture: true });
    return () => removeEventListener('keydown', key, { capture: true });
  }, [session]);
}

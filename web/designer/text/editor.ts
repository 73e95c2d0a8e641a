/**
 * One script in the editor. What is typed becomes edits of the document, line ends and all; what happens elsewhere is
 * put into the editor as edits. The undo stack is the session's: the editor's own is never asked.
 */
import type * as Editor from 'monaco-editor/editor/editor.api';
import type { TextChange, TextPaneProps } from '../text-pane.ts';
import { LANGUAGE, registerLanguage } from './language.ts';
import { loadMonaco, type Monaco, placeStyles } from './load-monaco.ts';
import { PackageView } from './package-view.ts';
import { bindModel, registerProviders, showProblems } from './providers.ts';
import { useTheme } from './theme.ts';

const CHECK_AFTER_MS = 200;
/** Where Esc has something of its own to close. */
const NOTHING_OPEN = [
  'editorTextFocus',
  '!suggestWidgetVisible',
  '!findWidgetVisible',
  '!renameInputVisible',
  '!parameterHintsVisible',
  '!markersNavigationVisible',
  '!inSnippetMode',
  '!editorHasSelection',
  '!editorHasMultipleSelections',
  '!codeActionMenuVisible',
  '!referenceSearchVisible',
].join(' && ');

let registered = false;

export interface MountedEditor {
  focus(): void;
  dispose(): void;
}

export async function mountEditor(element: HTMLElement, props: TextPaneProps): Promise<MountedEditor> {
  const monaco = await loadMonaco();
  if (!registered) {
    registered = true;
    registerLanguage(monaco);
    registerProviders(monaco);
  }
  return new Pane(monaco, element, props);
}

class Pane implements MountedEditor {
  readonly #monaco: Monaco;
  readonly #props: TextPaneProps;
  readonly #view: PackageView;
  readonly #model: Editor.editor.ITextModel;
  readonly #editor: Editor.editor.IStandaloneCodeEditor;
  readonly #lit: Editor.editor.IEditorDecorationsCollection;
  readonly #over: (() => void)[] = [];
  #isTold = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(monaco: Monaco, element: HTMLElement, props: TextPaneProps) {
    const { session } = props;
    this.#monaco = monaco;
    this.#props = props;
    this.#view = new PackageView(session);
    this.#over.push(placeStyles(element), useTheme(monaco));
    this.#model = monaco.editor.createModel(this.#view.map.shown, LANGUAGE);
    this.#model.setEOL(monaco.editor.EndOfLineSequence.LF);
    bindModel(this.#model, this.#view, session.test && ((offset) => session.test?.(offset)));
    this.#editor = monaco.editor.create(element, { ...OPTIONS, model: this.#model, readOnly: session.isReadOnly });
    this.#lit = this.#editor.createDecorationsCollection();
    this.#model.onDidChangeContent((event) => this.#typed(event));
    this.#editor.onDidChangeCursorPosition(({ position }) => this.#moved(position));
    this.#addActions();
    this.#over.push(session.subscribe((change) => this.#follow(change)));
    this.#light(false);
    this.#check();
    void this.#readOthers();
  }

  focus(): void {
    this.#editor.focus();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const end of this.#over) end();
    this.#editor.dispose();
    this.#model.dispose();
  }

  async #readOthers(): Promise<void> {
    try {
      await this.#view.readOthers();
    } catch (error) {
      // Only what the server does not say is missing then; the pane itself needs none of it.
      if (!(error instanceof TypeError)) throw error;
    }
    this.#check();
  }

  // ── from the editor ──

  #typed({ changes }: Editor.editor.IModelContentChangedEvent): void {
    if (this.#isTold) return;
    const { session } = this.#props;
    session.type(this.#view.map.toText(changes));
    this.#view.refresh();
    // What could not be taken as it was typed (the session refused it) is not left standing here.
    if (this.#model.getLineCount() !== this.#view.map.lineCount) this.#showAnew();
    this.#checkSoon();
  }

  #moved(position: Editor.Position): void {
    if (!this.#isTold && this.#editor.hasTextFocus()) this.#props.session.caretAt(this.#view.map.offset(position));
  }

  // ── to the editor ──

  #follow(change: TextChange | undefined): void {
    if (!change) return this.#light(true);
    if (change.by === 'text') return;
    const before = this.#view.map;
    const lines = before.text === change.before.text ? before.toLines(change.edits) : undefined;
    this.#view.refresh();
    if (!lines) this.#showAnew();
    else {
      const edits = lines.map(({ range, text }) => ({ range, text, forceMoveMarkers: true }));
      this.#tell(() => this.#model.pushEditOperations([], edits, () => null));
      if (this.#model.getLineCount() !== this.#view.map.lineCount) this.#showAnew();
    }
    if (change.by === 'undo' && this.#editor.hasTextFocus()) this.#goTo(change);
    this.#light(false);
    this.#checkSoon();
  }

  #tell(act: () => void): void {
    this.#isTold = true;
    try {
      this.#model.pushStackElement();
      act();
      this.#model.pushStackElement();
    } finally {
      this.#isTold = false;
    }
  }

  #showAnew(): void {
    this.#tell(() => this.#model.setValue(this.#view.map.shown));
  }

  /** The caret goes where the last edit of an undo ended. */
  #goTo({ edits }: TextChange): void {
    const shift = edits.slice(0, -1).reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
    const last = edits.at(-1);
    if (!last) return;
    const position = this.#view.map.place(last.start + shift + last.text.length);
    this.#isTold = true;
    this.#editor.setPosition(position);
    this.#isTold = false;
    this.#editor.revealPositionInCenterIfOutsideViewport(position);
  }

  /** What the canvas has chosen. */
  #light(isMoved: boolean): void {
    const span = this.#props.session.chosenSpan;
    if (!span) return this.#lit.clear();
    const range = this.#view.map.range({ start: span.start, end: Math.max(span.start, span.end - 1) });
    this.#lit.set([{ range, options: { isWholeLine: true, className: 'chosen-line', linesDecorationsClassName: 'chosen-mark' } }]);
    if (isMoved && !this.#editor.hasTextFocus()) this.#editor.revealRangeInCenterIfOutsideViewport(range);
  }

  // ── problems ──

  #checkSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#check(), CHECK_AFTER_MS);
  }
  #check(): void {
    showProblems(this.#monaco, this.#model);
  }

  // ── keys ──

  #addActions(): void {
    const { KeyCode, KeyMod } = this.#monaco;
    const { session, say } = this.#props;
    const add = (id: string, label: string, keybindings: number[], run: () => void, precondition = 'editorTextFocus') =>
      this.#editor.addAction({ id: `basalt.${id}`, label, keybindings, precondition, run });
    add('undo', 'Undo', [KeyMod.CtrlCmd | KeyCode.KeyZ], () => session.undo());
    add('redo', 'Redo', [KeyMod.CtrlCmd | KeyCode.KeyY, KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyZ], () => session.redo());
    add('leave', 'Leave the text with the next Tab', [KeyCode.Escape], () => this.#letTabLeave(say), NOTHING_OPEN);
  }

  /** Until the next key or until the focus goes, Tab moves the focus, not the text. */
  #letTabLeave(say: (text: string) => void): void {
    this.#editor.updateOptions({ tabFocusMode: true });
    say('The next Tab leaves the text.');
    const listeners: Editor.IDisposable[] = [];
    const end = () => {
      for (const each of listeners) each.dispose();
      this.#editor.updateOptions({ tabFocusMode: false });
    };
    listeners.push(
      this.#editor.onDidBlurEditorText(end),
      this.#editor.onKeyDown(({ keyCode }) => {
        const { KeyCode } = this.#monaco;
        if (![KeyCode.Tab, KeyCode.Shift, KeyCode.Escape].includes(keyCode)) end();
      }),
    );
  }
}

const OPTIONS: Editor.editor.IStandaloneEditorConstructionOptions = {
  ariaLabel: 'The script as text. Esc, then Tab leaves it.',
  automaticLayout: true,
  autoIndent: 'brackets',
  detectIndentation: false,
  insertSpaces: true,
  tabSize: 2,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  wordWrap: 'on',
  fixedOverflowWidgets: false,
  fontSize: 14,
  fontFamily: 'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace',
  lineNumbersMinChars: 3,
  folding: true,
  quickSuggestions: { other: true, comments: false, strings: true },
  suggest: { showStatusBar: false, snippetsPreventQuickSuggestions: false },
  wordBasedSuggestions: 'off',
  'semanticHighlighting.enabled': true,
  codeLens: true,
  renderLineHighlight: 'line',
  trimAutoWhitespace: false,
  unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: false },
};

/**
 * One script that is being worked on: its document, what is chosen, one stack of undo for canvas, form and text, and the
 * autosave. Views ask it and tell it; it knows none of them.
 */
import {
  allPlaces,
  type Change,
  type Document,
  History,
  type Operation,
  openDocument,
  placeOf,
  type Reader,
  type Slot,
  slotAfter,
  slotBefore,
  type TextEdit,
  textOf,
  wholeSpan,
} from '../../src/language/document/reading.ts';
import type { OpenedFile } from './api.ts';
import { type Selection, splitKey } from './canvas/index.ts';
import { keepFolded, readFolded, renamed, selectionAfter } from './chosen.ts';
import { Saver, type SaveState } from './saver.ts';
import type { TextChange, TextSession } from './text-pane.ts';

/** Beyond this a script is text only: drawing it would make every key slow. */
export const LARGEST_DRAWN = 4 * 1024 * 1024;

const CANVAS = 'canvas';
const TEXT = 'text';
const asSentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export interface SessionParts {
  readonly bot: string;
  readonly path: string;
  readonly opened: OpenedFile;
  readonly reader: Reader;
  readonly bots: () => readonly string[];
  /** To be spoken, and shown for a while. */
  readonly say: (text: string, isTrouble?: boolean) => void;
}

export class Session implements TextSession {
  readonly bot: string;
  readonly path: string;
  readonly isReadOnly: boolean;
  /** Too large to be drawn. */
  readonly isTextOnly: boolean;
  readonly saver: Saver;
  document: Document;
  selection: Selection = { focus: '', chosen: [] };
  folded: ReadonlySet<string>;
  #parts: SessionParts;
  #history: History;
  /** Of the history, when it was saved last. */
  #savedSerial = 0;
  /** Missing for the moment between the first drawing and their arrival. */
  #tools: typeof import('./operations.ts') | undefined;
  readonly #ready = import('./operations.ts').then((tools) => {
    this.#tools = tools;
    this.#tell(undefined);
  });
  #listeners = new Set<(change: TextChange | undefined) => void>();

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.bot = parts.bot;
    this.path = parts.path;
    const { opened } = parts;
    this.isTextOnly = opened.text.length > LARGEST_DRAWN;
    this.isReadOnly = opened.readOnly !== undefined || this.isTextOnly;
    // Text without a tree: nothing of it is read.
    this.document = this.isTextOnly ? { ...openDocument('', parts.reader), text: opened.text } : openDocument(opened.text, parts.reader);
    this.#history = new History(this.document);
    this.#history.onChange((change) => this.#become(change));
    this.folded = readFolded(parts.bot, parts.path);
    this.saver = new Saver({
      bot: parts.bot,
      path: parts.path,
      opened,
      text: () => this.document.text,
      takeSentence: () => this.#takeSentence(),
      merged: (text) => this.replaceAll(text, 'merged what somebody else wrote'),
      changed: () => this.#tell(undefined),
    });
  }

  get bots(): readonly string[] {
    return this.#parts.bots();
  }
  get saveState(): SaveState {
    return this.saver.state;
  }

  subscribe(listener: (change: TextChange | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // ── changing ──

  /** Does it, or answers (and says, unless a field will) why not. */
  run(operation: Operation, isQuiet = false): string | undefined {
    if (this.isReadOnly) return 'This file is read-only.';
    if (!this.#tools) {
      void this.#ready.then(() => this.run(operation));
      return undefined;
    }
    const planned = this.#tools.plan(this.document, operation);
    if (!planned.ok) {
      if (!isQuiet) this.#parts.say(`${planned.why.charAt(0).toUpperCase()}${planned.why.slice(1)}.`, true);
      return planned.why;
    }
    if (operation.kind === 'setField' || operation.kind === 'setComment')
      this.#history.type(planned.edits, performance.now(), CANVAS, planned.sentence);
    else if (this.#history.perform(planned, this.selection.chosen, CANVAS)) this.#parts.say(`${asSentence(planned.sentence)}.`);
    return undefined;
  }

  type(edits: readonly TextEdit[]): void {
    if (!this.isReadOnly) this.#history.type(edits, performance.now(), TEXT);
  }
  /** The whole text as somebody else has it: a merge, a template, a version of before. One step of undo. */
  replaceAll(text: string, sentence: string): void {
    if (!this.isReadOnly) this.#history.replace(text, sentence);
  }

  undo(): void {
    const change = this.isReadOnly ? undefined : this.#history.undo();
    if (change) this.#parts.say(`${asSentence(change.sentence)}.`);
  }
  redo(): void {
    const change = this.isReadOnly ? undefined : this.#history.redo();
    if (change) this.#parts.say(`Done again: ${change.sentence}.`);
  }
  get undoName(): string | undefined {
    return this.#history.undoSentence;
  }
  get redoName(): string | undefined {
    return this.#history.redoSentence;
  }

  #become({ document: after, edits, kind, select, origin }: Change): void {
    const before = this.document;
    this.document = after;
    const chosen = select?.filter((anchor) => placeOf(after, anchor)) ?? [];
    this.selection = chosen[0] === undefined ? selectionAfter(this.selection, before, after) : { focus: chosen[0], chosen };
    if (this.folded.size > 0) {
      const rename = renamed(before, after);
      const folded = [...this.folded].map((anchor) => rename(anchor) ?? anchor);
      if (folded.some((anchor) => !this.folded.has(anchor))) this.#fold(new Set(folded));
    }
    const by = origin === TEXT ? 'text' : origin === CANVAS ? 'canvas' : kind === 'outside' ? 'merge' : 'undo';
    this.#tell({ edits, before, after, by });
    this.saver.touch();
  }

  // ── choosing ──

  select(selection: Selection): void {
    this.selection = selection;
    this.#tell(undefined);
  }
  fold(anchors: readonly string[], isFolded: boolean): void {
    const folded = new Set(this.folded);
    for (const anchor of anchors)
      if (isFolded) folded.add(anchor);
      else folded.delete(anchor);
    this.#fold(folded);
    this.#tell(undefined);
  }
  #fold(folded: ReadonlySet<string>): void {
    this.folded = folded;
    keepFolded(this.bot, this.path, folded);
  }

  caretAt(offset: number): void {
    let found = '';
    for (const place of allPlaces(this.document).values()) {
      if (place.start > offset) break;
      if (offset < place.start + place.node.length) found = place.node.anchor;
    }
    if (found && found !== splitKey(this.selection.focus).anchor) this.select({ focus: found, chosen: [found] });
  }
  /** Set by the page: opens what tries a step. */
  onTest: (() => void) | undefined;
  test(offset: number): void {
    this.caretAt(offset);
    this.onTest?.();
  }
  get chosenSpan(): { readonly start: number; readonly end: number } | undefined {
    const first = placeOf(this.document, this.selection.chosen[0] ?? splitKey(this.selection.focus).anchor);
    const last = placeOf(this.document, this.selection.chosen.at(-1) ?? '') ?? first;
    return first && last ? { start: wholeSpan(first).start, end: wholeSpan(last).end } : undefined;
  }

  slotsFor(anchors: readonly string[]): readonly Slot[] {
    return this.#tools?.slotsOf(this.document, anchors) ?? [];
  }
  /** What is chosen goes one place up or down, into and out of blocks. */
  shift(by: -1 | 1): void {
    const anchors = this.selection.chosen;
    const first = placeOf(this.document, anchors[0] ?? '');
    const last = placeOf(this.document, anchors.at(-1) ?? '');
    if (!first || !last) return;
    const slots = this.slotsFor(anchors);
    const at = (wanted: Slot) =>
      slots.findIndex(({ parent, lane, index }) => parent === wanted.parent && lane === wanted.lane && index === wanted.index);
    const to = slots[by < 0 ? at(slotBefore(first)) - 1 : at(slotAfter(last)) + 1];
    if (to) this.run({ kind: 'move', anchors, to });
    else this.#parts.say(by < 0 ? 'It is the first already.' : 'It is the last already.');
  }
  copyOf(anchors: readonly string[]): string {
    return this.#tools?.copyText(this.document, anchors) ?? '';
  }
  /** Its lines, attached comments included. */
  textOf(anchor: string): string {
    return textOf(this.document, anchor);
  }
  /** Its lines as they are edited in place. */
  linesOf(anchor: string): string {
    const place = placeOf(this.document, anchor);
    return (place && this.#tools?.linesOf(this.document, place)) ?? '';
  }
  commentOf(anchor: string): string {
    const place = placeOf(this.document, anchor);
    return (place && this.#tools?.commentOf(this.document, place)) ?? '';
  }

  close(): void {
    this.saver.close();
    this.#listeners.clear();
  }

  #takeSentence(): string {
    const sentence = this.#history.sentenceSince(this.#savedSerial);
    this.#savedSerial = this.#history.serial;
    return (sentence || 'edited').slice(0, 200);
  }
  #tell(change: TextChange | undefined): void {
    for (const listener of [...this.#listeners]) listener(change);
  }
}

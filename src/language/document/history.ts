/**
 * One undo stack for everything that changes a script: gestures on the canvas, typing in the text pane, what a merge
 * brought. It knows no view: each is told of every change, by edits, and tells of its own.
 */
import { composeEdits } from './compose.ts';
import { applyChange } from './document.ts';
import { invertEdits, shortestEdit } from './edits.ts';
import type { Document, Plan, TextEdit } from './types.ts';

export interface Change {
  readonly kind: 'gesture' | 'typing' | 'outside' | 'undo' | 'redo';
  /** What leads from the text before to `document.text`. */
  readonly edits: readonly TextEdit[];
  readonly document: Document;
  readonly sentence: string;
  /** Anchors to select; absent where the change says nothing of it. */
  readonly select?: readonly string[];
  /** Whoever made it, and need not be told. */
  readonly origin?: unknown;
}

interface Entry {
  edits: readonly TextEdit[];
  inverse: readonly TextEdit[];
  sentence: string;
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  /** Of typing: when its first and last key were pressed, and where the caret stood then. */
  typing?: { readonly since: number; readonly last: number; readonly from: number; readonly to: number };
}

export interface HistoryLimits {
  /** Typing after so long a pause is another step. */
  readonly pauseMs: number;
  /** Nor does one step of typing grow longer than this. */
  readonly longestMs: number;
  readonly steps: number;
  /** Characters kept for undo, over all steps. */
  readonly length: number;
}
const LIMITS: HistoryLimits = { pauseMs: 1000, longestMs: 20_000, steps: 1000, length: 20_000_000 };

export class History {
  /** Counts every change, undone ones too. */
  serial = 0;
  #document: Document;
  readonly #limits: HistoryLimits;
  #done: Entry[] = [];
  #undone: Entry[] = [];
  #said: { readonly serial: number; readonly sentence: string }[] = [];
  readonly #listeners = new Set<(change: Change) => void>();

  constructor(document: Document, limits: Partial<HistoryLimits> = {}) {
    this.#document = document;
    this.#limits = { ...LIMITS, ...limits };
  }

  get document(): Document {
    return this.#document;
  }
  /** What undo would take back; nothing when there is nothing. */
  get undoSentence(): string | undefined {
    return this.#done.at(-1)?.sentence;
  }
  get redoSentence(): string | undefined {
    return this.#undone.at(-1)?.sentence;
  }

  /** Calls back after every change; answers how to stop that. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  // ── changing ──

  /** A planned gesture; `selected` is what was selected before it. A plan for another text is a mistake of the caller's. */
  perform(planned: Extract<Plan, { ok: true }>, selected?: readonly string[], origin?: unknown): Change | undefined {
    const { edits, sentence, select, after } = planned;
    if (edits.length === 0) return undefined;
    const inverse = invertEdits(this.#document.text, edits);
    this.#record({ edits, inverse, sentence, ...(selected ? { before: selected } : {}), after: select });
    // The plan has read the text already, unless something came between.
    return this.#change('gesture', edits, sentence, select, origin, after);
  }

  /** Keys pressed in a text pane or in a field of a form, at `now` milliseconds of any clock. */
  type(edits: readonly TextEdit[], now: number, origin?: unknown, sentence = 'typed'): Change | undefined {
    if (edits.length === 0) return undefined;
    const inverse = invertEdits(this.#document.text, edits);
    const last = this.#undone.length === 0 ? this.#done.at(-1) : undefined;
    const caret = { from: (inverse[0] as TextEdit).start, to: (inverse.at(-1) as TextEdit).end };
    if (last?.typing && this.#goesOn(last.typing, edits, now)) {
      last.edits = composeEdits(last.edits, edits);
      last.inverse = composeEdits(inverse, last.inverse);
      last.typing = { since: last.typing.since, last: now, ...caret };
      last.sentence = sentence;
    } else this.#record({ edits, inverse, sentence, typing: { since: now, last: now, ...caret } });
    return this.#change('typing', edits, sentence, undefined, origin);
  }
  #goesOn({ since, last, from, to }: Required<Entry>['typing'], edits: readonly TextEdit[], now: number): boolean {
    if (now - last > this.#limits.pauseMs || now - since > this.#limits.longestMs) return false;
    return (edits[0] as TextEdit).start <= to && (edits.at(-1) as TextEdit).end >= from;
  }

  /** Another text altogether: merged with somebody's, restored, formatted. */
  replace(text: string, sentence: string, origin?: unknown): Change | undefined {
    const edits = shortestEdit(this.#document.text, text);
    if (edits.length === 0) return undefined;
    this.#record({ edits, inverse: invertEdits(this.#document.text, edits), sentence });
    return this.#change('outside', edits, sentence, undefined, origin);
  }

  undo(): Change | undefined {
    const entry = this.#done.pop();
    if (!entry) return undefined;
    this.#undone.push(entry);
    return this.#change('undo', entry.inverse, `undid: ${entry.sentence}`, entry.before);
  }

  redo(): Change | undefined {
    const entry = this.#undone.pop();
    if (!entry) return undefined;
    this.#done.push(entry);
    // Typing after redo is a step of its own.
    delete entry.typing;
    return this.#change('redo', entry.edits, entry.sentence, entry.after);
  }

  /** What happened after a change, for the version that is saved: `moved step 3 after step 5; typed`. */
  sentenceSince(serial: number): string {
    const said = this.#said.filter((each) => each.serial > serial).map(({ sentence }) => sentence);
    return said.filter((each, index) => each !== said[index - 1]).join('; ');
  }

  // ── keeping ──

  #record(entry: Entry): void {
    this.#undone = [];
    this.#done.push(entry);
    const sizeOf = ({ edits, inverse }: Entry) => [...edits, ...inverse].reduce((sum, { text }) => sum + text.length, 0);
    let size = this.#done.reduce((sum, each) => sum + sizeOf(each), 0);
    while (this.#done.length > 1 && (this.#done.length > this.#limits.steps || size > this.#limits.length))
      size -= sizeOf(this.#done.shift() as Entry);
  }

  #change(
    kind: Change['kind'],
    edits: readonly TextEdit[],
    sentence: string,
    select?: readonly string[],
    origin?: unknown,
    after?: Document,
  ): Change {
    this.#document = after ?? applyChange(this.#document, edits);
    this.serial++;
    this.#said.push({ serial: this.serial, sentence });
    if (this.#said.length > this.#limits.steps) this.#said.shift();
    const change: Change = {
      kind,
      edits,
      document: this.#document,
      sentence,
      ...(select ? { select } : {}),
      ...(origin !== undefined ? { origin } : {}),
    };
    for (const listener of [...this.#listeners]) listener(change);
    return change;
  }
}

/**
 * Autosave: a second after the last change, at the latest two after the first, and at once when the page is left. What
 * the server does not have yet is a draft in this browser. A save says which text it began with; what somebody else wrote
 * meanwhile comes back merged, or as a conflict that a person settles; nothing is overwritten.
 */
import { ApiError } from '../api.ts';
import { Conflicting, isUnknownBase, type OpenedFile, type Saved, saveFile } from './api.ts';
import { keepDraft } from './drafts.ts';

const QUIET_MS = 1_000;
const LONGEST_MS = 2_000;
const DRAFT_MS = 250;
const AGAIN_MS = 3_000;

export type SaveState =
  | { readonly kind: 'saved' | 'changed' | 'saving' }
  | { readonly kind: 'failed'; readonly error: ApiError }
  | { readonly kind: 'conflict'; readonly conflict: Conflicting };

export interface SaverParts {
  readonly bot: string;
  readonly path: string;
  readonly opened: OpenedFile;
  readonly text: () => string;
  /** What was done since the last save, for the history. */
  readonly takeSentence: () => string;
  /** The text with what somebody else wrote in it. */
  readonly merged: (text: string) => void;
  readonly changed: (state: SaveState) => void;
}

export class Saver {
  state: SaveState = { kind: 'saved' };
  /** The last text that the server has. */
  #base: { hash: string | undefined; text: string };
  #parts: SaverParts;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #draftTimer: ReturnType<typeof setTimeout> | undefined;
  #firstChange = 0;
  #saving: Promise<void> | undefined;
  isUnpublished = false;

  constructor(parts: SaverParts) {
    this.#parts = parts;
    this.#base = { hash: parts.opened.hash || undefined, text: parts.opened.text };
  }

  get isDirty(): boolean {
    return this.#parts.text() !== this.#base.text;
  }

  /** Something was typed or done. */
  touch(): void {
    this.#draftTimer ??= setTimeout(() => this.#keepDraft(), DRAFT_MS);
    if (this.state.kind === 'conflict') return;
    const now = performance.now();
    if (!this.#firstChange) this.#firstChange = now;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), Math.max(0, Math.min(QUIET_MS, this.#firstChange + LONGEST_MS - now)));
    if (this.state.kind === 'saved') this.#tell({ kind: 'changed' });
  }

  /** Now; `isLast`: the page is going. */
  leave(): void {
    this.#keepDraft();
    if (this.isDirty && this.state.kind !== 'conflict') void this.save(true);
  }

  /** Until the server has what stands there now, or says why not. */
  async save(isLast = false): Promise<void> {
    clearTimeout(this.#timer);
    this.#firstChange = 0;
    while (this.#saving) await this.#saving;
    if (this.state.kind === 'conflict') return;
    if (!this.isDirty) return this.#tell({ kind: 'saved' });
    this.#saving = this.#send(isLast).finally(() => {
      this.#saving = undefined;
    });
    await this.#saving;
  }

  async #send(isLast: boolean): Promise<void> {
    const { bot, path, text, takeSentence } = this.#parts;
    const sent = text();
    const { hash, text: baseText } = this.#base;
    const save = { text: sent, ...(hash !== undefined && { base: hash }), sentence: takeSentence() };
    this.#tell({ kind: 'saving' });
    try {
      const saved = await saveFile(bot, path, save, isLast).catch((error: unknown) => {
        if (isUnknownBase(error)) return saveFile(bot, path, { ...save, baseText }, isLast);
        throw error;
      });
      await this.#settle(sent, saved);
    } catch (error) {
      if (error instanceof Conflicting) this.#tell({ kind: 'conflict', conflict: new Conflicting(error.base || baseText, error.theirs) });
      else this.#fail(error instanceof ApiError ? error : new ApiError(0, String(error), 'It is tried again.'));
    }
  }

  async #settle(sent: string, { hash, merged, unpublished }: Saved): Promise<void> {
    const written = merged ?? sent;
    this.#base = { hash, text: written };
    this.isUnpublished = unpublished;
    if (merged !== undefined && merged !== sent) {
      const { merge3 } = await import('./operations.ts');
      const now = this.#parts.text();
      const { text, conflicts } = merge3(sent, now, merged);
      if (conflicts.length > 0) return this.#tell({ kind: 'conflict', conflict: new Conflicting(sent, { text: merged, hash }) });
      this.#parts.merged(text);
    }
    this.#keepDraft();
    this.#tell({ kind: this.isDirty ? 'changed' : 'saved' });
    if (this.isDirty) this.touch();
  }

  #fail(error: ApiError): void {
    this.#keepDraft();
    this.#tell({ kind: 'failed', error });
    clearTimeout(this.#timer);
    // What the server refuses for what it is will be refused again.
    if (error.status === 0 || error.status >= 500 || error.status === 429) this.#timer = setTimeout(() => void this.save(), AGAIN_MS);
  }

  /** A person settled the conflict: `text` holds what both wrote, as they want it. */
  async settled(text: string, theirs: { readonly text: string; readonly hash: string } | null): Promise<void> {
    this.#base = theirs ?? { hash: undefined, text: '' };
    this.state = { kind: 'changed' };
    this.#parts.merged(text);
    await this.save();
  }

  /** A draft of another day that does not fit what the server has: the same dialog as for two people. */
  begin(conflict: Conflicting): void {
    this.#tell({ kind: 'conflict', conflict });
  }

  close(): void {
    this.leave();
    clearTimeout(this.#timer);
    clearTimeout(this.#draftTimer);
  }

  #keepDraft(): void {
    clearTimeout(this.#draftTimer);
    this.#draftTimer = undefined;
    const { bot, path, text } = this.#parts;
    const { hash, text: baseText } = this.#base;
    keepDraft(bot, path, this.isDirty ? { base: hash ?? '', baseText, text: text() } : undefined);
  }

  #tell(state: SaveState): void {
    this.state = state;
    this.#parts.changed(state);
  }
}

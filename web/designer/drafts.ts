/** What the server does not have yet, kept in this browser: a killed tab loses nothing that was typed before the last quarter of a second. */
import { keep } from './chosen.ts';

export interface Draft {
  /** What was edited: its hash and text. */
  readonly base: string;
  readonly baseText: string;
  readonly text: string;
}
/** Beyond this, a browser keeps no second copy: only the server's save, a second later. */
const LONGEST = 1_000_000;
const keyOf = (bot: string, path: string) => `basalt.draft:${bot}/${path}`;

export function keepDraft(bot: string, path: string, draft: Draft | undefined): boolean {
  if (draft && draft.text.length > LONGEST) return false;
  return keep(keyOf(bot, path), draft && JSON.stringify(draft));
}

export function findDraft(bot: string, path: string): Draft | undefined {
  try {
    const found = JSON.parse(localStorage.getItem(keyOf(bot, path)) ?? 'null') as Partial<Draft> | null;
    const isDraft = typeof found?.text === 'string' && typeof found.base === 'string' && typeof found.baseText === 'string';
    return isDraft ? (found as Draft) : undefined;
  } catch {
    return undefined; // half a draft is none
  }
}

/** A draft on what the server has now: both changes, or a conflict for a person. */
export async function revive(draft: Draft, theirs: { readonly text: string; readonly hash: string }): Promise<Revived> {
  if (draft.base === theirs.hash || draft.text === theirs.text) return { text: draft.text, isConflict: false };
  const { merge3 } = await import('./operations.ts');
  const { text, conflicts } = merge3(draft.baseText, draft.text, theirs.text);
  return { text, isConflict: conflicts.length > 0 };
}
interface Revived {
  readonly text: string;
  readonly isConflict: boolean;
}

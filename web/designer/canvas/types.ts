/**
 * The canvas: a drawing of a script's tree that can be read, walked and, where `dispatch` is given, worked in. It holds
 * no text and no positions; who uses it (designer, run view, history, gallery) says what is selected and what happens.
 */
import type { ComponentChildren } from 'preact';
import type { Lane, Node, Slot } from '../../../src/language/document/reading.ts';

export type RunState = 'running' | 'done' | 'failed' | 'waiting' | 'skipped';
export interface RunMark {
  readonly state: RunState;
  /** Behind the state: `0.4 s`, `2 of 5`. */
  readonly text?: string;
  /** Drawn inside the step, below the state: an approval to answer, the picker of a loop. */
  readonly inside?: ComponentChildren;
}
export type ChangeMark = 'added' | 'changed' | 'moved' | 'removed';

export interface Selection {
  /** Where the keyboard is: the anchor of a step, or `laneKey(anchor, lane)`. */
  readonly focus: string;
  /** Anchors of the chosen steps, in the order of the script. */
  readonly chosen: readonly string[];
}

export type CanvasAction =
  | { readonly kind: 'select'; readonly selection: Selection }
  | { readonly kind: 'fold'; readonly anchors: readonly string[]; readonly isFolded: boolean }
  | { readonly kind: 'edit'; readonly anchor: string }
  /** Asks for a new step here. */
  | { readonly kind: 'add'; readonly at: Slot }
  | { readonly kind: 'addLane'; readonly anchor: string }
  | { readonly kind: 'move'; readonly anchors: readonly string[]; readonly to: Slot }
  | { readonly kind: 'replaceText'; readonly anchor: string; readonly text: string }
  | { readonly kind: 'delete'; readonly anchors: readonly string[] }
  | { readonly kind: 'duplicate'; readonly anchors: readonly string[] }
  | { readonly kind: 'copy'; readonly anchors: readonly string[] }
  | { readonly kind: 'cut'; readonly anchors: readonly string[] }
  /** Wants to write a comment to them. */
  | { readonly kind: 'comment'; readonly anchors: readonly string[] }
  | { readonly kind: 'paste'; readonly at: Slot; readonly text: string }
  /** To be spoken. */
  | { readonly kind: 'say'; readonly text: string };

export interface CanvasProps {
  readonly root: Lane;
  readonly selection?: Selection;
  /** Absent: a drawing one can walk through and fold, but not change. */
  readonly dispatch?: (action: CanvasAction) => void;
  readonly isReadOnly?: boolean;
  readonly folded?: ReadonlySet<string>;
  readonly runs?: ReadonlyMap<string, RunMark>;
  readonly changes?: ReadonlyMap<string, ChangeMark>;
  /** The lines of a step, verbatim. */
  readonly textOf: (node: Node) => string;
  /** Where these steps (a new one, for none) may go. */
  readonly slotsFor?: (anchors: readonly string[]) => readonly Slot[];
  /** BASIC text of these steps, for the clipboard. */
  readonly copyOf?: (anchors: readonly string[]) => string;
  readonly label?: string;
  readonly zoom?: number;
}

const BETWEEN = '\n';
export const laneKey = (anchor: string, lane: string): string => `${anchor}${BETWEEN}${lane}`;
export const splitKey = (key: string): { readonly anchor: string; readonly lane: string | undefined } => {
  const at = key.indexOf(BETWEEN);
  return at < 0 ? { anchor: key, lane: undefined } : { anchor: key.slice(0, at), lane: key.slice(at + 1) };
};

/**
 * What the canvas, the server and the command line see of a script: its text, and a tree drawn from it.
 *
 * The text is the only model. A node knows no absolute place: its spans count from its own first byte, so that an
 * edit elsewhere leaves the node what it was (===), and a view redraws only what changed. Where a node stands now is
 * asked of the document (`places.ts`).
 */
import type { Span } from '../../base/index.ts';
import type { ArgumentKind, Diagnostic, Script, Statement, SyntaxTable } from '../../spec/index.ts';

/** Replaces `start..end` (UTF-16 offsets into the text before any edit) by `text`. Lists of edits ascend and do not overlap. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** How a text is read: the parser and the table it walks. A compiler's `Language` is one. */
export interface Reader {
  readonly parse: (text: string) => { readonly tree: Script; readonly diagnostics: readonly Diagnostic[]; readonly isWhole?: boolean };
  readonly table: SyntaxTable;
}

export type NodeType =
  | Exclude<Statement['kind'], 'blank' | 'broken'>
  /** Lines that do not parse, verbatim. */
  | 'text'
  /** Comment lines that begin with `@note`. */
  | 'note'
  /** A file that is one text: a prompt. */
  | 'prose';

export interface Field {
  /** Unique in its node: `to`; the operand of a prefix is `STEP.n`; what stands in a lane's head is `elseif1.condition`. */
  readonly name: string;
  readonly kind: ArgumentKind | 'flag';
  readonly label: string;
  /** May be taken out and put in. */
  readonly isOptional: boolean;
  /** Within the node; absent: the clause is not written. Of a flag: its last word. */
  readonly span?: Span;
  /** As written; '' when it is not. Raw lines without their last line end. */
  readonly text: string;
}

/** A body of a block: THEN, ELSE IF, ELSE, a case, a branch, a loop's body. */
export interface Lane {
  /** `body`, `then`, `elseif1`, `else`, `case0`, `branch0`, `before` (lines before the first case or branch). */
  readonly key: string;
  readonly label: string;
  /** The line that opens it; of the first lane, the head of the node. Empty for `before`. */
  readonly head: Span;
  /** The lines of its body, blank ones included. */
  readonly span: Span;
  readonly fields: readonly Field[];
  readonly children: readonly Node[];
  /** Where each child begins, in the node. */
  readonly starts: readonly number[];
}

/** One drawn step. All spans count from its first byte. */
export interface Node {
  /** Made when the step is first read and kept when it is edited in place: a key for views. It means nothing outside one session. */
  readonly id: number;
  /** A pure function of the text: label path, or a hash of the step's own words, with a counter for repeats. */
  readonly anchor: string;
  /** The anchor without its counter. */
  readonly name: string;
  readonly type: NodeType;
  /** Canonical name, where the step is a keyword or assigns what one returns. */
  readonly keyword?: string;
  /** Which of its syntax lines. */
  readonly form?: number;
  /** `STEP`, where the step is carried by one: it is looked through. */
  readonly prefix?: string;
  /**
   * What was parsed; of a carried step the whole, prefix and all. Its spans count from another place: `origin` is
   * where the node begins in them. Absent for lines the parser left out.
   */
  readonly statement?: Statement;
  /** The statement that a prefix carries; else `statement`. */
  readonly inner?: Statement;
  readonly origin: number;
  /** Attached comments, lines and end. */
  readonly length: number;
  /** Its whole lines without the attached ones; where it shares a line, its own words. */
  readonly tile: Span;
  /** Its own words, blocks included. */
  readonly span: Span;
  /** Comment lines directly above. */
  readonly lead?: Span;
  /** At the end of its (head) line. */
  readonly comment?: Span;
  /** Its own words without indentation, comments and what stands inside: equal words are the same step elsewhere. */
  readonly words: string;
  readonly fields: readonly Field[];
  readonly lanes: readonly Lane[];
  /** Closing line of a block. */
  readonly end?: Span;
  /** A block that nothing closes. */
  readonly isOpen: boolean;
  /** False where it shares its line with another step. */
  readonly isMovable: boolean;
}

export interface Document {
  readonly text: string;
  /** The script itself: a lane without a head, whose spans count from the first byte of the text. */
  readonly root: Lane;
  readonly diagnostics: readonly Diagnostic[];
  readonly reader: Reader;
  /** Where the next node's id comes from. */
  readonly nextId: number;
  /** Every bracket, text and block is closed: a change can be read with its neighbours alone. */
  readonly isWhole: boolean;
  /** One text, no steps: a prompt. */
  readonly isProse: boolean;
  /** False past `MOST_DRAWN` characters: the text is there, the tree is empty, nothing is diagnosed. */
  readonly isDrawn: boolean;
}

/** A place between steps: before the `index`-th child of a lane. `parent` '' is the script, its lane is ''. */
export interface Slot {
  readonly parent: string;
  readonly lane: string;
  readonly index: number;
}

export type Operation =
  /** A new step, written: it takes the neighbour's line end, indentation and spelling of keywords. */
  | { readonly kind: 'insert'; readonly at: Slot; readonly text: string }
  /** What `copyText` gave, blank lines and all; the indentation is fitted. `isExact`: it did not pass through a clipboard, its line ends are true. */
  | { readonly kind: 'paste'; readonly at: Slot; readonly text: string; readonly isExact?: boolean }
  | { readonly kind: 'move'; readonly anchors: readonly string[]; readonly to: Slot }
  | { readonly kind: 'cut'; readonly anchors: readonly string[] }
  /** `leave`: the comments stay where they stood. */
  | { readonly kind: 'delete'; readonly anchors: readonly string[]; readonly comments: 'take' | 'leave' }
  | { readonly kind: 'duplicate'; readonly anchors: readonly string[] }
  /** '' takes an optional clause out; any text for a flag puts it in. */
  | { readonly kind: 'setField'; readonly anchor: string; readonly field: string; readonly text: string }
  /** Its lines as a whole; '' deletes it. */
  | { readonly kind: 'replaceText'; readonly anchor: string; readonly text: string }
  /** The comment at the end of its line ('' removes it); of a note or comment, its lines. */
  | { readonly kind: 'setComment'; readonly anchor: string; readonly text: string }
  | {
      readonly kind: 'addLane';
      readonly anchor: string;
      readonly lane: 'elseif' | 'else' | 'case' | 'branch';
      /** Condition, tests or name. */
      readonly text?: string;
    }
  | { readonly kind: 'removeLane'; readonly anchor: string; readonly lane: string }
  /** A one-line IF, a line shared with `;`, a branch that begins on its head line: to lines of their own. */
  | { readonly kind: 'makeBlock'; readonly anchor: string };

export type Plan =
  | {
      readonly ok: true;
      readonly edits: readonly TextEdit[];
      /** What was done, for undo, history and the screen reader: `moved step 3 after step 5`. */
      readonly sentence: string;
      /** Anchors to select afterwards. */
      readonly select: readonly string[];
      /** The document afterwards. */
      readonly after: Document;
    }
  | { readonly ok: false; readonly why: string };

/**
 * What the designer hands to its text pane. The pane is loaded when it is first opened (`text/index.ts`, which exports
 * `TextPane`); until then, and on phones, a plain text field takes its place.
 *
 * The pane never owns the text: it tells the session what was typed and draws what the session tells it. Undo is the
 * session's, so that it is one stack with the canvas.
 */
import type { Document, TextEdit } from '../../src/language/document/reading.ts';

export interface TextChange {
  readonly edits: readonly TextEdit[];
  /** Before and after the edits. */
  readonly before: Document;
  readonly after: Document;
  /** `text`: the pane itself told it; it has it already. */
  readonly by: 'text' | 'canvas' | 'undo' | 'merge';
}

/** The part of the designer's session that a text pane needs. */
export interface TextSession {
  readonly bot: string;
  /** Path of the script in its package. */
  readonly path: string;
  readonly document: Document;
  readonly isReadOnly: boolean;
  /** What was typed: offsets into `document.text` as it was before it. */
  type(edits: readonly TextEdit[]): void;
  undo(): void;
  redo(): void;
  /** Called after each change and after each choice; answers how to stop. */
  subscribe(listener: (change: TextChange | undefined) => void): () => void;
  /** Offsets of what is chosen on the canvas: to be shown, and lit. */
  readonly chosenSpan: { readonly start: number; readonly end: number } | undefined;
  /** The caret stands here now: the canvas chooses the step there. */
  caretAt(offset: number): void;
  /** A line's "Test step" was pressed: the offset where its statement begins. Absent: no line offers it. */
  test?(offset: number): void;
  /** Bots that exist, for completion. */
  readonly bots: readonly string[];
}

export interface TextPaneProps {
  readonly session: TextSession;
  /** Esc was pressed: the next Tab leaves. */
  readonly say: (text: string) => void;
}

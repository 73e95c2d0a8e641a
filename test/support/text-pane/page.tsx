/** The text pane alone on a page, over a session that keeps everything in memory; tests reach it as `window.pane`. */
import { render } from 'preact';
import { useState } from 'preact/hooks';
import { createParser, SYNTAX } from '../../../grammar/index.ts';
import { applyChange, invertEdits, openDocument, type TextEdit } from '../../../src/language/document/index.ts';
import { TextPane } from '../../../web/designer/text/index.ts';
import type { TextChange, TextSession } from '../../../web/designer/text-pane.ts';

const reader = { parse: createParser(SYNTAX), table: SYNTAX };

export class MemorySession implements TextSession {
  readonly bot = 'clinic';
  readonly path = 'clinic.gbdialog/start.bas';
  readonly bots = ['analyst', 'critic'];
  readonly isReadOnly = false;
  chosenSpan: TextSession['chosenSpan'];
  readonly tested: number[] = [];
  caret = 0;
  document;
  #undone: TextEdit[][] = [];
  #done: TextEdit[][] = [];
  #listeners = new Set<(change: TextChange | undefined) => void>();

  constructor(text: string) {
    this.document = openDocument(text, reader);
  }
  type(edits: readonly TextEdit[]): void {
    this.#done.push(invertEdits(this.document.text, edits));
    this.#undone = [];
    this.#become(edits, 'text');
  }
  /** As the canvas does it. */
  change(edits: readonly TextEdit[]): void {
    this.#done.push(invertEdits(this.document.text, edits));
    this.#become(edits, 'canvas');
  }
  undo(): void {
    const edits = this.#done.pop();
    if (!edits) return;
    this.#undone.push(invertEdits(this.document.text, edits));
    this.#become(edits, 'undo');
  }
  redo(): void {
    const edits = this.#undone.pop();
    if (!edits) return;
    this.#done.push(invertEdits(this.document.text, edits));
    this.#become(edits, 'undo');
  }
  choose(start: number, end: number): void {
    this.chosenSpan = { start, end };
    for (const each of this.#listeners) each(undefined);
  }
  test(offset: number): void {
    this.tested.push(offset);
  }
  caretAt(offset: number): void {
    this.caret = offset;
  }
  subscribe(listener: (change: TextChange | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  #become(edits: readonly TextEdit[], by: TextChange['by']): void {
    const before = this.document;
    this.document = applyChange(before, edits);
    for (const each of this.#listeners) each({ edits, before, after: this.document, by });
  }
}

const session = new MemorySession(decodeURIComponent(location.hash.slice(1)));
Object.assign(window, { pane: session });

function Page() {
  const [said, setSaid] = useState('');
  return (
    <main>
      <h1>The pane</h1>
      <button type="button">Before</button>
      <TextPane session={session} say={setSaid} />
      <button type="button">After</button>
      <p role="status">{said}</p>
    </main>
  );
}
render(<Page />, document.getElementById('page') as HTMLElement);

/**
 * Models that think aloud inside `<think>…</think>` at the start of their answer: only what follows is the answer.
 * Works on pieces as they stream; a tag may be cut between two of them.
 */
const OPEN = '<think>';
const CLOSE = '</think>';

export class Thoughts {
  #state: 'start' | 'thinking' | 'answering' = 'start';
  #held = '';

  /** What of it belongs to the answer. */
  take(piece: string): string {
    if (this.#state === 'answering') return piece;
    this.#held += piece;
    if (this.#state === 'start') {
      const begin = this.#held.trimStart();
      if (begin.length < OPEN.length && OPEN.startsWith(begin)) return '';
      if (!begin.startsWith(OPEN)) return this.#answer(this.#held);
      this.#state = 'thinking';
    }
    const end = this.#held.indexOf(CLOSE);
    return end < 0 ? '' : this.#answer(this.#held.slice(end + CLOSE.length).trimStart());
  }

  /** What was still held when the stream ended: a thought that never closed is no answer. */
  end(): string {
    return this.#state === 'start' ? this.#answer(this.#held) : '';
  }

  #answer(text: string): string {
    this.#state = 'answering';
    this.#held = '';
    return text;
  }
}

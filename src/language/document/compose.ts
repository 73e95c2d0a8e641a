/** Two lists of edits, one after the other, as one list. */
import type { TextEdit } from './types.ts';

/** A stretch of the first text, or new words. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string };

/** `second` counts in what `first` made; the outcome counts in what was there before both. */
export function composeEdits(first: readonly TextEdit[], second: readonly TextEdit[]): TextEdit[] {
  const out: Piece[] = [];
  const rest = new Pieces(piecesOf(first));
  let at = 0;
  for (const { start, end, text } of second) {
    out.push(...rest.take(start - at));
    rest.take(end - start);
    if (text !== '') out.push({ text });
    at = end;
  }
  return editsOf([...out, ...rest.take(Number.POSITIVE_INFINITY)]);
}

function piecesOf(edits: readonly TextEdit[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end, text } of edits) {
    if (start > at) pieces.push({ start: at, end: start });
    if (text !== '') pieces.push({ text });
    at = end;
  }
  return [...pieces, { start: at, end: Number.POSITIVE_INFINITY }];
}

const lengthOf = (piece: Piece): number => ('text' in piece ? piece.text.length : piece.end - piece.start);

class Pieces {
  private readonly pieces: Piece[];

  constructor(pieces: readonly Piece[]) {
    this.pieces = [...pieces].reverse();
  }

  /** The next so many characters. */
  take(length: number): Piece[] {
    const taken: Piece[] = [];
    let left = length;
    while (left > 0) {
      const piece = this.pieces.pop();
      if (!piece) break;
      const size = lengthOf(piece);
      if (size > left) {
        const [now, later] = cut(piece, left);
        taken.push(now);
        this.pieces.push(later);
        return taken;
      }
      taken.push(piece);
      left -= size;
    }
    return taken;
  }
}

function cut(piece: Piece, at: number): [Piece, Piece] {
  if ('text' in piece) return [{ text: piece.text.slice(0, at) }, { text: piece.text.slice(at) }];
  const middle = piece.start + at;
  return [
    { start: piece.start, end: middle },
    { start: middle, end: piece.end },
  ];
}

function editsOf(pieces: readonly Piece[]): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  let text = '';
  for (const piece of pieces) {
    if ('text' in piece) text += piece.text;
    else {
      if (text !== '' || piece.start > at) edits.push({ start: at, end: piece.start, text });
      at = piece.end;
      text = '';
    }
  }
  return edits;
}

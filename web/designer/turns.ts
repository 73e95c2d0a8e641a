/** Asking a part of the page to take the focus, once: also a part that is only being loaded. */
let last = 0;
let taken = 0;

export const nextTurn = (): number => ++last;

/** Whether this turn is to be taken now. */
export function takeTurn(turn: number): boolean {
  if (turn <= taken) return false;
  taken = turn;
  return true;
}

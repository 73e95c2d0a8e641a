/**
 * What changed between two texts, in whole lines. Lines that occur once in both hold the rest in place (patience),
 * what stands between them is compared with the shortest script (Myers): a moved step reads as one block, not as shreds.
 */
import { splitLines } from './lines.ts';

/** Lines `aStart..aEnd` of the first text became `bStart..bEnd` of the second; 0-based, ends exclusive. */
export interface Hunk {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
}

export interface LineDiff {
  readonly a: readonly string[];
  readonly b: readonly string[];
  readonly hunks: readonly Hunk[];
}

/** `keyOf` says which lines count as equal; line ends count unless it drops them. */
export function diffLines(before: string, after: string, keyOf: (line: string) => string = (line) => line): LineDiff {
  const a = splitLines(before);
  const b = splitLines(after);
  return { a, b, hunks: diffSequences(a.map(keyOf), b.map(keyOf)) };
}

export function diffSequences(a: readonly string[], b: readonly string[]): Hunk[] {
  const numbers = new Map<string, number>();
  const number = (key: string) => {
    const found = numbers.get(key);
    if (found !== undefined) return found;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  };
  const hunks: Hunk[] = [];
  compare({ a: Int32Array.from(a, number), b: Int32Array.from(b, number), hunks }, 0, a.length, 0, b.length);
  return hunks;
}

interface Task {
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly hunks: Hunk[];
}

function compare(task: Task, aFrom: number, aTo: number, bFrom: number, bTo: number): void {
  const { a, b } = task;
  let [aStart, aEnd, bStart, bEnd] = [aFrom, aTo, bFrom, bTo];
  while (aStart < aEnd && bStart < bEnd && a[aStart] === b[bStart]) {
    aStart++;
    bStart++;
  }
  while (aStart < aEnd && bStart < bEnd && a[aEnd - 1] === b[bEnd - 1]) {
    aEnd--;
    bEnd--;
  }
  if (aStart === aEnd || bStart === bEnd) return addHunk(task.hunks, { aStart, aEnd, bStart, bEnd });
  const anchors = uniqueInBoth(a, b, aStart, aEnd, bStart, bEnd);
  if (anchors.length === 0) return shortest(task, aStart, aEnd, bStart, bEnd);
  for (const [inA, inB] of anchors) {
    compare(task, aStart, inA, bStart, inB);
    aStart = inA + 1;
    bStart = inB + 1;
  }
  compare(task, aStart, aEnd, bStart, bEnd);
}

function addHunk(hunks: Hunk[], hunk: Hunk): void {
  if (hunk.aStart === hunk.aEnd && hunk.bStart === hunk.bEnd) return;
  const last = hunks.at(-1);
  if (last && last.aEnd === hunk.aStart && last.bEnd === hunk.bStart) {
    hunks[hunks.length - 1] = { ...last, aEnd: hunk.aEnd, bEnd: hunk.bEnd };
  } else hunks.push(hunk);
}

/** Lines that stand once on each side, as many as stand in the same order on both. */
function uniqueInBoth(a: Int32Array, b: Int32Array, aFrom: number, aTo: number, bFrom: number, bTo: number): [number, number][] {
  const inA = once(a, aFrom, aTo);
  const inB = once(b, bFrom, bTo);
  const pairs: [number, number][] = [];
  for (const [key, at] of inA) {
    const other = at < 0 ? undefined : inB.get(key);
    if (other !== undefined && other >= 0) pairs.push([at, other]);
  }
  pairs.sort((x, y) => x[0] - y[0]);
  return longestRising(pairs.map(([, at]) => at)).map((index) => pairs[index] as [number, number]);
}

/** By line: where it stands; -1 when it does so more than once. */
function once(lines: Int32Array, from: number, to: number): Map<number, number> {
  const found = new Map<number, number>();
  for (let i = from; i < to; i++) found.set(lines[i] as number, found.has(lines[i] as number) ? -1 : i);
  return found;
}

/** Indexes of a longest rising subsequence. */
export function longestRising(values: readonly number[]): number[] {
  const tails: number[] = [];
  const before: number[] = [];
  for (const [index, value] of values.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[tails[middle] as number] as number) < value) low = middle + 1;
      else high = middle;
    }
    before[index] = low > 0 ? (tails[low - 1] as number) : -1;
    tails[low] = index;
  }
  const chosen: number[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at] as number) chosen.push(at);
  return chosen.reverse();
}

/** Past so many differing lines nobody reads shreds: the rest is one change. */
const MOST_STEPS = 800;

/** Myers' greedy algorithm, with the paths kept to walk back. */
function shortest({ a, b, hunks }: Task, aFrom: number, aTo: number, bFrom: number, bTo: number): void {
  const n = aTo - aFrom;
  const m = bTo - bFrom;
  const paths: Int32Array[] = [];
  const width = Math.min(n + m, MOST_STEPS);
  const reach = new Int32Array(2 * width + 3);
  const middle = width + 1;
  for (let d = 0; d <= width; d++) {
    paths.push(reach.slice());
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (reach[middle + k - 1] as number) < (reach[middle + k + 1] as number));
      let x = down ? (reach[middle + k + 1] as number) : (reach[middle + k - 1] as number) + 1;
      while (x < n && x - k < m && a[aFrom + x] === b[bFrom + x - k]) x++;
      reach[middle + k] = x;
      if (x >= n && x - k >= m) return walkBack(paths, middle, n, m, aFrom, bFrom, hunks);
    }
  }
  addHunk(hunks, { aStart: aFrom, aEnd: aTo, bStart: bFrom, bEnd: bTo });
}

function walkBack(paths: readonly Int32Array[], middle: number, n: number, m: number, aFrom: number, bFrom: number, hunks: Hunk[]): void {
  const steps: Hunk[] = [];
  let [x, y] = [n, m];
  for (let d = paths.length - 1; d > 0; d--) {
    const reach = paths[d] as Int32Array;
    const k = x - y;
    const down = k === -d || (k !== d && (reach[middle + k - 1] as number) < (reach[middle + k + 1] as number));
    const fromX = reach[middle + (down ? k + 1 : k - 1)] as number;
    const fromY = fromX - (down ? k + 1 : k - 1);
    steps.push({
      aStart: aFrom + fromX,
      aEnd: aFrom + fromX + (down ? 0 : 1),
      bStart: bFrom + fromY,
      bEnd: bFrom + fromY + (down ? 1 : 0),
    });
    [x, y] = [fromX, fromY];
  }
  for (const step of steps.reverse()) addHunk(hunks, step);
}

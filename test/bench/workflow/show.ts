/** How figures are printed: each engine's median, and ours as a ratio of each rival's beside what is wanted. */
export interface Result {
  readonly name: string;
  readonly values: readonly number[];
  readonly note?: string;
}

export interface Aim {
  readonly better: 'more' | 'less';
  /** By rival: how many times better we mean to be. */
  readonly wanted: Readonly<Record<string, number>>;
}

/** A count from the environment. */
export function count(name: string, usual: number): number {
  const found = Number(process.env[name] ?? usual);
  if (!(found > 0)) throw new Error(`${name} takes a number above 0, not ${process.env[name]}`);
  return found;
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

export function show(title: string, unit: string, [own, ...others]: readonly Result[], { better, wanted }: Aim): void {
  console.log(`\n${title}`);
  if (!own) return;
  console.log(line(own, unit));
  for (const other of others) {
    const [ours, theirs] = [median(own.values), median(other.values)];
    const ratio = better === 'more' ? ours / theirs : theirs / ours;
    console.log(`${line(other, unit)}  we are ${ratio.toFixed(2)} x${aimed(ratio, wanted[other.name])}`);
  }
}

export const aimed = (ratio: number, wanted: number | undefined): string =>
  wanted === undefined ? '' : ` (wanted: ${wanted} x${ratio >= wanted ? '' : ', NOT REACHED'})`;

const line = ({ name, values, note }: Result, unit: string) =>
  `  ${name.padEnd(8)} ${figure(median(values)).padStart(9)} ${unit}${spread(values)}${note ? `, ${note}` : ''}`;

const figure = (value: number) => value.toFixed(value < 100 ? 2 : 0);
const spread = (values: readonly number[]) =>
  values.length < 2 ? '' : ` (${figure(Math.min(...values))} to ${figure(Math.max(...values))})`;

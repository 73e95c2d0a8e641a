/** Two short texts line by line, from their first difference on: what was expected (-) and what was found (+). */
export function difference(expected: string, found: string): string {
  const [before, after] = [expected.trimEnd().split('\n'), found.trimEnd().split('\n')];
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < Math.min(before.length, after.length) - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const context = before.slice(Math.max(0, start - 2), start).map((line) => `    ${line}\n`);
  const gone = before.slice(start, before.length - tail).map((line) => `  - ${line}\n`);
  const come = after.slice(start, after.length - tail).map((line) => `  + ${line}\n`);
  return [...context, ...gone, ...come].join('');
}

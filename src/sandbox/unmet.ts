/** What a case expects and did not come to be, in sentences. */
import type { Expectation, SandboxAnswer } from '../runtime/index.ts';

export function unmetBy(expected: Expectation, { state, said, values, result, fault, message }: SandboxAnswer): readonly string[] {
  const why = fault ? `: ${fault.message}${fault.line ? ` (line ${fault.line})` : ''}` : message ? `: ${message}` : '';
  const heard = (by: string) => said.filter((each) => each.by === by).map(({ text }) => text);
  return [
    ...(expected.state !== undefined && expected.state !== state ? [`it should be ${expected.state}, and is ${state}${why}`] : []),
    ...inOrder('said', expected.said ?? [], heard('bot')),
    ...inOrder('asked', expected.asked ?? [], heard('question')),
    ...Object.entries(expected.values ?? {}).flatMap(([name, value]) => {
      const found = Object.entries(values).find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1] ?? null;
      return same(found, value) ? [] : [`${name} should be ${shown(value)}, and is ${shown(found)}`];
    }),
    ...('result' in expected && !same(result ?? null, expected.result)
      ? [`it should answer ${shown(expected.result)}, and answers ${shown(result ?? null)}`]
      : []),
  ];
}

/** Each somewhere after the one before it. */
function inOrder(verb: string, wanted: readonly string[], found: readonly string[]): readonly string[] {
  let at = 0;
  for (const words of wanted) {
    const next = found.findIndex((text, index) => index >= at && text.includes(words));
    if (next < 0)
      return [
        `${shown(words)} should be ${verb}${at > 0 ? ' after that' : ''}; what was ${verb}: ${found.map(shown).join(', ') || 'nothing'}`,
      ];
    at = next + 1;
  }
  return [];
}

const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing';
const same = (one: unknown, other: unknown): boolean => shown(sorted(one)) === shown(sorted(other));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  );
}

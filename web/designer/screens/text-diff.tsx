/** Two texts as one, line by line: what went, what came, and a few lines around. */
import { useMemo } from 'preact/hooks';
import { diffLines } from '../../../src/language/document/index.ts';

interface Row {
  readonly kind: 'same' | 'gone' | 'new' | 'left-out';
  readonly text: string;
  readonly before?: number;
  readonly after?: number;
}
const AROUND = 3;

export function rowsOf(before: string, after: string): readonly Row[] {
  const { a, b, hunks } = diffLines(before, after, (line) => line.replace(/[\r\n]+$/, ''));
  const rows: Row[] = [];
  let [i, j] = [0, 0];
  const same = (to: number, isFirst: boolean, isLast: boolean) => {
    const lines = Array.from(
      { length: to - i },
      (_, at): Row => ({ kind: 'same', text: a[i + at] ?? '', before: i + at + 1, after: j + at + 1 }),
    );
    const [head, tail] = [isFirst ? 0 : AROUND, isLast ? 0 : AROUND];
    if (lines.length > head + tail + 1)
      rows.push(
        ...lines.slice(0, head),
        { kind: 'left-out', text: `${lines.length - head - tail} lines are the same` },
        ...lines.slice(lines.length - tail),
      );
    else rows.push(...lines);
    j += to - i;
    i = to;
  };
  for (const [at, { aStart, aEnd, bStart, bEnd }] of hunks.entries()) {
    same(aStart, at === 0, false);
    for (let line = aStart; line < aEnd; line++) rows.push({ kind: 'gone', text: a[line] ?? '', before: line + 1 });
    for (let line = bStart; line < bEnd; line++) rows.push({ kind: 'new', text: b[line] ?? '', after: line + 1 });
    [i, j] = [aEnd, bEnd];
  }
  same(a.length, hunks.length === 0, true);
  return rows;
}

const SIGNS: Readonly<Record<Row['kind'], string>> = { same: ' ', gone: '−', new: '+', 'left-out': '⋯' };
const WORDS: Readonly<Record<Row['kind'], string>> = { same: '', gone: 'taken out: ', new: 'put in: ', 'left-out': '' };

export function TextDiff({ before, after }: { readonly before: string; readonly after: string }) {
  const rows = useMemo(() => rowsOf(before, after), [before, after]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="textdiff" aria-label="Changes as text" tabIndex={0}>
      <ol>
        {rows.map(({ kind, text, before: was, after: is }, at) => (
          <li key={at} class={`row-${kind}`}>
            <span class="at">{was}</span>
            <span class="at">{is}</span>
            <span class="sign2" aria-hidden="true">
              {SIGNS[kind]}
            </span>
            <code>
              <span class="hidden">{WORDS[kind]}</span>
              {text.replace(/[\r\n]+$/, '') || ' '}
            </code>
          </li>
        ))}
      </ol>
    </section>
  );
}

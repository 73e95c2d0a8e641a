import { describe, expect, test } from 'vitest';
import { createParser, dumpAst } from '../../grammar/index.ts';
import { findClashes, refuseClashes } from '../../scripts/notation/clashes.ts';
import { compileLine, compileTable } from '../../scripts/notation/compile.ts';
import { severityOf } from '../../src/spec/index.ts';
import type { Row, Sample } from './row.ts';
import { FAMILIES, FULL_TABLE, ROWS } from './table.ts';

const parse = createParser(FULL_TABLE);

test('every keyword row of the compatibility table fits into one table without a clash', () => {
  expect(findClashes(FULL_TABLE)).toEqual([]);
  expect(FULL_TABLE.forms.length).toBeGreaterThan(280);
});

test('every syntax line has a program', () => {
  const bare = ROWS.filter((row) => row.syntax.length !== new Set(row.samples.map(({ form }) => form)).size);
  expect(bare.map(({ name }) => name)).toEqual([]);
});

describe.each(Object.entries(FAMILIES))('%s', (family, rows) => {
  const samples = rows.flatMap((row) =>
    row.samples.map((sample) => [`${row.name} (line ${sample.form + 1}): ${sample.program}`, row, sample] as const),
  );

  test.each(samples)('%s', (_, row, { form, program }) => {
    const { tree, diagnostics } = parse(`${program}\nafter = 1\n`);
    expect(diagnostics.filter(({ code }) => severityOf(code) === 'error')).toEqual([]);
    expect(uses(tree)).toContain(`${row.name} ${form}`);
    expect(tree.body.at(-1)?.kind).toBe('assign');
  });

  test.each(samples)('near miss of %s', (_, __, { miss }) => {
    const { tree, diagnostics } = parse(`${miss}\nafter = 1\n`);
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(tree.body.at(-1)?.kind).toBe('assign');
  });

  test('trees', async () => {
    await expect(rows.flatMap((row) => row.samples.map((sample) => shown(row, sample))).join('\n')).toMatchFileSnapshot(
      `goldens/${family}.ast`,
    );
  });
});

const shown = ({ name }: Row, { program }: Sample) => `' ${name}\n${program.replace(/^/gm, '> ')}\n${dumpAst(parse(program).tree)}`;

/** `KEYWORD form` of every keyword in a tree. */
function uses(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const inner = Object.values(node).flatMap(uses);
  return 'kind' in node && node.kind === 'keyword' && 'keyword' in node && 'form' in node
    ? [`${node.keyword} ${node.form}`, ...inner]
    : inner;
}

describe('the build refuses', () => {
  const clash =
    (...lines: readonly (readonly [name: string, syntax: string])[]) =>
    () =>
      refuseClashes(
        compileTable(
          lines.map(([name, syntax]) => ({ name, syntax })),
          [],
        ),
      );
  test('two forms that one line ends, and names both', () => {
    expect(clash(['PING', 'PING <host> [, <count>]'], ['PING ALL', 'PING <hosts>, <limit>'])).toThrow(
      /PING \(line 1\).*PING ALL \(line 1\)/,
    );
  });
  test('two kinds of argument that no next token tells apart', () => {
    expect(clash(['PING', 'PING <hosts...>'], ['PONG', 'PING <host> TWICE'])).toThrow(/items and expression meet.*PING.*PONG/);
  });
  test('a kind that does not exist, and a line that does not read', () => {
    expect(() => compileLine('PING <host:hots>')).toThrow(/no argument kind :hots/);
    expect(() => compileLine('PING <host')).toThrow(/does not read/);
  });
  test('names that syntax and params do not share', () => {
    expect(() => compileTable([{ name: 'PING', syntax: 'PING <host>', params: { hots: 1 } }], [])).toThrow(/names host, its params do not/);
  });
});

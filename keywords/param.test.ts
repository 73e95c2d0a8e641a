import { expect, test } from 'vitest';
import type { CheckedArgument, Declarations, Expression } from '../src/spec/index.ts';
import { literalOf } from '../src/spec/index.ts';
import { Dict } from '../src/values/index.ts';
import { description } from './description.ts';
import { param } from './param.ts';

const span = { start: 0, end: 0 };
const expression = (value: Expression): CheckedArgument => ({
  span,
  node: { kind: 'expression', value, span },
  literal: literalOf(value),
});
const text = (value: string) => expression({ kind: 'text', value, span });
const flag: CheckedArgument = { span, node: { kind: 'flag', span }, literal: true };

function declared(...uses: readonly Readonly<Record<string, CheckedArgument>>[]) {
  const declarations: Declarations = { params: [] };
  const reports: string[] = [];
  for (const args of uses) param.declare?.(args, declarations, (code) => reports.push(code));
  return { params: declarations.params, reports };
}

test('a PARAM is required unless it says otherwise', () => {
  const { params } = declared(
    { name: text('a'), type: text('date'), example: text('2026-11-21'), description: text('Day') },
    { name: text('b'), type: text('STRING'), optional: flag },
    { name: text('c'), type: text('INTEGER'), default: expression({ kind: 'number', value: 3, span }) },
    { name: text('d'), type: text('INTEGER'), required: flag, default: expression({ kind: 'number', value: 3, span }) },
  );
  expect(params).toEqual([
    { name: 'a', type: 'DATE', required: true, example: '2026-11-21', description: 'Day' },
    { name: 'b', type: 'STRING', required: false },
    { name: 'c', type: 'INTEGER', required: false, default: 3 },
    { name: 'd', type: 'INTEGER', required: true, default: 3 },
  ]);
});

test('values to choose from, in both spellings', () => {
  const items: readonly Expression[] = ['low', 'high'].map((value) => ({ kind: 'text', value, span }));
  const list = expression({ kind: 'list', items, span });
  const { params } = declared({ name: text('a'), choices: list }, { name: text('b'), type: text('STRING'), options: list });
  expect(params.map((each) => [each.type, each.options])).toEqual([
    ['STRING', ['low', 'high']],
    ['STRING', ['low', 'high']],
  ]);
});

test('a second PARAM of the same name and a computed default are told', () => {
  const computed = expression({ kind: 'name', id: 'x', text: 'x', span });
  const { params, reports } = declared({ name: text('a'), default: computed }, { name: text('A') });
  expect(reports).toEqual(['not-constant', 'duplicate-param']);
  expect(params).toEqual([{ name: 'a', type: 'STRING', required: false }]);
});

test('the first DESCRIPTION counts', () => {
  const declarations: Declarations = { params: [] };
  for (const words of ['one', 'two']) description.declare?.({ text: text(words) }, declarations, () => {});
  expect(declarations.description).toBe('one');
});

test('literals are read through signs, lists and objects', () => {
  const one: Expression = { kind: 'number', value: 1, span };
  const minus: Expression = { kind: 'unary', operator: '-', operand: one, span };
  const object: Expression = { kind: 'object', fields: [{ key: 'K', keySpan: span, value: minus }], span };
  expect(literalOf(object)).toEqual(Dict.from([['K', -1]]));
  expect(literalOf({ kind: 'list', items: [one, { kind: 'name', id: 'x', text: 'x', span }], span })).toBeUndefined();
});

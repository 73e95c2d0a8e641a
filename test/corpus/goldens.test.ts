import { describe, expect, test } from 'vitest';
import { dumpAst } from '../../grammar/index.ts';
import { canonicalProgram, dumpProgram, renderDiagnostics } from '../../src/compiler/index.ts';
import { DIAGNOSTICS, type DiagnosticCode, type Program, type Step, type Terminator } from '../../src/spec/index.ts';
import { compileCorpus, corpusPrograms } from '../support/corpus.ts';
import { expectGolden } from '../support/golden.ts';

const programs = corpusPrograms();
const compiled = new Map(programs.map((each) => [each, compileCorpus(each)]));
const built = [...compiled.values()].flatMap(({ program }) => (program ? [program] : []));

describe.each(programs)('$area/$name', (each) => {
  const { tree, program, diagnostics } = compileCorpus(each);

  test('diagnostics', () => {
    expectGolden(`${each.golden}.diagnostics`, renderDiagnostics(diagnostics, each.source, each.file));
  });
  test('tree', () => {
    expectGolden(`${each.golden}.ast`, dumpAst(tree));
  });
  test('program', () => {
    expectGolden(`${each.golden}.ir`, program ? dumpProgram(program) : '');
  });
  test('a program is JSON', () => {
    if (program) expect(JSON.parse(canonicalProgram(program))).toEqual(program);
  });
});

test('every diagnostic is produced by a program of the corpus', () => {
  const found = new Set([...compiled.values()].flatMap(({ diagnostics }) => diagnostics.map((each) => each.code)));
  const missing = (Object.keys(DIAGNOSTICS) as DiagnosticCode[]).filter((code) => !found.has(code));
  expect(missing).toEqual([]);
});

test('a program that is wrong is named so, and only such', () => {
  const wrong = programs.filter((each) => !compiled.get(each)?.program).map((each) => each.name);
  expect(wrong.filter((name) => !name.startsWith('wrong-'))).toEqual([]);
});

test('every step and every terminator is reached by a program of the corpus', () => {
  const found = new Set<string>(built.flatMap(opsOf));
  expect([...Object.keys(STEPS), ...Object.keys(TERMINATORS)].filter((op) => !found.has(op))).toEqual([]);
});

const opsOf = ({ functions }: Program) =>
  functions.flatMap(({ blocks }) => blocks.flatMap(({ steps, end }) => [...steps.map((step) => step.op), end.op]));

/** A kind that is added to the IR has to be added here. */
const STEPS: Record<Step['op'], true> = {
  move: true,
  binary: true,
  negate: true,
  not: true,
  plus: true,
  isNull: true,
  join: true,
  list: true,
  object: true,
  getMember: true,
  setMember: true,
  getIndex: true,
  setIndex: true,
  ensureObject: true,
  loadOuter: true,
  storeOuter: true,
  function: true,
  method: true,
  compute: true,
  iterate: true,
  onError: true,
  clearError: true,
  caught: true,
};
const TERMINATORS: Record<Terminator['op'], true> = {
  jump: true,
  branch: true,
  compare: true,
  forStart: true,
  forNext: true,
  next: true,
  call: true,
  callScript: true,
  ask: true,
  parallel: true,
  return: true,
  end: true,
  throw: true,
  rethrow: true,
};

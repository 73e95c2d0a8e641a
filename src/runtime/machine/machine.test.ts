import { expect, test } from 'vitest';
import { irProgram, type Written } from '../../../test/support/ir.ts';
import {
  type Constant,
  defineFunction,
  defineKeyword,
  type FunctionDefinition,
  type Keyword,
  number,
  type Operand,
  type Program,
  type Step,
} from '../../spec/index.ts';
import { Dict, MARK, Marked, type Value } from '../../values/index.ts';
import type { Limits, Machine } from '../machine.ts';
import { createMachines, DEFAULT_LIMITS } from './create.ts';

const define = (name: string, apply: FunctionDefinition['apply']): FunctionDefinition =>
  defineFunction({ name, group: 'list', since: '0.1', summary: '', usage: '', example: '', arity: [0, 9], revision: 1, apply });
const FUNCTIONS = [
  define('COUNT', ([list]) => (Array.isArray(list) ? list.length : 0)),
  define('ROLL', (_, context) => context.random()),
  define('ERR', (_, context) => context.error()?.message ?? ''),
  define('REFUSE', (_, context) => context.fail('bad-argument', 'no')),
];
const TWICE = defineKeyword({
  name: 'TWICE',
  group: 'language',
  since: '0.1',
  summary: '',
  syntax: 'TWICE <x>',
  params: { x: number('') },
  example: '',
  compute: ({ x }) => x * 2,
}) as Keyword;
const LIBRARY = {
  builtins: FUNCTIONS.map(({ name }) => ({ name, revision: 1 })),
  keywords: [
    { name: 'TALK', revision: 1 },
    { name: 'TWICE', revision: 1 },
  ],
};
const COUNT = 0;
const ROLL = 1;
const ERR = 2;
const REFUSE = 3;
const TALK = 0;

type Write = (k: (value: Constant) => Operand) => Written;
const program = (write: Write): Program => irProgram((k) => ({ ...LIBRARY, ...write(k) }));

function start(
  written: Program,
  {
    limits = {},
    others = {},
    inputs = [],
  }: { limits?: Partial<Limits>; others?: Record<string, Program>; inputs?: [string, Value][] } = {},
) {
  const machines = createMachines({ functions: FUNCTIONS, keywords: [TWICE], limits: { ...DEFAULT_LIMITS, ...limits } });
  const linker = {
    program: (stem: string) => (stem === 'test' ? written : others[stem]),
    variable: (name: string) => (name === 'shop' ? 'Basalt' : null),
  };
  const machine = machines.start(linker, 'test', Dict.from(inputs), new Uint8Array(16).fill(7));
  return { machine, again: (from: Machine) => machines.restore(linker, from.save()) };
}

function finish(machine: Machine): Value {
  const end = machine.advance(1e9);
  if (end.kind !== 'done') throw new Error(JSON.stringify(end));
  return end.value;
}
const result = (write: Write, options?: Parameters<typeof start>[1]) => finish(start(program(write), options).machine);
const faultIn = (write: Write, limits: Partial<Limits> = {}) => {
  const end = start(program(write), { limits }).machine.advance(1e9);
  return end.kind === 'failed' ? { code: end.fault.code, line: end.fault.line, script: end.fault.script } : end;
};

/** Steps, then their result. */
const straight =
  (registers: string, steps: (k: (value: Constant) => Operand) => Step[], value: Operand): Write =>
  (k) => ({
    functions: { main: { registers, blocks: [{ steps: steps(k), end: { op: 'return', value } }] } },
  });

test.each<[string, Write, Value]>([
  ['add', straight('a', (k) => [{ op: 'binary', operator: '+', to: 0, left: k(2), right: k(3) }], 0), 5],
  [
    'add to a register',
    straight(
      'a b',
      (k) => [
        { op: 'move', to: 0, from: k('n') },
        { op: 'binary', operator: '+', to: 1, left: 0, right: k(3) },
      ],
      1,
    ),
    'n3',
  ],
  ['NOTHING counts as 0', straight('a', (k) => [{ op: 'binary', operator: '+', to: 0, left: 0, right: k(1) }], 0), 1],
  [
    'subtract text',
    straight(
      'a',
      (k) => [
        { op: 'move', to: 0, from: k('7') },
        { op: 'binary', operator: '-', to: 0, left: 0, right: k(2) },
      ],
      0,
    ),
    5,
  ],
  ['multiply', straight('a', (k) => [{ op: 'binary', operator: '*', to: 0, left: k(2), right: k(0.5) }], 0), 1],
  ['divide', straight('a', (k) => [{ op: 'binary', operator: '/', to: 0, left: k(1), right: k(4) }], 0), 0.25],
  ['remainder', straight('a', (k) => [{ op: 'binary', operator: 'mod', to: 0, left: k(7), right: k(4) }], 0), 3],
  ['compare as a value', straight('a', (k) => [{ op: 'binary', operator: '>=', to: 0, left: k(7), right: k('7') }], 0), true],
  ['negate', straight('a', (k) => [{ op: 'negate', to: 0, value: k('4') }], 0), -4],
  ['not', straight('a', (k) => [{ op: 'not', to: 0, value: k('') }], 0), true],
  ['plus', straight('a', (k) => [{ op: 'plus', to: 0, value: k('4') }], 0), 4],
  ['is null', straight('a b', () => [{ op: 'isNull', to: 1, value: 0, negated: false }], 1), true],
  ['is not null', straight('a b', () => [{ op: 'isNull', to: 1, value: 0, negated: true }], 1), false],
  ['join', straight('a b', (k) => [{ op: 'join', to: 1, parts: [k('a'), 0, k(1), k(true)] }], 1), 'a1true'],
  ['list', straight('a', (k) => [{ op: 'list', to: 0, items: [k(1), k('x')] }], 0), [1, 'x']],
  [
    'object',
    straight(
      'a b',
      (k) => [
        { op: 'object', to: 0, fields: [['A', k(1)]] },
        { op: 'getMember', to: 1, object: 0, field: 'a', optional: false },
      ],
      1,
    ),
    1,
  ],
  [
    'set a member',
    straight(
      'a b',
      (k) => [
        { op: 'ensureObject', register: 0 },
        { op: 'setMember', object: 0, field: 'X', value: k(1) },
        { op: 'getIndex', to: 1, object: 0, index: k('x') },
      ],
      1,
    ),
    1,
  ],
  [
    'a new list',
    straight(
      'a',
      (k) => [
        { op: 'ensureObject', register: 0, index: k(0) },
        { op: 'setIndex', object: 0, index: k(0), value: k('v') },
      ],
      0,
    ),
    ['v'],
  ],
  [
    'append at the end',
    straight(
      'a',
      (k) => [
        { op: 'list', to: 0, items: [k(1)] },
        { op: 'setIndex', object: 0, index: k(1), value: k(2) },
      ],
      0,
    ),
    [1, 2],
  ],
  [
    'an element that is not there',
    straight(
      'a b',
      (k) => [
        { op: 'list', to: 0, items: [] },
        { op: 'getIndex', to: 1, object: 0, index: k(5) },
      ],
      1,
    ),
    null,
  ],
  [
    'function',
    straight(
      'a b',
      (k) => [
        { op: 'list', to: 0, items: [k(1)] },
        { op: 'function', to: 1, builtin: COUNT, args: [0] },
      ],
      1,
    ),
    1,
  ],
  ['method', straight('a', (k) => [{ op: 'method', to: 0, object: k(' x '), method: 'Trim', args: [], optional: false }], 0), 'x'],
  ['optional method', straight('a b', () => [{ op: 'method', to: 1, object: 0, method: 'push', args: [], optional: true }], 1), null],
  ['computed keyword', straight('a', (k) => [{ op: 'compute', to: 0, keyword: 1, args: { x: k('21') } }], 0), 42],
])('%s', (_, write, expected) => {
  expect(result(write)).toEqual(expected);
});

const loop =
  (from: Constant, to: Constant, by: Constant): Write =>
  (k) => ({
    functions: {
      main: {
        registers: 'i limit step n',
        blocks: [
          {
            steps: [
              { op: 'move', to: 0, from: k(from) },
              { op: 'move', to: 1, from: k(to) },
              { op: 'move', to: 2, from: k(by) },
              { op: 'move', to: 3, from: k('') },
            ],
            end: { op: 'forStart', counter: 0, limit: 1, step: 2, body: 1, done: 2 },
          },
          {
            steps: [{ op: 'join', to: 3, parts: [3, 0, k(' ')] }],
            end: { op: 'forNext', counter: 0, limit: 1, step: 2, body: 1, done: 2 },
          },
          { end: { op: 'return', value: 3 } },
        ],
      },
    },
  });

test.each<[Constant, Constant, Constant, string]>([
  [1, 3, 1, '1 2 3 '],
  [3, 1, -1, '3 2 1 '],
  [1, 0, 1, ''],
  ['1', '2', 1, '1 2 '],
  [0, 1, 0.5, '0 0.5 1 '],
])('FOR from %j to %j by %j', (from, to, by, expected) => {
  expect(result(loop(from, to, by))).toBe(expected);
});

test('a FOR loop with STEP 0 or words for numbers is refused', () => {
  expect(faultIn(loop(1, 2, 0))).toMatchObject({ code: 'bad-argument', line: 5 });
  expect(faultIn(loop('a', 2, 1))).toMatchObject({ code: 'type', line: 5 });
});

/** `list` and `last` of a FOR EACH that changes the list while it walks. */
const walk =
  (last: Constant): Write =>
  (k) => ({
    functions: {
      main: {
        registers: 'items list at x text',
        blocks: [
          {
            steps: [
              { op: 'list', to: 0, items: [k(1), k(2), k(3)] },
              { op: 'move', to: 4, from: k('') },
              { op: 'iterate', list: 1, index: 2, from: 0, ...(last !== null && { last: k(last) }) },
            ],
            end: { op: 'jump', to: 1 },
          },
          { end: { op: 'next', list: 1, index: 2, to: 3, body: 2, done: 3 } },
          {
            steps: [
              { op: 'join', to: 4, parts: [4, 3] },
              { op: 'method', to: 3, object: 0, method: 'push', args: [k(9)], optional: false },
            ],
            end: { op: 'jump', to: 1 },
          },
          { end: { op: 'return', value: 4 } },
        ],
      },
    },
  });

test('FOR EACH walks a snapshot, LAST only its end', () => {
  expect(result(walk(null))).toBe('123');
  expect(result(walk(2))).toBe('23');
  expect(result(walk(7))).toBe('123');
});

test.each(['=', '<>', '<', '>', '<=', '>='] as const)('branch on %s', (operator) => {
  const compared = (left: Constant, right: Constant, inRegisters: boolean): Value =>
    result((k) => ({
      functions: {
        main: {
          registers: 'a b',
          blocks: [
            {
              steps: [
                { op: 'move', to: 0, from: k(left) },
                { op: 'move', to: 1, from: k(right) },
              ],
              end: { op: 'compare', operator, left: inRegisters ? 0 : k(left), right: inRegisters ? 1 : k(right), then: 1, otherwise: 2 },
            },
            { end: { op: 'return', value: k(true) } },
            { end: { op: 'return', value: k(false) } },
          ],
        },
      },
    }));
  const asValue = (left: Constant, right: Constant) =>
    result(straight('a', (k) => [{ op: 'binary', operator, to: 0, left: k(left), right: k(right) }], 0));
  const values: Constant[] = [1, 2, 1.5, '1', 'a', '', null, true];
  for (const left of values)
    for (const right of values) {
      expect(compared(left, right, true)).toBe(asValue(left, right));
      expect(compared(left, right, false)).toBe(asValue(left, right));
    }
});

/** total(n): adds n to the outer `sum` and calls itself with n - 1. */
const recursion =
  (from: number): Write =>
  (k) => ({
    functions: {
      main: {
        registers: 'sum',
        blocks: [
          { steps: [{ op: 'move', to: 0, from: k(0) }], end: { op: 'call', function: 1, args: [k(from)], to: 0, next: 1 } },
          { end: { op: 'return', value: 0 } },
        ],
      },
      total: {
        parameters: 1,
        registers: 'n t',
        blocks: [
          {
            steps: [
              { op: 'loadOuter', to: 1, depth: 1, register: 0 },
              { op: 'binary', operator: '+', to: 1, left: 1, right: 0 },
              { op: 'storeOuter', depth: 1, register: 0, from: 1 },
            ],
            end: { op: 'compare', operator: '>', left: 0, right: k(0), then: 1, otherwise: 2 },
          },
          {
            steps: [{ op: 'binary', operator: '-', to: 0, left: 0, right: k(1) }],
            end: { op: 'call', function: 1, args: [0, k(1), k(2)], to: 0, next: 2 },
          },
          { steps: [{ op: 'loadOuter', to: 1, depth: 1, register: 0 }], end: { op: 'return', value: 1 } },
        ],
      },
    },
  });

test('routines call themselves and share the variables of their script', () => {
  expect(result(recursion(100))).toBe(5050);
});

test('another script has a scope of its own, PARAMs in order, config for the rest', () => {
  const other = irProgram((k) => ({
    script: 'greet.bas',
    inputs: [
      { name: 'who', register: 0 },
      { name: 'shop', register: 1 },
    ],
    declarations: { params: [{ name: 'Who', type: 'STRING', required: true }] },
    functions: {
      main: { registers: 'who shop t', blocks: [{ steps: [{ op: 'join', to: 2, parts: [0, k('@'), 1] }], end: { op: 'end', value: 2 } }] },
    },
  }));
  const call =
    (script: string): Write =>
    (k) => ({
      functions: {
        main: {
          registers: 'r',
          blocks: [
            { end: { op: 'callScript', script: k(script), args: [k('Ana'), k('more')], to: 0, next: 1 } },
            { end: { op: 'return', value: 0 } },
          ],
        },
      },
    });
  expect(result(call('tools/Greet.bas'), { others: { greet: other } })).toBe('Ana@Basalt');
  expect(faultIn(call('nobody'))).toMatchObject({ code: 'no-such-routine', line: 1 });
});

test('inputs are given by name without regard to case', () => {
  const write: Write = () => ({
    inputs: [
      { name: 'city', register: 0 },
      { name: 'shop', register: 1 },
    ],
    functions: {
      main: { registers: 'city shop r', blocks: [{ steps: [{ op: 'list', to: 2, items: [0, 1] }], end: { op: 'return', value: 2 } }] },
    },
  });
  expect(result(write, { inputs: [['City', 'Rio']] })).toEqual(['Rio', 'Basalt']);
});

test('END within a routine stops the script', () => {
  expect(
    result((k) => ({
      functions: {
        main: {
          registers: 'r',
          blocks: [{ end: { op: 'call', function: 1, args: [], to: 0, next: 1 } }, { end: { op: 'return', value: k('not reached') } }],
        },
        stop: { registers: '', blocks: [{ end: { op: 'end', value: k('stopped') } }] },
      },
    })),
  ).toBe('stopped');
});

// ── asks, saving, fibers ──

const talkTwice: Write = (k): Written => ({
  functions: {
    main: {
      registers: 'a b r dead',
      blocks: [
        {
          steps: [
            { op: 'object', to: 0, fields: [['N', k(1)]] },
            { op: 'move', to: 1, from: 0 },
            { op: 'move', to: 3, from: k('dead') },
          ],
          end: { op: 'ask', keyword: TALK, form: 2, args: { message: 0, audience: k('all') }, to: 2, next: 1, live: 3 },
        },
        {
          steps: [
            { op: 'setMember', object: 0, field: 'n', value: 2 },
            { op: 'function', to: 2, builtin: ROLL, args: [] },
          ],
          end: { op: 'ask', keyword: TALK, form: 0, args: { message: 3 }, to: 3, next: 2 },
        },
        {
          steps: [
            { op: 'getMember', to: 1, object: 1, field: 'n', optional: false },
            { op: 'list', to: 0, items: [1, 2, 3] },
          ],
          end: { op: 'return', value: 0 },
        },
      ],
    },
  },
});

test('asks carry addresses, arguments and lines; a restored run asks the same again', () => {
  const { machine, again } = start(program(talkTwice));
  const blocked = machine.advance(1000);
  expect(blocked).toMatchObject({
    kind: 'blocked',
    asks: [{ address: '0.1', keyword: 'TALK', revision: 1, form: 2, script: 'test.bas', line: 4, traps: false }],
  });
  const restored = again(machine);
  expect(restored.outstanding()).toEqual(machine.outstanding());
  expect(restored.outstanding()[0]?.args.get('message')).toEqual(Dict.from([['N', 1]]));
  expect(restored.advance(1000)).toEqual({ kind: 'blocked', asks: [], left: [] });
  const ends = [machine, restored].map((each) => {
    each.answer('0.1', { value: 7 });
    expect(each.advance(1000)).toMatchObject({ kind: 'blocked', asks: [{ address: '0.2' }] });
    const later = again(each);
    later.answer('0.2', { value: 'x' });
    return finish(later);
  });
  // One object in two variables is still one: what was set through `a` is seen through `b`.
  expect(ends[0]).toEqual([7, expect.any(Number), 'x']);
  expect(ends[1]).toEqual(ends[0]);
});

test('dead registers are left out of a saved state', () => {
  const { machine, again } = start(program(talkTwice));
  machine.advance(1000);
  expect(again(machine).variables()[0]?.values.get('dead')).toBe(null);
  expect(machine.variables()[0]).toMatchObject({ fiber: '0', script: 'test.bas', line: 4 });
});

test('an address that is not outstanding is a bug', () => {
  expect(() => start(program(talkTwice)).machine.answer('0.9', { value: 1 })).toThrow('nothing was asked at 0.9');
});

test('a run without effects is pre-empted and goes on', () => {
  const { machine } = start(program(loop(1, 50, 1)));
  let times = 0;
  let end = machine.advance(7);
  for (; end.kind === 'fuel'; end = machine.advance(7)) times++;
  expect(times).toBe(7);
  expect(end).toMatchObject({ kind: 'done', value: Array.from({ length: 50 }, (_, i) => `${i + 1} `).join('') });
});

/** Two branches append their letter before and after an ask to the outer `text`. */
const parallel: Write = (k) => {
  const branch = (letter: string): Written['functions'][string] => ({
    kind: 'branch',
    registers: 't',
    blocks: [
      {
        steps: [
          { op: 'loadOuter', to: 0, depth: 1, register: 0 },
          { op: 'join', to: 0, parts: [0, k(letter)] },
          { op: 'storeOuter', depth: 1, register: 0, from: 0 },
        ],
        end: { op: 'ask', keyword: TALK, form: 0, args: {}, to: 0, next: 1 },
      },
      {
        steps: [
          { op: 'storeOuter', depth: 1, register: 1, from: 0 },
          { op: 'loadOuter', to: 0, depth: 1, register: 0 },
          { op: 'join', to: 0, parts: [0, k(letter.toUpperCase())] },
          { op: 'storeOuter', depth: 1, register: 0, from: 0 },
        ],
        end: { op: 'return', value: k(null) },
      },
    ],
  });
  return {
    functions: {
      main: {
        registers: 'text last',
        blocks: [
          { steps: [{ op: 'move', to: 0, from: k('') }], end: { op: 'parallel', branches: [1, 2], next: 1 } },
          { steps: [{ op: 'list', to: 0, items: [0, 1] }], end: { op: 'return', value: 0 } },
        ],
      },
      a: branch('a'),
      b: branch('b'),
    },
  };
};

test.each([
  [['0.1/0.1', '0.1/1.1'], 'abAB'],
  [['0.1/1.1', '0.1/0.1'], 'abBA'],
])('branches go on in the order of answers: %j', (order, expected) => {
  for (const restoring of [false, true]) {
    const first = start(program(parallel));
    let { machine } = first;
    expect(machine.advance(1000)).toMatchObject({ kind: 'blocked', asks: [{ address: '0.1/0.1' }, { address: '0.1/1.1' }] });
    for (const address of order) {
      if (restoring) machine = first.again(machine);
      machine.answer(address, { value: address });
      machine.advance(1000);
    }
    expect(finish(machine)).toEqual([expected, order[1]]);
  }
});

/** A branch that only appends its letter to the text of main, which is `depth` functions out. */
const appends = (k: (value: Constant) => Operand, letter: string, depth: number, parent: number): Written['functions'][string] => ({
  kind: 'branch',
  parent,
  registers: 't',
  blocks: [
    {
      steps: [
        { op: 'loadOuter', to: 0, depth, register: 0 },
        { op: 'join', to: 0, parts: [0, k(letter)] },
        { op: 'storeOuter', depth, register: 0, from: 0 },
      ],
      end: { op: 'return', value: k(null) },
    },
  ],
});

test('branches of a branch go on before the next branch of its own fork, and so does what follows them', () => {
  const nested: Write = (k) => ({
    functions: {
      main: {
        registers: 'text',
        blocks: [
          { steps: [{ op: 'move', to: 0, from: k('') }], end: { op: 'parallel', branches: [1, 4], next: 1 } },
          { end: { op: 'return', value: 0 } },
        ],
      },
      a: {
        ...appends(k, '+', 1, 0),
        blocks: [{ end: { op: 'parallel', branches: [2, 3], next: 1 } }, ...appends(k, '+', 1, 0).blocks],
      },
      a0: appends(k, '0', 2, 1),
      a1: appends(k, '1', 2, 1),
      b: appends(k, 'b', 1, 0),
    },
  });
  expect(result(nested)).toBe('01+b');
});

test('a fault in a branch waits for the others, then fails the run with its line', () => {
  const { machine } = start(program(parallel));
  machine.advance(1000);
  machine.answer('0.1/0.1', { fault: { code: 'refused', message: 'no' } });
  expect(machine.advance(1000)).toEqual({ kind: 'blocked', asks: [], left: [] });
  machine.answer('0.1/1.1', { value: null });
  expect(machine.advance(1000)).toEqual({ kind: 'failed', fault: { code: 'refused', message: 'no', script: 'test.bas', line: 8 } });
});

// ── errors ──

const trapping =
  (mode: 'resumeNext' | 'goto', fails: (k: (value: Constant) => Operand) => Step): Write =>
  (k) => ({
    functions: {
      main: {
        registers: 'text t',
        blocks: [
          {
            steps: [
              { op: 'onError', mode, ...(mode === 'goto' && { block: 2 }) },
              { op: 'move', to: 0, from: k('') },
            ],
            end: { op: 'jump', to: 1 },
          },
          { steps: [fails(k), { op: 'join', to: 0, parts: [0, k('rest ')] }], end: { op: 'jump', to: 3 }, resume: 3 },
          { steps: [{ op: 'join', to: 0, parts: [0, k('handler ')] }], end: { op: 'jump', to: 3 } },
          {
            steps: [
              { op: 'function', to: 1, builtin: ERR, args: [] },
              { op: 'join', to: 0, parts: [0, k('next '), 1] },
            ],
            end: { op: 'return', value: 0 },
          },
        ],
      },
    },
  });

test('ON ERROR goes to the next statement, or to its label', () => {
  const fails = () => ({ op: 'function', to: 1, builtin: REFUSE, args: [] }) as const;
  expect(result(trapping('resumeNext', fails))).toBe('next no');
  expect(result(trapping('goto', fails))).toBe('handler next no');
  expect(result(trapping('resumeNext', (k) => ({ op: 'move', to: 1, from: k(1) })))).toBe('rest next ');
});

test('a caller under ON ERROR traps what its routines do not, and its asks say so', () => {
  const { machine, again } = start(
    program((k) => ({
      functions: {
        main: {
          registers: 'r',
          blocks: [
            { steps: [{ op: 'onError', mode: 'resumeNext' }], end: { op: 'call', function: 1, args: [], to: 0, next: 1 }, resume: 2 },
            { end: { op: 'return', value: k('not reached') } },
            { steps: [{ op: 'function', to: 0, builtin: ERR, args: [] }], end: { op: 'return', value: 0 } },
          ],
        },
        sub: {
          registers: 'x',
          blocks: [{ end: { op: 'ask', keyword: TALK, form: 0, args: {}, to: 0, next: 1 }, resume: 1 }, { end: { op: 'throw', value: 0 } }],
        },
      },
    })),
  );
  expect(machine.advance(1000)).toMatchObject({ asks: [{ traps: true }] });
  const restored = again(machine);
  expect(restored.outstanding()).toMatchObject([{ traps: true }]);
  restored.answer('0.1', { value: 'thrown by hand' });
  expect(finish(restored)).toBe('thrown by hand');
  machine.answer('0.1', { fault: { code: 'timeout', message: 'too late' } });
  expect(finish(machine)).toBe('too late');
});

test('an error that was trapped survives a restore', () => {
  const { machine, again } = start(
    program((k) => ({
      functions: {
        main: {
          registers: 'r',
          blocks: [
            { steps: [{ op: 'onError', mode: 'resumeNext' }], end: { op: 'throw', value: k('first') }, resume: 1 },
            { end: { op: 'ask', keyword: TALK, form: 0, args: {}, to: 0, next: 2 } },
            { steps: [{ op: 'function', to: 0, builtin: ERR, args: [] }], end: { op: 'return', value: 0 } },
          ],
        },
      },
    })),
  );
  machine.advance(1000);
  const restored = again(machine);
  restored.answer('0.1', { value: null });
  expect(finish(restored)).toBe('first');
});

test('marks pass through steps', () => {
  const write: Write = (k) => ({
    inputs: [{ name: 'page', register: 0 }],
    functions: {
      main: {
        registers: 'page r',
        blocks: [{ steps: [{ op: 'join', to: 1, parts: [k('<'), 0, k('>')] }], end: { op: 'return', value: 1 } }],
      },
    },
  });
  expect(result(write, { inputs: [['page', new Marked('x', MARK.web)]] })).toEqual(new Marked('<x>', MARK.web));
});

// ── hostile programs ──

const endless =
  (steps: (k: (value: Constant) => Operand) => Step[]): Write =>
  (k) => ({
    functions: {
      main: {
        registers: 'a b',
        blocks: [
          {
            steps: [
              { op: 'list', to: 0, items: [] },
              { op: 'move', to: 1, from: k('x') },
            ],
            end: { op: 'jump', to: 1 },
          },
          { steps: steps(k), end: { op: 'jump', to: 1 } },
        ],
      },
    },
  });

test.each<[string, Write, Partial<Limits>, string, number]>([
  ['an endless loop', endless(() => []), { steps: 1e6 }, 'steps', 4],
  ['an endless recursion', recursion(1e9), {}, 'depth', 9],
  [
    'a list that grows without end',
    endless((k) => [{ op: 'method', to: 1, object: 0, method: 'push', args: [k(1)], optional: false }]),
    {},
    'length',
    4,
  ],
  [
    'a list with a billion elements',
    straight(
      'a',
      (k) => [
        { op: 'list', to: 0, items: [] },
        { op: 'setIndex', object: 0, index: k(1e9), value: k(1) },
      ],
      0,
    ),
    {},
    'length',
    2,
  ],
  ['a text that doubles', endless(() => [{ op: 'binary', operator: '+', to: 1, left: 1, right: 1 }]), {}, 'length', 4],
  [
    'lists within lists',
    endless((k) => [
      { op: 'list', to: 1, items: [0, k(1)] },
      { op: 'list', to: 0, items: [1, 1] },
    ]),
    { heap: 100_000 },
    'heap',
    4,
  ],
  [
    'a handler that faults for ever',
    (k) => ({
      functions: {
        main: {
          registers: '',
          blocks: [{ steps: [{ op: 'onError', mode: 'resumeNext' }], end: { op: 'throw', value: k('x') }, resume: 0 }],
        },
      },
    }),
    { steps: 1e4 },
    'steps',
    1,
  ],
])('%s ends in a fault with its line', (_, write, limits, code, line) => {
  expect(faultIn(write, limits)).toMatchObject({ code, line: expect.any(Number), script: 'test.bas' });
  expect((faultIn(write, limits) as { line: number }).line).toBeGreaterThanOrEqual(line - 1);
});

/**
 * The interpreter beside Lua, Python and Node: the same five programs, in one run. The others stand in
 * test/bench/interp/ beside ours. All take turns and the best of each counts, so that a busy machine hurts no side more.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { compile } from '../../src/compiler/index.ts';
import { standardLanguage } from '../../src/language/index.ts';
import { createMachines, DEFAULT_LIMITS } from '../../src/runtime/index.ts';
import type { Program } from '../../src/spec/index.ts';
import { Dict, type Value } from '../../src/values/index.ts';

const TURNS = Number(process.env.TURNS ?? 4);
const ROUNDS = 8;
/** Programs whose geometric mean counts; `append` has a figure of its own. */
const COUNTED = ['fib', 'adds', 'sieve', 'dictionary'];
const NAMES = [...COUNTED, 'append'];

interface Timing {
  readonly ms: number;
  readonly result: string;
}
type Timings = Map<string, Timing>;

export async function run(): Promise<void> {
  const programs = new Map(NAMES.map((name) => [name, compiled(name)] as const));
  const [ours, lua, python, node] = [new Map(), new Map(), new Map(), new Map()] as [Timings, Timings, Timings, Timings];
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [name, program] of programs) keep(ours, name, timed(program));
    others(lua, 'lua5.4', 'programs.lua');
    others(python, 'python3', 'programs.py');
    others(node, process.execPath, 'programs.mjs');
  }
  console.log('milliseconds   basalt      lua   python     node');
  for (const [name, { ms, result }] of ours) {
    const row = [lua, python, node].map((each) => each.get(name) as Timing);
    for (const each of row) if (each.result !== result) throw new Error(`${name}: ${result} here, ${each.result} there`);
    console.log(`${name.padEnd(12)} ${[ms, ...row.map((each) => each.ms)].map((each) => each.toFixed(2).padStart(8)).join(' ')}`);
  }
  const toLua = mean(ours, lua);
  const toPython = mean(ours, python);
  const toNode = ratio(ours, node, 'append');
  console.log(
    `geometric mean: ${toLua.toFixed(2)} × Lua (≤ 2.2), ${toPython.toFixed(2)} × Python (≤ 0.8); append: ${toNode.toFixed(1)} × Node (≤ 5)`,
  );
  if (toLua > 2.2 || toPython > 0.8 || toNode > 5) process.exitCode = 1;
}

function compiled(name: string): Program {
  const { program } = compile(readFileSync(`test/bench/interp/${name}.bas`, 'utf8'), {
    script: `${name}.bas`,
    language: standardLanguage(),
  });
  if (!program) throw new Error(`${name}.bas does not compile`);
  return program;
}

function timed(program: Program): Timing {
  const machines = createMachines({ functions: [], keywords: [], limits: DEFAULT_LIMITS });
  const linker = { program: () => program, variable: () => null };
  let ms = Number.POSITIVE_INFINITY;
  let result = '';
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    const machine = machines.start(linker, 'bench', new Dict(), new Uint8Array(16));
    let advance = machine.advance(100_000);
    while (advance.kind === 'fuel') advance = machine.advance(100_000);
    if (advance.kind !== 'done') throw new Error(JSON.stringify(advance));
    ms = Math.min(ms, performance.now() - started);
    result = shown(advance.value);
  }
  return { ms, result };
}

const shown = (value: Value): string => String(typeof value === 'string' ? value.length : value);

function others(timings: Timings, command: string, file: string): void {
  const lines = execFileSync(command, [`test/bench/interp/${file}`, String(ROUNDS)], { encoding: 'utf8' })
    .trim()
    .split('\n');
  for (const line of lines) {
    const [name = '', ms, result = ''] = line.split('\t');
    keep(timings, name, { ms: Number(ms), result });
  }
}

function keep(timings: Timings, name: string, timing: Timing): void {
  const best = timings.get(name);
  if (!best || timing.ms < best.ms) timings.set(name, timing);
}

const ratio = (ours: Timings, theirs: Timings, name: string): number => (ours.get(name) as Timing).ms / (theirs.get(name) as Timing).ms;

const mean = (ours: Timings, theirs: Timings): number =>
  COUNTED.reduce((product, name) => product * ratio(ours, theirs, name), 1) ** (1 / COUNTED.length);

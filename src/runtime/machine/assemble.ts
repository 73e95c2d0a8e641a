/**
 * Program to flat code. Blocks are laid out in their order; a branch to an earlier block goes over a `jumpBack` at
 * the end of the function, so fuel is counted there and nowhere else in plain jumps. Operators whose operands are
 * both registers, or a register and a whole number, get instructions of their own.
 */
import { assert, never } from '../../base/index.ts';
import type {
  BasicBlock,
  BlockId,
  FunctionCode,
  FunctionDefinition,
  Keyword,
  Operand,
  Program,
  Step,
  Terminator,
} from '../../spec/index.ts';
import type { Operator } from '../../values/index.ts';
import { HANDLER_OFF, HANDLER_RESUME, NONE, OPCODES } from './opcodes.ts';
import type { AskSite, ComputeSite, FunctionUnit, ParallelSite, Unit } from './unit.ts';

export interface Library {
  builtin(name: string, revision: number): FunctionDefinition;
  keyword(name: string, revision: number): Keyword;
}

export const OPERATORS: readonly Operator[] = [
  '+', '-', '*', '/', '\\', '^', '&', 'mod', '=', '<>', '<', '>', '<=', '>=', 'xor',
  'contains', 'not contains', 'in', 'not in', 'like', 'not like',
]; // biome-ignore format: a table

export function assemble(program: Program, stem: string, library: Library): Unit {
  const assembler = new Assembler(program, library);
  const functions: FunctionUnit[] = [];
  const unit: Omit<Unit, 'code'> & { code: Int32Array } = {
    program,
    stem,
    code: new Int32Array(0),
    constants: program.constants,
    numbers: assembler.numbers,
    functions,
    builtins: program.builtins.map(({ name, revision }) => library.builtin(name, revision)),
    names: assembler.names,
    lowerNames: assembler.lowerNames,
    shapes: assembler.shapes,
    asks: assembler.asks,
    computes: assembler.computes,
    parallels: assembler.parallels,
  };
  for (const [index, source] of program.functions.entries()) functions.push({ ...assembler.function(source), index, unit, source });
  unit.code = Int32Array.from(assembler.code);
  return unit;
}

const COMPARISONS = { '<': 'ifLess', '>': 'ifLess', '<=': 'ifAtMost', '>=': 'ifAtMost', '=': 'ifEqual', '<>': 'ifEqual' } as const;
/** These count fuel themselves. */
const COUNTING: ReadonlySet<string> = new Set(['forNext', 'forUp', 'againLessRR', 'againAtMostRR']);
const ARITHMETIC = { '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', mod: 'mod' } as const;
const UNARY = ['negate', 'not', 'plus'] as const;

class Assembler {
  readonly code: number[] = [];
  /** Begins with a fraction, so that it is an array of doubles whatever follows. */
  readonly numbers: number[] = [0.5];
  readonly names: string[] = [];
  readonly lowerNames: string[] = [];
  readonly shapes: (readonly string[])[] = [];
  readonly asks: AskSite[] = [];
  readonly computes: ComputeSite[] = [];
  readonly parallels: ParallelSite[] = [];
  readonly #program: Program;
  readonly #library: Library;
  readonly #nameIndex = new Map<string, number>();
  #blocks: number[] = [];
  /** Code positions that hold a block number still to be turned into a position. */
  #targets: { readonly at: number; readonly counts: boolean }[] = [];
  #positions: number[] = [];
  #lines: number[] = [];

  constructor(program: Program, library: Library) {
    this.#program = program;
    this.#library = library;
  }

  function(source: FunctionCode): Omit<FunctionUnit, 'index' | 'unit' | 'source'> {
    this.#blocks = [];
    this.#targets = [];
    this.#positions = [];
    this.#lines = [];
    const ends = source.blocks.map((block, at) => this.#block(source, at, block));
    this.#link();
    return {
      entry: this.#blocks[0] as number,
      parent: source.parent ?? -1,
      parameters: source.parameters,
      registers: source.registers,
      blocks: Int32Array.from(this.#blocks),
      ends: Int32Array.from(ends),
      positions: Int32Array.from(this.#positions),
      lines: Int32Array.from(this.#lines),
    };
  }

  #block(source: FunctionCode, at: BlockId, { steps, end, lines }: BasicBlock): number {
    this.#blocks.push(this.code.length);
    for (const [i, step] of steps.entries()) {
      const next = steps[i + 1];
      if (step.op === 'ensureObject' && next && isPutInto(next, step)) continue;
      this.#mark(lines[i]);
      const before = steps[i - 1];
      if (before?.op === 'ensureObject' && isPutInto(step, before)) this.#put(step);
      else this.#step(step);
    }
    this.#mark(lines[steps.length]);
    const position = this.code.length;
    this.#terminator(source, at, end);
    return position;
  }

  #mark(line = 0): void {
    this.#positions.push(this.code.length);
    this.#lines.push(line);
  }

  /** Block numbers become positions; those that lead back go over a jumpBack with the line they came from. */
  #link(): void {
    for (const { at, counts } of this.#targets) {
      const target = this.#blocks[this.code[at] as number];
      assert(target !== undefined, `${this.#program.script}: a jump to a block that is not there`);
      if (target > at || counts) this.code[at] = target;
      else {
        this.code[at] = this.code.length;
        this.#mark(this.#lineOf(at));
        this.code.push(OPCODES.jumpBack, target);
      }
    }
  }

  #lineOf(at: number): number {
    let i = 0;
    while (i + 1 < this.#positions.length && (this.#positions[i + 1] as number) <= at) i++;
    return this.#lines[i] as number;
  }

  #emit(op: keyof typeof OPCODES, ...operands: readonly number[]): void {
    this.code.push(OPCODES[op], ...operands);
  }

  /** `counts`: the instruction counts fuel itself, so it may lead back. */
  #target(block: number, counts = false): void {
    this.#targets.push({ at: this.code.length, counts });
    this.code.push(block);
  }

  #name(name: string): number {
    const known = this.#nameIndex.get(name);
    if (known !== undefined) return known;
    this.#nameIndex.set(name, this.names.length);
    this.lowerNames.push(name.toLowerCase());
    return this.names.push(name) - 1;
  }

  #step(step: Step): void {
    switch (step.op) {
      case 'move':
        this.#move(step.to, step.from);
        break;
      case 'binary':
        this.#binary(step.operator, step.to, step.left, step.right);
        break;
      case 'negate':
      case 'not':
      case 'plus':
        this.#emit('unary', step.to, UNARY.indexOf(step.op), step.value);
        break;
      case 'isNull':
        this.#emit('unary', step.to, step.negated ? 4 : 3, step.value);
        break;
      case 'join':
        this.#emit('join', step.to, step.parts.length, ...step.parts);
        break;
      case 'list':
        this.#emit('list', step.to, step.items.length, ...step.items);
        break;
      case 'object':
        this.#emit('object', step.to, this.shapes.push(step.fields.map(([key]) => key)) - 1, ...step.fields.map(([, value]) => value));
        break;
      case 'getMember':
        this.#emit('getMember', step.to, step.object, this.#name(step.field));
        break;
      case 'setMember':
        this.#emit('setMember', step.object, this.#name(step.field), step.value);
        break;
      case 'getIndex':
        this.#emit('getIndex', step.to, step.object, step.index);
        break;
      case 'setIndex':
        this.#emit('setIndex', step.object, step.index, step.value);
        break;
      case 'ensureObject':
        this.#emit('ensureObject', step.register, step.index ?? NONE);
        break;
      case 'loadOuter':
        this.#emit('loadOuter', step.to, step.depth, step.register);
        break;
      case 'storeOuter':
        this.#emit('storeOuter', step.depth, step.register, step.from);
        break;
      case 'function':
        this.#emit('function', step.to, step.builtin, step.args.length, ...step.args);
        break;
      case 'method':
        this.#emit('method', step.to, step.object, this.#name(step.method), step.optional ? 1 : 0, step.args.length, ...step.args);
        break;
      case 'compute': {
        const { name, revision } = this.#keyword(step.keyword);
        const site = { keyword: this.#library.keyword(name, revision), names: Object.keys(step.args), operands: Object.values(step.args) };
        this.#emit('compute', step.to, this.computes.push(site) - 1);
        break;
      }
      case 'iterate':
        this.#emit('iterate', step.list, step.index, step.from, step.last ?? NONE);
        break;
      case 'onError':
        this.#onError(step);
        break;
      case 'clearError':
        this.#emit('clearError');
        break;
      case 'caught':
        this.#emit('caught', step.to);
        break;
      default:
        never(step);
    }
  }

  /** `x.f = v` and `x[i] = v` where x may still hold NOTHING: one instruction with the step that makes the container. */
  #put(step: Put): void {
    if (step.op === 'setMember') this.#emit('putMember', step.object, this.#name(step.field), step.value);
    else this.#emit('putIndex', step.object, step.index, step.value);
  }

  #onError({ mode, block = HANDLER_OFF }: Step & { op: 'onError' }): void {
    // A block number, not a position: it is kept in frames and in saved states.
    this.#emit('onError', mode === 'off' ? HANDLER_OFF : mode === 'resumeNext' ? HANDLER_RESUME : block);
  }

  #keyword(index: number): { readonly name: string; readonly revision: number } {
    const found = this.#program.keywords[index];
    assert(found, `${this.#program.script}: a keyword that is not listed`);
    return found;
  }

  #move(to: number, from: Operand): void {
    if (from >= 0) this.#emit('moveR', to, from);
    else if (this.#isNumber(from)) this.#emit('moveN', to, this.#number(from));
    else this.#emit('move', to, from);
  }

  #binary(operator: Operator, to: number, a: Operand, b: Operand): void {
    const own = ARITHMETIC[operator as '+'];
    if (own === undefined) this.#emit('binary', to, OPERATORS.indexOf(operator), a, b);
    else if (a >= 0 && b >= 0) this.#emit(`${own}RR`, to, a, b);
    else if (a >= 0 && this.#isNumber(b)) this.#emit(`${own}RN`, to, a, this.#number(b));
    else if (own === 'add' && a >= 0 && typeof this.#program.constants[~b] === 'string') this.#emit('addRK', to, a, ~b);
    else this.#emit(own, to, a, b);
  }

  #isNumber(operand: Operand): boolean {
    return operand < 0 && typeof this.#program.constants[~operand] === 'number';
  }

  /** Where a constant number stands among the numbers. */
  #number(operand: Operand): number {
    const value = this.#program.constants[~operand] as number;
    const at = this.numbers.findIndex((each) => Object.is(each, value));
    return at >= 0 ? at : this.numbers.push(value) - 1;
  }

  #terminator(source: FunctionCode, at: BlockId, end: Terminator): void {
    switch (end.op) {
      case 'jump':
        this.#jump(source, at, end.to);
        break;
      case 'branch':
        this.#toBlocks('branch', [end.test], end.then, end.otherwise);
        break;
      case 'compare':
        this.#compare(end);
        break;
      case 'forStart':
        this.#toBlocks('forStart', [end.counter, end.limit, end.step], end.body, end.done);
        break;
      case 'forNext':
        this.#toBlocks(this.#isByOne(source, end) ? 'forUp' : 'forNext', [end.counter, end.limit, end.step], end.body, end.done);
        break;
      case 'next':
        this.#toBlocks('next', [end.list, end.index, end.to], end.body, end.done);
        break;
      case 'call':
        this.#callRoutine(end);
        break;
      case 'callScript':
        this.#call('callScript', end.to, end.next, [end.script, end.args.length, ...end.args]);
        break;
      case 'ask': {
        const { name, revision } = this.#keyword(end.keyword);
        const site = { keyword: name, revision, form: end.form, names: Object.keys(end.args), operands: Object.values(end.args) };
        this.#call('ask', end.to, end.next, [this.asks.push(site) - 1]);
        break;
      }
      case 'parallel':
        this.#emit('parallel', this.parallels.push(end) - 1);
        this.#target(end.next);
        break;
      case 'return':
        this.#emit(end.value >= 0 ? 'returnR' : 'return', end.value);
        break;
      case 'end':
      case 'throw':
      case 'rethrow':
        this.#emit(end.op, end.value);
        break;
      default:
        never(end);
    }
  }

  /** To the next block nothing is emitted; back to the head of a loop that is only its condition, the condition itself. */
  #jump(source: FunctionCode, at: BlockId, to: BlockId): void {
    if (to === at + 1) return;
    const head = source.blocks[to];
    if (to > at || head === undefined || head.steps.length > 0 || head.end.op !== 'compare') return this.#toBlocks('jump', [], to);
    const { operator, left, right, then, otherwise } = head.end;
    const isTurned = operator === '>' || operator === '>=';
    if (operator === '=' || operator === '<>' || left < 0 || right < 0) return this.#toBlocks('jump', [], to);
    const [a, b] = isTurned ? [right, left] : [left, right];
    this.#toBlocks(operator === '<' || operator === '>' ? 'againLessRR' : 'againAtMostRR', [a, b], then, otherwise);
  }

  /** The loop's hidden step is set to 1 just before it begins, and nothing else may touch it. */
  #isByOne(source: FunctionCode, { body, step }: Terminator & { op: 'forNext' }): boolean {
    const begin = source.blocks.find(({ end }) => end.op === 'forStart' && end.body === body && end.step === step);
    const set = begin?.steps.findLast((each) => 'to' in each && each.to === step);
    return set?.op === 'move' && set.from < 0 && this.#program.constants[~set.from] === 1;
  }

  #toBlocks(op: keyof typeof OPCODES, operands: readonly number[], ...blocks: readonly number[]): void {
    this.#emit(op, ...operands);
    for (const block of blocks) this.#target(block, COUNTING.has(op));
  }

  /** Arguments beyond the parameters are dropped here, once. */
  #callRoutine({ function: index, args, to, next }: Terminator & { op: 'call' }): void {
    const taken = args.slice(0, this.#program.functions[index]?.parameters ?? 0);
    this.#call('call', to, next, [index, taken.length, ...taken]);
  }

  #call(op: 'call' | 'callScript' | 'ask', to: number, next: number, operands: readonly number[]): void {
    this.#emit(op, to);
    this.#target(next);
    this.code.push(...operands);
  }

  /** `a > b` is `b < a`, and `<>` is `=` with its targets changed over: half the instructions. */
  #compare({ operator, left, right, then, otherwise }: Terminator & { op: 'compare' }): void {
    const isEquality = operator === '=' || operator === '<>';
    const isTurned = operator === '>' || operator === '>=' || (isEquality && left < 0);
    const [a, b] = isTurned ? [right, left] : [left, right];
    const base = COMPARISONS[operator];
    const [yes, no] = operator === '<>' ? [otherwise, then] : [then, otherwise];
    if (a >= 0 && b >= 0) this.#toBlocks(`${base}RR`, [a, b], yes, no);
    else if (a >= 0 && this.#isNumber(b)) this.#toBlocks(`${base}RN`, [a, this.#number(b)], yes, no);
    else if (b >= 0 && this.#isNumber(a) && base !== 'ifEqual') this.#toBlocks(`${base}NR`, [this.#number(a), b], yes, no);
    else this.#toBlocks(base, [a, b], yes, no);
  }
}

type Put = Step & { op: 'setMember' | 'setIndex' };

function isPutInto(step: Step, { register, index }: Step & { op: 'ensureObject' }): step is Put {
  if (step.op === 'setMember') return step.object === register && index === undefined;
  return step.op === 'setIndex' && step.object === register && step.index === index;
}

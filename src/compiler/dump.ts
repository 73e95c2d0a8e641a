/** A program as text, one step a line, in stable order: what `.ir` goldens hold and `dump ir` prints. */
import type { AskArguments, BasicBlock, FunctionCode, Operand, Program, Step, Terminator } from '../spec/index.ts';

export function dumpProgram(program: Program): string {
  const lines = [`program ${program.script} engine ${program.engine}`, ...headLines(program)];
  program.functions.forEach((code, number) => {
    lines.push('', ...new FunctionDump(program, code, number).lines());
  });
  return `${lines.join('\n')}\n`;
}

function* headLines({ inputs, builtins, keywords, declarations }: Program): Generator<string> {
  if (inputs.length > 0) yield `inputs ${inputs.map(({ name, register }) => `${name}=r${register}`).join(' ')}`;
  const pinned = (each: { readonly name: string; readonly revision: number }) => `${each.name}@${each.revision}`;
  if (builtins.length > 0) yield `builtins ${builtins.map(pinned).join(', ')}`;
  if (keywords.length > 0) yield `keywords ${keywords.map(pinned).join(', ')}`;
  if (declarations.description !== undefined) yield `description ${JSON.stringify(declarations.description)}`;
  for (const param of declarations.params) yield `param ${JSON.stringify(param)}`;
}

class FunctionDump {
  readonly #program: Program;
  readonly #code: FunctionCode;
  readonly #number: number;

  constructor(program: Program, code: FunctionCode, number: number) {
    this.#program = program;
    this.#code = code;
    this.#number = number;
  }

  *lines(): Generator<string> {
    const { name, kind, parent, parameters, registers, blocks } = this.#code;
    const place = parent === undefined ? '' : ` in ${parent}`;
    yield `function ${this.#number} ${kind} ${name}${place}: ${parameters} parameters, ${registers} registers`;
    for (const [number, block] of blocks.entries()) yield* this.#blockLines(number, block);
  }

  *#blockLines(number: number, { steps, end, lines, resume, guard, cleanup, isCleanup }: BasicBlock): Generator<string> {
    const ways = Object.entries({ resume, guard, cleanup }).flatMap(([name, block]) => (block === undefined ? [] : [` ${name} b${block}`]));
    yield `  b${number}:${ways.join('')}${isCleanup ? ' in cleanup' : ''}`;
    for (const [i, step] of steps.entries()) yield this.#line(lines[i], this.#step(step));
    yield this.#line(lines[steps.length], this.#end(end));
  }

  #line(line: number | undefined, text: string): string {
    return `${String(line).padStart(6)}  ${text}`;
  }

  #operand(operand: Operand): string {
    if (operand < 0) return JSON.stringify(this.#program.constants[~operand]);
    return this.#code.registerNames[operand] || `%${operand}`;
  }

  #list(operands: readonly Operand[]): string {
    return operands.map((each) => this.#operand(each)).join(', ');
  }

  #arguments(args: AskArguments): string {
    return Object.entries(args)
      .map(([name, value]) => ` ${name}=${this.#operand(value)}`)
      .join('');
  }

  #outer(depth: number, register: number): string {
    let code = this.#code;
    for (let i = 0; i < depth; i++) code = this.#program.functions[code.parent ?? 0] as FunctionCode;
    return `outer(${depth}) ${code.registerNames[register] || `%${register}`}`;
  }

  #step(step: Step): string {
    const at = (operand: Operand) => this.#operand(operand);
    switch (step.op) {
      case 'move':
        return `${at(step.to)} = ${at(step.from)}`;
      case 'binary':
        return `${at(step.to)} = ${at(step.left)} ${step.operator} ${at(step.right)}`;
      case 'negate':
      case 'not':
      case 'plus':
        return `${at(step.to)} = ${step.op} ${at(step.value)}`;
      case 'isNull':
        return `${at(step.to)} = ${at(step.value)} is ${step.negated ? 'not ' : ''}null`;
      case 'join':
        return `${at(step.to)} = join ${this.#list(step.parts)}`;
      case 'list':
        return `${at(step.to)} = [${this.#list(step.items)}]`;
      case 'object':
        return `${at(step.to)} = {${step.fields.map(([key, value]) => `${JSON.stringify(key)}: ${at(value)}`).join(', ')}}`;
      case 'getMember':
        return `${at(step.to)} = ${at(step.object)}${step.optional ? '?.' : '.'}${step.field}`;
      case 'setMember':
        return `${at(step.object)}.${step.field} = ${at(step.value)}`;
      case 'getIndex':
        return `${at(step.to)} = ${at(step.object)}[${at(step.index)}]`;
      case 'setIndex':
        return `${at(step.object)}[${at(step.index)}] = ${at(step.value)}`;
      case 'ensureObject':
        return `ensure ${at(step.register)}${step.index === undefined ? '' : ` for [${at(step.index)}]`}`;
      case 'loadOuter':
        return `${at(step.to)} = ${this.#outer(step.depth, step.register)}`;
      case 'storeOuter':
        return `${this.#outer(step.depth, step.register)} = ${at(step.from)}`;
      case 'function':
        return `${at(step.to)} = ${this.#program.builtins[step.builtin]?.name}(${this.#list(step.args)})`;
      case 'method':
        return `${at(step.to)} = ${at(step.object)}${step.optional ? '?.' : '.'}${step.method}(${this.#list(step.args)})`;
      case 'compute':
        return `${at(step.to)} = compute ${this.#program.keywords[step.keyword]?.name}${this.#arguments(step.args)}`;
      case 'iterate':
        return `${at(step.list)}, ${at(step.index)} = iterate ${at(step.from)}${step.last === undefined ? '' : ` last ${at(step.last)}`}`;
      case 'onError':
        return `on error ${step.mode}${step.block === undefined ? '' : ` b${step.block}`}`;
      case 'clearError':
        return 'clear error';
      case 'caught':
        return `${at(step.to)} = caught`;
    }
  }

  #parallelHow({ need, each }: Extract<Terminator, { op: 'parallel' }>): string {
    const most = each?.most === undefined ? '' : ` max ${this.#operand(each.most)}`;
    return `${need === undefined ? '' : ` need ${need}`}${each ? ` each of ${this.#operand(each.list)}${most}` : ''}`;
  }

  #end(end: Terminator): string {
    const at = (operand: Operand) => this.#operand(operand);
    const live = 'live' in end && end.live !== undefined ? ` [live ${end.live}]` : '';
    switch (end.op) {
      case 'jump':
        return `-> b${end.to}`;
      case 'branch':
        return `if ${at(end.test)} -> b${end.then} else b${end.otherwise}`;
      case 'compare':
        return `if ${at(end.left)} ${end.operator} ${at(end.right)} -> b${end.then} else b${end.otherwise}`;
      case 'forStart':
        return `for ${at(end.counter)} to ${at(end.limit)} step ${at(end.step)} -> b${end.body} else b${end.done}`;
      case 'forNext':
        return `for next ${at(end.counter)} to ${at(end.limit)} step ${at(end.step)} -> b${end.body} else b${end.done}`;
      case 'next':
        return `${at(end.to)} = next ${at(end.list)}, ${at(end.index)} -> b${end.body} else b${end.done}`;
      case 'call':
        return `${at(end.to)} = call ${end.function} ${this.#program.functions[end.function]?.name}(${this.#list(end.args)}) -> b${end.next}${live}`;
      case 'callScript':
        return `${at(end.to)} = call script ${at(end.script)}(${this.#list(end.args)}) -> b${end.next}${live}`;
      case 'ask':
        return `${at(end.to)} = ask ${this.#program.keywords[end.keyword]?.name}/${end.form}${this.#arguments(end.args)} -> b${end.next}${live}`;
      case 'parallel':
        return `parallel ${end.branches.join(', ')}${this.#parallelHow(end)} -> b${end.next}${live}`;
      case 'return':
        return `return ${at(end.value)}`;
      case 'end':
        return `end ${at(end.value)}`;
      case 'throw':
        return `throw ${at(end.value)}`;
      case 'rethrow':
        return `rethrow ${at(end.value)}`;
    }
  }
}

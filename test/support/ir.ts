/** Programs written as IR by hand: for tests and benches of the machine that must not depend on the compiler. */
import {
  type BasicBlock,
  type Constant,
  ENGINE,
  type FunctionCode,
  type Operand,
  type Program,
  type Step,
  type Terminator,
} from '../../src/spec/index.ts';

export interface WrittenFunction {
  readonly kind?: FunctionCode['kind'];
  readonly parent?: number;
  readonly parameters?: number;
  /** Names of the registers, in order. */
  readonly registers: string;
  readonly blocks: readonly WrittenBlock[];
}
export interface WrittenBlock {
  readonly steps?: readonly Step[];
  readonly end: Terminator;
  readonly resume?: number;
}

export interface Written extends Partial<Pick<Program, 'builtins' | 'keywords' | 'inputs' | 'declarations' | 'script'>> {
  readonly functions: Readonly<Record<string, WrittenFunction>>;
}

/** `write` gets a function that makes a constant an operand. Lines are counted through the program, one a step. */
export function irProgram(write: (constant: (value: Constant) => Operand) => Written): Program {
  const constants: Constant[] = [];
  const written = write((value) => {
    const at = constants.indexOf(value);
    return ~(at >= 0 ? at : constants.push(value) - 1);
  });
  let line = 0;
  const block = ({ steps = [], end, resume }: WrittenBlock): BasicBlock => ({
    steps,
    end,
    lines: [...steps, end].map(() => ++line),
    ...(resume !== undefined && { resume }),
  });
  const functions = Object.entries(written.functions).map(([name, fn], i): FunctionCode => {
    const registerNames = fn.registers.split(' ').filter(Boolean);
    return {
      name,
      kind: fn.kind ?? (i === 0 ? 'main' : 'routine'),
      ...(i > 0 && { parent: fn.parent ?? 0 }),
      parameters: fn.parameters ?? 0,
      registers: registerNames.length,
      registerNames,
      blocks: fn.blocks.map(block),
    };
  });
  const { script = 'test.bas', builtins = [], keywords = [], inputs = [], declarations = { params: [] } } = written;
  return { engine: ENGINE, script, constants, functions, builtins, keywords, inputs, declarations };
}

/** Gathers what the functions of a program share: constants, built-ins, keywords, and the functions themselves. */
import { assert } from '../../base/index.ts';
import type { Constant, FunctionCode, FunctionDefinition, Keyword, Operand, Program } from '../../spec/index.ts';

export class ProgramBuilder {
  readonly #constants: Constant[] = [];
  readonly #constantNumbers = new Map<string, number>();
  readonly #builtins = new Map<string, { number: number; revision: number }>();
  readonly #keywords = new Map<string, { number: number; revision: number }>();
  readonly #functions: (FunctionCode | undefined)[] = [];

  constructor(functions: number) {
    this.#functions.length = functions;
  }

  constant(value: Constant): Operand {
    const key = `${typeof value} ${Object.is(value, -0) ? '-0' : value}`;
    const before = this.#constantNumbers.get(key);
    if (before !== undefined) return ~before;
    this.#constantNumbers.set(key, this.#constants.length);
    return ~(this.#constants.push(value) - 1);
  }

  /** The value of a constant operand; undefined for a register. */
  constantOf(operand: Operand): Constant | undefined {
    return operand < 0 ? this.#constants[~operand] : undefined;
  }

  builtin({ name, revision }: FunctionDefinition): number {
    return numberOf(this.#builtins, name, revision);
  }

  keyword({ name, revision = 1 }: Keyword): number {
    return numberOf(this.#keywords, name, revision);
  }

  /** A number for a function whose code comes later. */
  reserve(): number {
    return this.#functions.push(undefined) - 1;
  }

  define(number: number, code: FunctionCode): void {
    this.#functions[number] = code;
  }

  finish(): Pick<Program, 'constants' | 'functions' | 'builtins' | 'keywords'> {
    return {
      constants: this.#constants,
      functions: this.#functions.map((code) => {
        assert(code, 'every reserved function is defined');
        return code;
      }),
      builtins: listOf(this.#builtins),
      keywords: listOf(this.#keywords),
    };
  }
}

type Numbered = Map<string, { number: number; revision: number }>;

function numberOf(map: Numbered, name: string, revision: number): number {
  const before = map.get(name);
  if (before) return before.number;
  map.set(name, { number: map.size, revision });
  return map.size - 1;
}

const listOf = (map: Numbered) => [...map].map(([name, { revision }]) => ({ name, revision }));

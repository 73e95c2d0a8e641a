/** What functions and computed keywords see of their run. */
import type { Fault, FunctionContext } from '../../spec/index.ts';
import { StepFault } from './faults.ts';
import type { Random } from './random.ts';
import type { Fiber, Run } from './state.ts';

export class RunContext implements FunctionContext {
  readonly limits: { readonly text: number; readonly list: number };
  /** The fiber that runs now. */
  fiber: Fiber;
  readonly #random: Random;

  constructor(run: Run, random: Random) {
    this.limits = run.limits;
    this.fiber = run.root;
    this.#random = random;
  }

  error(): Fault | null {
    return this.fiber.error;
  }

  clearError(): void {
    this.fiber.error = null;
  }

  random(): number {
    return this.#random.next();
  }

  fail(code: Parameters<FunctionContext['fail']>[0], message: string): never {
    throw new StepFault(code, message);
  }
}

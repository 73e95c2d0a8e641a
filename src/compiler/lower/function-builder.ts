/**
 * Writes one function: blocks, steps with their lines, registers.
 *
 * Registers are saved with every run that waits, so they are few: variables first, then temporaries
 * taken and given back like a stack (`mark`, `release`). `live` of a terminator is the top of that
 * stack when it has read its arguments: whatever stands above is dead.
 */
import { assert } from '../../base/index.ts';
import type { BlockId, FunctionCode, Operand, Register, Step, Terminator } from '../../spec/index.ts';
import { type DraftBlock, tidy } from './tidy.ts';

export class FunctionBuilder {
  readonly #blocks: DraftBlock[] = [];
  readonly #variables: readonly string[];
  readonly #lineAt: (offset: number) => number;
  #current: BlockId;
  #line = 1;
  #top: number;
  #high: number;
  /** Where a fault goes under RESUME NEXT; blocks get it when they are begun. */
  resume: BlockId | undefined;
  /** Where a fault goes before and after ON ERROR (program.ts); blocks get them when they are begun. */
  guard: BlockId | undefined;
  cleanup: BlockId | undefined;
  /** What is written is itself a cleanup. */
  isCleanup = false;

  constructor(variables: readonly string[], lineAt: (offset: number) => number) {
    this.#variables = variables;
    this.#lineAt = lineAt;
    this.#top = this.#high = variables.length;
    this.#current = this.block();
  }

  at({ start }: { readonly start: number }): void {
    this.#line = this.#lineAt(start);
  }

  /** What the compiler writes here, as if it stood in that line. */
  startAt(line: number): void {
    this.#line = line;
  }

  get line(): number {
    return this.#line;
  }

  // ── registers ──

  temp(): Register {
    this.#high = Math.max(this.#high, this.#top + 1);
    return this.#top++;
  }
  mark(): number {
    return this.#top;
  }
  release(mark: number): void {
    this.#top = mark;
  }
  isTemp(operand: Operand): boolean {
    return operand >= this.#variables.length;
  }
  isVariable(operand: Operand): boolean {
    return operand >= 0 && operand < this.#variables.length;
  }

  // ── blocks ──

  block(): BlockId {
    return (
      this.#blocks.push({
        steps: [],
        lines: [],
        end: undefined,
        resume: undefined,
        guard: undefined,
        cleanup: undefined,
        isCleanup: false,
      }) - 1
    );
  }
  /** Goes on writing in this block. */
  use(block: BlockId): void {
    this.#current = block;
    this.#inherit();
  }
  /** Ends the current block by going on in that one. */
  into(block: BlockId): void {
    this.jump(block);
    this.use(block);
  }
  /** A block of its own for what comes next, if the current one has begun. */
  fresh(): void {
    if (this.#draft.steps.length > 0) this.into(this.block());
    else this.#inherit();
  }
  #inherit(): void {
    const draft = this.#draft;
    draft.resume = this.resume;
    draft.guard = this.guard;
    draft.cleanup = this.cleanup;
    draft.isCleanup = this.isCleanup;
  }
  emit(step: Step): void {
    this.#draft.steps.push(step);
    this.#draft.lines.push(this.#line);
  }
  /** What is written after an end without a `use` is never reached and falls away. */
  end(terminator: Terminator): void {
    this.#draft.end = terminator;
    this.#draft.lines.push(this.#line);
    this.use(this.block());
  }
  jump(to: BlockId): void {
    this.end({ op: 'jump', to });
  }
  move(to: Register, from: Operand): void {
    if (to !== from) this.emit({ op: 'move', to, from });
  }

  finish(head: Pick<FunctionCode, 'name' | 'kind' | 'parent' | 'parameters'>): FunctionCode {
    assert(this.#top === this.#variables.length, 'every temporary was given back');
    const names = Array.from({ length: this.#high }, (_, i) => this.#variables[i] ?? '');
    return { ...head, registers: this.#high, registerNames: names, blocks: tidy(this.#blocks) };
  }

  get #draft(): DraftBlock {
    return this.#blocks[this.#current] as DraftBlock;
  }
}

/** What the lowering of one function knows: its builder, its names, its loops and labels. */
import { assert } from '../../base/index.ts';
import type { Block, BlockId, Constant, Exit, Expression, Operand, Register, Statement } from '../../spec/index.ts';
import { isOwnGround, resumesNext } from '../check/jumps.ts';
import type { Vocabulary } from '../language.ts';
import type { RoutineScope, Scope } from '../resolve/scope.ts';
import { statementsIn } from '../walk.ts';
import { FunctionBuilder } from './function-builder.ts';
import type { ProgramBuilder } from './program-builder.ts';
import { WORKFLOW_REGISTERS, type WorkflowScope } from './workflow/scope.ts';

export interface Unit {
  readonly program: ProgramBuilder;
  readonly scope: Scope;
  readonly vocabulary: Vocabulary;
  /** As faults name it. */
  readonly script: string;
  readonly text: string;
  readonly body: Block;
  readonly lineAt: (offset: number) => number;
  /** The program reads the object `workflow`: only then it is kept. */
  readonly readsWorkflow: boolean;
  /** Expressions and statements contain each other in many modules; they meet here instead of in a ring of imports. */
  readonly expression: (frame: Frame, node: Expression, into?: Register) => Operand;
  readonly block: (frame: Frame, block: Block) => void;
}

/** A block that EXIT and CONTINUE can leave. */
export interface Enclosing {
  readonly kinds: readonly Exit['what'][];
  readonly exit: BlockId;
  readonly next?: BlockId;
}

export interface Frame {
  readonly unit: Unit;
  readonly number: number;
  readonly code: FunctionBuilder;
  readonly kind: 'main' | 'routine' | 'branch';
  readonly routine: RoutineScope | undefined;
  /** The function a branch stands in. */
  readonly outer: Frame | undefined;
  /** Names of a branch that each of its fibers has for itself. */
  readonly own: ReadonlyMap<string, Register>;
  readonly labels: ReadonlyMap<string, BlockId>;
  readonly enclosing: Enclosing[];
  /** ON ERROR RESUME NEXT stands in this function: every statement has its own block. */
  readonly resumesNext: boolean;
  /** Registers of loops, where a GOTO may enter one: nobody else writes them. */
  readonly reserved: Register[];
  /** Workflows around what is being lowered, and those above it that nothing closed. */
  readonly workflows: WorkflowScope[];
  /** Registers that live as long as the function, for its workflows. */
  readonly workflowRegisters: Register[];
  /** The COMPENSATE line below the step that is being lowered. */
  readonly undoBelow: UndoBelow;
}

/** A step takes the undo on the line below it where it has succeeded; what no step took, the line itself takes. */
export class UndoBelow {
  #statement: Statement | undefined;
  put(statement: Statement | undefined): void {
    this.#statement = statement;
  }
  take(): Statement | undefined {
    const statement = this.#statement;
    this.#statement = undefined;
    return statement;
  }
}

type FrameOptions = Pick<Frame, 'unit' | 'number' | 'kind' | 'routine' | 'outer'> & {
  readonly names: readonly string[];
  readonly body: Block;
};

export function openFrame({ names, body, ...rest }: FrameOptions): Frame {
  const own = [...statementsIn(body, (each) => !isOwnGround(each))];
  const labelled = own.filter((each) => each.kind === 'label');
  const reservedCount = labelled.length > 0 ? own.reduce((sum, each) => sum + hiddenRegisters(each), 0) : 0;
  const workflowCount =
    own.filter((each) => each.kind === 'keyword' && each.keyword === 'ORCHESTRATE WORKFLOW').length * WORKFLOW_REGISTERS;
  const hidden = Array.from({ length: reservedCount + workflowCount }, () => '');
  const code = new FunctionBuilder([...names, ...hidden], rest.unit.lineAt);
  return {
    ...rest,
    code,
    own: new Map(rest.kind === 'branch' ? names.map((name, register) => [name, register]) : []),
    labels: new Map(labelled.map((label) => [label.name.id, code.block()])),
    enclosing: [],
    resumesNext: resumesNext(body),
    reserved: Array.from({ length: reservedCount }, (_, i) => names.length + i),
    workflows: [],
    workflowRegisters: Array.from({ length: workflowCount }, (_, i) => names.length + reservedCount + i),
    undoBelow: new UndoBelow(),
  };
}

/** As many as the lowering of this statement may ask `hiddenRegister` for. */
const hiddenRegisters = ({ kind }: Statement) => (kind === 'for' ? 3 : kind === 'forEach' ? 2 : 0);

/** The operand that holds the value; `into` says where a computed one should go (expressions.ts). */
export const lower = (frame: Frame, node: Expression, into?: Register): Operand => frame.unit.expression(frame, node, into);
export const lowerBlock = (frame: Frame, block: Block): void => frame.unit.block(frame, block);

/** A register that lives as long as its loop. */
export const hiddenRegister = (frame: Frame): Register => frame.reserved.shift() ?? frame.code.temp();

export const constant = (frame: Frame, value: Constant): Operand => frame.unit.program.constant(value);
export const nothing = (frame: Frame): Operand => constant(frame, null);

/** Where a name lives, seen from this frame: depth 0 is its own registers. */
export interface Place {
  readonly depth: number;
  readonly register: Register;
}

export function symbolOf(frame: Frame, id: string) {
  const own = ownPlace(frame, id);
  if (own) return { kind: 'local', register: own.register, depth: own.depth } as const;
  const symbol = frame.unit.scope.symbol(id, frame.routine);
  assert(symbol, `${id} was resolved`);
  return symbol;
}

/** Of a name that a branch around this place has for itself. */
function ownPlace(frame: Frame, id: string): Place | undefined {
  let depth = 0;
  for (let at: Frame | undefined = frame; at; at = at.outer, depth++) {
    const register = at.own.get(id);
    if (register !== undefined) return { depth, register };
  }
  return undefined;
}

export function placeOf(frame: Frame, id: string): Place {
  const symbol = symbolOf(frame, id);
  assert(symbol.kind === 'local' || symbol.kind === 'script', `${id} is a variable`);
  return placeOfSymbol(frame, symbol);
}

export function placeOfSymbol(
  frame: Frame,
  symbol: { readonly kind: 'local' | 'script'; readonly register: Register; readonly depth?: number },
): Place {
  if (symbol.depth !== undefined) return { depth: symbol.depth, register: symbol.register };
  let depth = 0;
  for (let at = frame; at.outer; at = at.outer) depth++;
  const isOfMain = symbol.kind === 'script' && frame.routine !== undefined;
  return { depth: depth + (isOfMain ? 1 : 0), register: symbol.register };
}

export function load(frame: Frame, place: Place, into?: Register): Operand {
  if (place.depth === 0) return place.register;
  const to = into ?? frame.code.temp();
  frame.code.emit({ op: 'loadOuter', to, ...place });
  return to;
}

export function store(frame: Frame, place: Place, from: Operand): void {
  if (place.depth === 0) frame.code.move(place.register, from);
  else frame.code.emit({ op: 'storeOuter', ...place, from });
}

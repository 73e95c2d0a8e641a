/**
 * What stands around a step: the execution it belongs to, and the list of what would undo the steps before it. Both live
 * in registers of the function that holds ORCHESTRATE WORKFLOW; branches reach them as they reach its variables.
 */
import type { Operand, Register, Statement } from '../../../spec/index.ts';
import { type Frame, load, type Place } from '../frame.ts';

export interface WorkflowScope {
  /** Id of the execution; NOTHING until it has begun. */
  readonly id: Register;
  /** The object `workflow`, where the program reads it. */
  readonly state: Register | undefined;
  readonly undo: UndoScope | undefined;
}

/** Registered undos by number, in the order in which their steps succeeded; `wanted` says that a step asked for them. */
export interface UndoScope {
  readonly list: Register;
  readonly count: Register;
  readonly wanted: Register;
  readonly statements: Statement[];
}

/** Registers of one workflow: id, state, list, count, wanted. */
export const WORKFLOW_REGISTERS = 5;

export interface Found {
  readonly scope: WorkflowScope;
  readonly depth: number;
}

export function findWorkflow(frame: Frame): Found | undefined {
  let depth = 0;
  for (let at: Frame | undefined = frame; at; at = at.outer, depth++) {
    const scope = at.workflows.at(-1);
    if (scope) return { scope, depth };
  }
  return undefined;
}

export const placeAt = ({ depth }: Found, register: Register): Place => ({ depth, register });
export const loadFrom = (frame: Frame, found: Found, register: Register): Operand => load(frame, placeAt(found, register));

/**
 * Lowering: a checked tree to a Program.
 *
 * 1. Function 0 is the body; routines follow in the order of the text, branches after them as they are met.
 * 2. Main's registers are the script's names; a routine's are its parameters and its own names. Names of the
 *    script are reached from routines and branches with loadOuter and storeOuter.
 * 3. Main begins by giving PARAMs that were left out their DEFAULT.
 *
 * Nothing is diagnosed here: what reaches lowering has been found right, and what is not is a bug of ours.
 */
import { lineStarts, positionAt } from '../../base/index.ts';
import { type Block, type Declarations, ENGINE, type Program } from '../../spec/index.ts';
import type { Vocabulary } from '../language.ts';
import { plainDeclarations } from '../plain.ts';
import type { RoutineScope, Scope } from '../resolve/scope.ts';
import { expressionsOf, statementsIn } from '../walk.ts';
import { lowerDefaults } from './defaults.ts';
import { lowerExpression } from './expressions.ts';
import { lowerBlock, nothing, openFrame, type Unit } from './frame.ts';
import { ProgramBuilder } from './program-builder.ts';
import { endWithReturn, lowerStatements } from './statements.ts';
import { endWorkflows } from './workflow/index.ts';

export interface Checked {
  readonly script: string;
  readonly text: string;
  readonly body: Block;
  readonly scope: Scope;
  readonly vocabulary: Vocabulary;
  readonly declarations: Declarations;
}

export function lowerProgram({ script, text, body, scope, vocabulary, declarations }: Checked): Program {
  const starts = lineStarts(text);
  const program = new ProgramBuilder(scope.routines.size + 1);
  const unit: Unit = {
    program,
    scope,
    vocabulary,
    script,
    text,
    body,
    readsWorkflow: readsWorkflow(body),
    lineAt: (offset) => positionAt(starts, offset).line,
    expression: lowerExpression,
    block: lowerStatements,
  };
  lowerMain(unit, body, declarations);
  for (const routine of scope.routines.values()) lowerRoutine(unit, routine);
  const registers = new Map(scope.names.map((name, register) => [name, register]));
  return {
    engine: ENGINE,
    script,
    ...program.finish(),
    inputs: scope.inputs.map((name) => ({ name, register: registers.get(name) as number })),
    declarations: plainDeclarations(declarations),
  };
}

/** Somewhere the object itself is named, not only given by ORCHESTRATE WORKFLOW. */
function readsWorkflow(body: Block): boolean {
  for (const statement of statementsIn(body))
    for (const node of expressionsOf(statement)) if (node.kind === 'name' && node.id === 'workflow') return true;
  return false;
}

function lowerMain(unit: Unit, body: Block, declarations: Declarations): void {
  const frame = openFrame({
    unit,
    number: 0,
    kind: 'main',
    routine: undefined,
    outer: undefined,
    names: unit.scope.names,
    body,
  });
  lowerDefaults(frame, declarations);
  lowerBlock(frame, body);
  endWorkflows(frame);
  frame.code.end({ op: 'return', value: nothing(frame) });
  unit.program.define(0, frame.code.finish({ name: 'main', kind: 'main', parameters: 0 }));
}

function lowerRoutine(unit: Unit, routine: RoutineScope): void {
  const { node, number, locals } = routine;
  const frame = openFrame({ unit, number, kind: 'routine', routine, outer: undefined, names: [...locals.keys()], body: node.body });
  lowerBlock(frame, node.body);
  endWorkflows(frame);
  endWithReturn(frame);
  unit.program.define(number, frame.code.finish({ name: node.name.text, kind: 'routine', parent: 0, parameters: node.parameters.length }));
}

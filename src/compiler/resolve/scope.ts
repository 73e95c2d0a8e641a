/**
 * What every name stands for.
 *
 * A script has one flat scope. A routine's parameters are its own, and so is a name that only this
 * routine mentions: recursion then works as written. A name mentioned in two places (the body and a
 * routine, or two routines) is the script's. A name nobody assigns is the script's too: it is what
 * the run may be given by name. Branches share the names of the function they stand in.
 */
import type { Block, Call, FunctionDefinition, Keyword, Name, Routine, Statement } from '../../spec/index.ts';
import type { Vocabulary } from '../language.ts';
import { expressionsOf, rootOf, statementsIn, targetsOf } from '../walk.ts';

export type NameSymbol =
  | { readonly kind: 'local'; readonly register: number }
  | { readonly kind: 'script'; readonly register: number }
  | { readonly kind: 'routine'; readonly routine: RoutineScope }
  | { readonly kind: 'keyword'; readonly keyword: Keyword; readonly form: number }
  | { readonly kind: 'function'; readonly definition: FunctionDefinition };

export interface RoutineScope {
  readonly node: Routine;
  readonly id: string;
  /** Index among the program's functions. */
  readonly number: number;
  /** Parameters first, then names of its own; a FUNCTION's own name holds what it returns. */
  readonly locals: ReadonlyMap<string, number>;
}

export interface Scope {
  readonly routines: ReadonlyMap<string, RoutineScope>;
  /** Names of the script, by register of main. */
  readonly names: readonly string[];
  readonly inputs: readonly string[];
  /** Assigned somewhere, or given by name. */
  readonly assigned: ReadonlySet<string>;
  /** CALL of a name that is neither routine nor script, but a variable: its text names the script. */
  readonly calledByVariable: ReadonlySet<Call>;
  symbol(id: string, routine: RoutineScope | undefined): NameSymbol;
}

interface Section {
  readonly routine?: Routine;
  /** Its parameters, and the name of the FUNCTION. */
  readonly own: ReadonlySet<string>;
  readonly calls: readonly Call[];
  readonly reads: Map<string, Name>;
  readonly writes: Map<string, Name>;
}

export interface Given {
  readonly params: readonly string[];
  /** Of config.csv: registers only for those the script mentions. */
  readonly variables: readonly string[];
  /** Stems of the package's scripts, where they are known. */
  readonly scripts: ReadonlySet<string> | undefined;
}

/** All names of `given` are lower-case. */
export function resolveScope(body: Block, { params, variables, scripts }: Given, vocabulary: Vocabulary): Scope {
  const given = new Set([...params, ...variables]);
  const routineNodes = firstOfEachName(body);
  const main = sectionOf(body);
  const sections = routineNodes.map((routine) => sectionOf(routine.body, routine));
  const assigned = new Set([...given, ...[main, ...sections].flatMap((each) => [...each.writes.keys()])]);
  const routineIds = new Set(routineNodes.map((each) => each.name.id));
  const calledByVariable = new Set<Call>();
  for (const { calls, own, reads } of [main, ...sections])
    for (const call of calls) {
      const callee = call.callee as Name;
      if (routineIds.has(callee.id) || scripts?.has(callee.id) || !(own.has(callee.id) || assigned.has(callee.id))) continue;
      calledByVariable.add(call);
      if (!own.has(callee.id)) reads.set(callee.id, callee);
    }
  const isVariable = (id: string) => assigned.has(id) || (!routineIds.has(id) && !vocabulary.bare(id));
  const shared = new Set([...params, ...sharedNames(main, sections, (id) => given.has(id) || !assigned.has(id))]);
  const scriptNames = [...shared].filter(isVariable);
  const registers = new Map(scriptNames.map((id, register) => [id, register]));
  const routines = new Map(
    routineNodes.map((node, i) => [node.name.id, routineScope(node, i + 1, sections[i] as Section, (id) => shared.has(id))]),
  );
  return {
    routines,
    names: scriptNames,
    inputs: scriptNames.filter((id) => given.has(id) || !assigned.has(id)),
    assigned,
    calledByVariable,
    symbol(id, routine) {
      const local = routine?.locals.get(id);
      if (local !== undefined) return { kind: 'local', register: local };
      const register = registers.get(id);
      if (register !== undefined) return { kind: 'script', register };
      const called = routines.get(id);
      if (called) return { kind: 'routine', routine: called };
      return vocabulary.bare(id) as NameSymbol;
    },
  };
}

/** A second routine of a name is answered with a diagnostic; the first is the one. */
function firstOfEachName(body: Block): readonly Routine[] {
  const first = new Map<string, Routine>();
  for (const statement of statementsIn(body))
    if (statement.kind === 'routine' && !first.has(statement.name.id)) first.set(statement.name.id, statement);
  return [...first.values()];
}

const insideRoutine = (statement: Statement) => statement.kind !== 'routine';

function sectionOf(body: Block, routine?: Routine): Section {
  const own = new Set(routine?.parameters.map((each) => each.id));
  if (routine?.form === 'FUNCTION') own.add(routine.name.id);
  const reads = new Map<string, Name>();
  const writes = new Map<string, Name>();
  const calls: Call[] = [];
  const put = (map: Map<string, Name>, name: Name | undefined) => {
    if (name && !own.has(name.id) && !map.has(name.id)) map.set(name.id, name);
  };
  for (const statement of statementsIn(body, insideRoutine)) {
    if (statement.kind === 'call' && statement.callee.kind === 'name') calls.push(statement);
    for (const target of targetsOf(statement)) put(writes, rootOf(target));
    for (const node of expressionsOf(statement)) if (node.kind === 'name') put(reads, node);
  }
  return { ...(routine && { routine }), own, calls, reads, writes };
}

function sharedNames(main: Section, sections: readonly Section[], isGiven: (id: string) => boolean): Set<string> {
  const mentioned = (section: Section) => new Set([...section.writes.keys(), ...section.reads.keys()]);
  const shared = mentioned(main);
  const once = new Set<string>();
  for (const section of sections)
    for (const id of mentioned(section)) {
      if (once.has(id) || isGiven(id)) shared.add(id);
      once.add(id);
    }
  return shared;
}

function routineScope(node: Routine, number: number, section: Section, isShared: (id: string) => boolean): RoutineScope {
  const locals = new Map<string, number>();
  const add = (id: string) => {
    if (!locals.has(id)) locals.set(id, locals.size);
  };
  // A parameter written twice keeps its place, or the arguments after it would shift.
  for (const [register, { id }] of node.parameters.entries()) locals.set(locals.has(id) ? `${id} ${register}` : id, register);
  if (node.form === 'FUNCTION') add(node.name.id);
  for (const id of section.writes.keys()) if (!isShared(id)) add(id);
  return { node, id: node.name.id, number, locals };
}

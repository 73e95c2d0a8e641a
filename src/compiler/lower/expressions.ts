/**
 * Expressions to steps. Each answers the operand that holds the value: a constant, a variable's own
 * register (nothing is copied), or a temporary. `into` says where a computed value should go; it is
 * written by the last step only, so `x = y + x` may compute into x.
 */
import { assert } from '../../base/index.ts';
import type { Binary, Expression, FunctionDefinition, Operand, Register, StepOperator } from '../../spec/index.ts';
import { lowerRoutineCall } from './calls.ts';
import { lowerCondition } from './conditions.ts';
import { foldBinary, foldUnary } from './fold.ts';
import { constant, type Frame, load, lower, nothing, placeOfSymbol, symbolOf } from './frame.ts';
import { lowerBareKeyword, lowerUse } from './keywords.ts';
import { hold, lowerInto, withOperands } from './operands.ts';

export function lowerExpression(frame: Frame, node: Expression, into?: Register): Operand {
  switch (node.kind) {
    case 'number':
    case 'text':
    case 'boolean':
      return constant(frame, node.value);
    case 'nothing':
      return nothing(frame);
    case 'group':
      return lower(frame, node.inner, into);
    case 'name':
      return lowerName(frame, node, into);
    case 'template':
      return lowerTemplate(frame, node, into);
    case 'list':
      return withOperands(frame, node.items, into, (items, to) => frame.code.emit({ op: 'list', to, items }));
    case 'object':
      return withOperands(
        frame,
        node.fields.map((field) => field.value),
        into,
        (values, to) => frame.code.emit({ op: 'object', to, fields: node.fields.map(({ key }, i) => [key, values[i] as Operand]) }),
      );
    case 'member':
      return withOperands(frame, [node.object], into, ([object], to) =>
        frame.code.emit({ op: 'getMember', to, object: object as Operand, field: node.field.text, optional: node.optional }),
      );
    case 'index':
      return withOperands(frame, [node.object, node.index], into, ([object, index], to) =>
        frame.code.emit({ op: 'getIndex', to, object: object as Operand, index: index as Operand }),
      );
    case 'method':
      return withOperands(frame, [node.object, ...node.args], into, ([object, ...args], to) => {
        frame.code.at(node.method.span);
        frame.code.emit({ op: 'method', to, object: object as Operand, method: node.method.text, args, optional: node.optional });
      });
    case 'call':
      return lowerFunctionCall(frame, node, into);
    case 'unary':
      return lowerUnary(frame, node, into);
    case 'binary':
      return isDecision(node) ? lowerDecision(frame, node, into) : lowerChain(frame, node, into);
    case 'isNull':
      return withOperands(frame, [node.operand], into, ([value], to) =>
        frame.code.emit({ op: 'isNull', to, value: value as Operand, negated: node.negated }),
      );
    case 'choice':
      return lowerChoice(frame, node, into);
    case 'keyword':
      return lowerUse(frame, node, into);
    case 'column':
    case 'broken':
      assert(false, `a ${node.kind} never reaches lowering`);
  }
}

function lowerName(frame: Frame, node: Extract<Expression, { kind: 'name' }>, into?: Register): Operand {
  const symbol = symbolOf(frame, node.id);
  switch (symbol.kind) {
    case 'local':
    case 'script':
      return load(frame, placeOfSymbol(frame, symbol), into);
    case 'routine':
      return lowerRoutineCall(frame, symbol.routine, [], into);
    case 'keyword':
      return lowerBareKeyword(frame, symbol.keyword, symbol.form, into);
    case 'function':
      return emitFunction(frame, symbol.definition, [], into);
  }
}

function lowerFunctionCall(frame: Frame, { callee, args }: Extract<Expression, { kind: 'call' }>, into?: Register): Operand {
  const routine = frame.unit.scope.routines.get(callee.id);
  if (routine) {
    frame.code.at(callee.span);
    return lowerRoutineCall(frame, routine, args, into);
  }
  const definition = frame.unit.vocabulary.function(callee.id);
  assert(definition, `${callee.id} was checked to be a function`);
  return emitFunction(frame, definition, args, into, callee.span);
}

function emitFunction(
  frame: Frame,
  definition: FunctionDefinition,
  args: readonly Expression[],
  into: Register | undefined,
  span?: { readonly start: number },
): Register {
  return withOperands(frame, args, into, (operands, to) => {
    if (span) frame.code.at(span);
    frame.code.emit({ op: 'function', to, builtin: frame.unit.program.builtin(definition), args: operands });
  });
}

function lowerTemplate(frame: Frame, { parts }: Extract<Expression, { kind: 'template' }>, into?: Register): Operand {
  if (parts.every((part) => typeof part === 'string')) return constant(frame, parts.join(''));
  const nodes = parts.filter((part) => typeof part !== 'string');
  return withOperands(frame, nodes, into, (operands, to) => {
    const values = operands[Symbol.iterator]();
    const all = parts
      .filter((part) => part !== '')
      .map((part) => (typeof part === 'string' ? constant(frame, part) : (values.next().value as Operand)));
    frame.code.emit({ op: 'join', to, parts: all });
  });
}

const UNARY = { '-': 'negate', '+': 'plus', not: 'not' } as const;

function lowerUnary(frame: Frame, { operator, operand }: Extract<Expression, { kind: 'unary' }>, into?: Register): Operand {
  const mark = frame.code.mark();
  const value = lower(frame, operand);
  const folded = foldUnary(operator, frame.unit.program.constantOf(value));
  if (folded !== undefined) return constant(frame, folded);
  frame.code.release(mark);
  const to = into ?? frame.code.temp();
  frame.code.emit({ op: UNARY[operator], to, value });
  return to;
}

type Decision = Binary & { readonly operator: 'and' | 'or' | '??' };
const isDecision = (node: Binary): node is Decision => node.operator === 'and' || node.operator === 'or' || node.operator === '??';

/** `a + b + c …` nests to the left as deep as it is long: a loop down the spine, not recursion. */
function lowerChain(frame: Frame, node: Binary, into?: Register): Operand {
  const { code } = frame;
  const spine = spineOf(node, (each) => !isDecision(each));
  const mark = code.mark();
  let result = lower(frame, (spine.at(-1) as Binary).left);
  for (let i = spine.length - 1; i >= 0; i--) {
    const { operator, right } = spine[i] as Binary;
    const left = hold(frame, result, [right]);
    const other = lower(frame, right);
    const folded = foldBinary(operator, frame.unit.program.constantOf(left), frame.unit.program.constantOf(other));
    code.release(mark);
    result = folded === undefined ? ((i === 0 ? into : undefined) ?? code.temp()) : constant(frame, folded);
    if (folded === undefined) code.emit({ op: 'binary', operator: operator as StepOperator, to: result, left, right: other });
  }
  return result;
}

function spineOf(node: Binary, belongs: (node: Binary) => boolean): readonly Binary[] {
  const spine = [node];
  for (let left = node.left; left.kind === 'binary' && belongs(left); left = left.left) spine.push(left);
  return spine;
}

/** `a OR b` is a where a counts as true, else b; `a AND b` the other way; `a ?? b` is b only where a is NOTHING. */
function lowerDecision(frame: Frame, node: Decision, into?: Register): Register {
  const { code } = frame;
  const spine = spineOf(node, (each) => each.operator === node.operator);
  const operands = [(spine.at(-1) as Binary).left, ...spine.map((each) => each.right).reverse()];
  const to = ownTemp(frame, into);
  const done = code.block();
  operands.forEach((operand, i) => {
    lowerInto(frame, operand, to);
    if (i === operands.length - 1) return;
    const next = code.block();
    leaveWhenDecided(frame, node.operator, to, done, next);
    code.use(next);
  });
  code.into(done);
  return to;
}

function leaveWhenDecided(frame: Frame, operator: Decision['operator'], value: Register, done: number, next: number): void {
  const { code } = frame;
  if (operator !== '??')
    return code.end({ op: 'branch', test: value, then: operator === 'or' ? done : next, otherwise: operator === 'or' ? next : done });
  const mark = code.mark();
  const test = code.temp();
  code.emit({ op: 'isNull', to: test, value, negated: false });
  code.release(mark);
  code.end({ op: 'branch', test, then: next, otherwise: done });
}

function lowerChoice(frame: Frame, node: Extract<Expression, { kind: 'choice' }>, into?: Register): Register {
  const { code } = frame;
  const to = ownTemp(frame, into);
  const [then, otherwise, done] = [code.block(), code.block(), code.block()];
  lowerCondition(frame, node.condition, then, otherwise);
  code.use(then);
  lowerInto(frame, node.then, to);
  code.jump(done);
  code.use(otherwise);
  lowerInto(frame, node.otherwise, to);
  code.into(done);
  return to;
}

/** Values that arrive on several ways never go straight into a variable: a later way may still read it. */
const ownTemp = (frame: Frame, into: Register | undefined): Register =>
  into !== undefined && frame.code.isTemp(into) ? into : frame.code.temp();

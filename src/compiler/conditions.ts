/** WHERE as data: the tree of a condition as the list that src/values/conditions.ts understands, with right sides still to be computed. */
import type { Expression } from '../spec/index.ts';

/** Nothing where a left side is more than a field. */
export function conditionData(node: Expression): Expression | undefined {
  const list = (...items: readonly (Expression | undefined)[]): Expression | undefined =>
    items.every((item) => item !== undefined) ? { kind: 'list', items, span: node.span } : undefined;
  const word = (value: string): Expression => ({ kind: 'text', value, span: node.span }) as Expression;
  switch (node.kind) {
    case 'group':
      return conditionData(node.inner);
    case 'column':
      return list(word('true'), word(node.text));
    case 'unary':
      return node.operator === 'not' ? list(word('not'), conditionData(node.operand)) : undefined;
    case 'isNull': {
      const test = node.operand.kind === 'column' ? list(word('null'), word(node.operand.text)) : undefined;
      return node.negated ? list(word('not'), test) : test;
    }
    case 'binary':
      if (node.operator === 'and' || node.operator === 'or' || node.operator === 'xor')
        return list(word(node.operator), conditionData(node.left), conditionData(node.right));
      return node.left.kind === 'column' ? list(word(node.operator), word(node.left.text), node.right) : undefined;
    default:
      return undefined;
  }
}

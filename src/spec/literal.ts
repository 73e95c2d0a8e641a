/** The value of an expression that is written out: what `check` and `declare` may know before anything runs. */
import { Dict, type Value } from '../values/index.ts';
import type { Argument, Expression } from './ast.ts';

/** Nothing (undefined) where something must be computed first. */
export function literalOf(node: Expression): Value | undefined {
  switch (node.kind) {
    case 'number':
    case 'text':
    case 'boolean':
      return node.value;
    case 'nothing':
      return null;
    case 'group':
      return literalOf(node.inner);
    case 'unary': {
      const operand = literalOf(node.operand);
      return node.operator === '-' && typeof operand === 'number' ? -operand : undefined;
    }
    case 'list':
      return literalsOf(node.items);
    case 'object': {
      const values = literalsOf(node.fields.map((field) => field.value));
      return values && Dict.from(node.fields.map((field, i) => [field.key, values[i] as Value]));
    }
    default:
      return undefined;
  }
}

export function literalArgument(node: Argument): Value | undefined {
  switch (node.kind) {
    case 'expression':
      return literalOf(node.value);
    case 'items':
      return literalsOf(node.items);
    case 'word':
    case 'raw':
      return node.text;
    case 'flag':
      return true;
    case 'pairs': {
      const values = literalsOf(node.items.map((item) => item.value));
      const keyOf = (key: (typeof node.items)[number]['key']) => (key.kind === 'name' ? key.text : key.value);
      return values && Dict.from(node.items.map((item, i) => [keyOf(item.key), values[i] as Value]));
    }
    default:
      return undefined;
  }
}

function literalsOf(nodes: readonly Expression[]): Value[] | undefined {
  const values: Value[] = [];
  for (const node of nodes) {
    const value = literalOf(node);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

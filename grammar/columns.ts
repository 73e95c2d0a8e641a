/** `:cond`: the left side of a comparison is a column, even where a variable has its name. */
import type { Expression } from '../src/spec/index.ts';

const COMPARES = new Set(['=', '<>', '<', '>', '<=', '>=', 'contains', 'like', 'in', 'not in', 'not like', 'not contains']);

export function withColumns(condition: Expression): Expression {
  switch (condition.kind) {
    case 'binary':
      if (condition.operator === 'and' || condition.operator === 'or' || condition.operator === 'xor')
        return { ...condition, left: withColumns(condition.left), right: withColumns(condition.right) };
      return COMPARES.has(condition.operator) ? { ...condition, left: asColumn(condition.left) } : condition;
    case 'unary':
      return condition.operator === 'not' ? { ...condition, operand: withColumns(condition.operand) } : condition;
    case 'group':
      return { ...condition, inner: withColumns(condition.inner) };
    case 'isNull':
      return { ...condition, operand: asColumn(condition.operand) };
    default:
      return asColumn(condition);
  }
}

function asColumn(side: Expression): Expression {
  switch (side.kind) {
    case 'name':
      return { kind: 'column', id: side.id, text: side.text, span: side.span };
    case 'member': {
      const object = asColumn(side.object);
      if (object.kind !== 'column') return side;
      return { kind: 'column', id: `${object.id}.${side.field.id}`, text: `${object.text}.${side.field.text}`, span: side.span };
    }
    case 'call':
      return { ...side, args: side.args.map(asColumn) };
    case 'group':
      return { ...side, inner: asColumn(side.inner) };
    case 'binary':
      return COMPARES.has(side.operator) ? side : { ...side, left: asColumn(side.left) };
    default:
      return side;
  }
}

/** Values known before the program runs. Only what every engine computes alike: no rounding rules, no faults. */
import type { BinaryOperator, Constant, Unary } from '../../spec/index.ts';

export function foldUnary(operator: Unary['operator'], value: Constant | undefined): Constant | undefined {
  if (typeof value === 'boolean' && operator === 'not') return !value;
  if (typeof value !== 'number') return undefined;
  if (operator === '-') return stored(-value);
  return operator === '+' ? value : undefined;
}

export function foldBinary(operator: BinaryOperator, left: Constant | undefined, right: Constant | undefined): Constant | undefined {
  if (typeof left === 'string' && typeof right === 'string') return operator === '+' || operator === '&' ? left + right : undefined;
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  switch (operator) {
    case '+':
      return stored(left + right);
    case '-':
      return stored(left - right);
    case '*':
      return stored(left * right);
    case '/':
      return right === 0 ? undefined : stored(left / right);
    default:
      return undefined;
  }
}

/** Programs are JSON, which has no -0 and no Infinity. */
const stored = (value: number): number | undefined => (Number.isFinite(value) && !Object.is(value, -0) ? value : undefined);

/**
 * Conditions as data: what WHERE says of an object that is not there yet. A condition is a list: an operator and its
 * parts. Fields are named by their path; the right sides are values, taken when the condition was written down.
 */
import { getMember } from './access.ts';
import { binary } from './operators.ts';
import { probeFor } from './probes.ts';
import { isNothing, isTruthy } from './truth.ts';
import type { Value } from './types.ts';

const COMPARES = new Set(['=', '<>', '<', '>', '<=', '>=', 'contains', 'like', 'in', 'not in', 'not like', 'not contains']);

export function meets(condition: Value, object: Value): boolean {
  if (!Array.isArray(condition)) return true;
  const [operator, left = null, right = null] = condition;
  if (operator === 'and') return meets(left, object) && meets(right, object);
  if (operator === 'or') return meets(left, object) || meets(right, object);
  if (operator === 'xor') return meets(left, object) !== meets(right, object);
  if (operator === 'not') return !meets(left, object);
  const field = pathOf(String(left)).reduce<Value>((value, name) => getMember(value, name), object);
  if (operator === 'null') return isNothing(field);
  if (operator === 'true') return isTruthy(field);
  return COMPARES.has(String(operator)) && isTruthy(binary(operator as '=', field, right));
}

/** What every object that meets it can be found by: an equality that stands alone or beside others. */
export function probeOf(condition: Value): string | undefined {
  if (!Array.isArray(condition)) return undefined;
  const [operator, left = null, right = null] = condition;
  if (operator === 'and') return probeOf(left) ?? probeOf(right);
  return operator === '=' && typeof left === 'string' && !left.includes('.') ? probeFor(left, right) : undefined;
}

const pathOf = (path: string): readonly string[] => path.split('.');

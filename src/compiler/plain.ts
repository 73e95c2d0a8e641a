/** Programs are JSON: what a script declares of itself is turned into plain data. */
import { assert } from '../base/index.ts';
import type { Declarations, ParamDeclaration } from '../spec/index.ts';
import { Dict, type Value } from '../values/index.ts';

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

export function plain(value: Value): Plain {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plain);
  assert(value instanceof Dict, 'a literal is a scalar, a list or an object');
  const object: Record<string, Plain> = Object.create(null);
  for (const [key, each] of value.entries()) object[key] = plain(each);
  return object;
}

export const plainDeclarations = (declarations: Declarations): Declarations => ({
  ...declarations,
  params: declarations.params.map(plainParam),
});

function plainParam({ example, options, default: fallback, ...rest }: ParamDeclaration): ParamDeclaration {
  return {
    ...rest,
    ...(example !== undefined && { example: plain(example) as Value }),
    ...(fallback !== undefined && { default: plain(fallback) as Value }),
    ...(options !== undefined && { options: options.map((each) => plain(each) as Value) }),
  };
}

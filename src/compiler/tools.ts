/** Scripts that a model or a person may call: their description, and the JSON schema of their inputs. */
import type { ParamDeclaration, Program } from '../spec/index.ts';
import type { Plain } from './plain.ts';

export interface Tool {
  /** Stem of the script. */
  readonly name: string;
  readonly description: string;
  readonly schema: ToolSchema;
}

export interface ToolSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, PropertySchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

export interface PropertySchema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  readonly format?: string;
  readonly description?: string;
  readonly examples?: readonly Plain[];
  readonly default?: Plain;
  readonly enum?: readonly Plain[];
}

/** Nothing where the script declares neither DESCRIPTION nor PARAM. */
export function toolOf(name: string, { declarations }: Program): Tool | undefined {
  const { description, params } = declarations;
  if (description === undefined && params.length === 0) return undefined;
  const schema: ToolSchema = {
    type: 'object',
    properties: Object.fromEntries(params.map((param) => [param.name, propertyOf(param)])),
    required: params.filter((param) => param.required).map((param) => param.name),
    additionalProperties: false,
  };
  return { name, description: description ?? '', schema };
}

const TYPES: Readonly<Record<string, PropertySchema['type']>> = {
  INTEGER: 'integer',
  INT: 'integer',
  NUMBER: 'integer',
  FLOAT: 'number',
  DOUBLE: 'number',
  DECIMAL: 'number',
  BOOLEAN: 'boolean',
  BOOL: 'boolean',
  ARRAY: 'array',
  LIST: 'array',
  OBJECT: 'object',
  MAP: 'object',
};
const FORMATS: Readonly<Record<string, string>> = { DATE: 'date', DATETIME: 'date-time', EMAIL: 'email' };

function propertyOf({ type, description, example, options, default: fallback }: ParamDeclaration): PropertySchema {
  const upper = type.toUpperCase();
  const format = FORMATS[upper];
  return {
    type: TYPES[upper] ?? 'string',
    ...(format !== undefined && { format }),
    ...(description !== undefined && { description }),
    ...(example !== undefined && { examples: [example as Plain] }),
    ...(fallback !== undefined && { default: fallback as Plain }),
    ...(options !== undefined && { enum: options as readonly Plain[] }),
  };
}

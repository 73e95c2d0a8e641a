/** The tools of a bot: scripts that declare a DESCRIPTION or PARAMs, as JSON schemas for models and API callers. */
import type { Declarations, ParamDeclaration } from '../spec/index.ts';
import { type Json, jsonOf } from './json-value.ts';

export interface ToolSchema {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: { [key: string]: Json };
}

/** Nothing when the script declares nothing: it is no tool. */
export function toolSchema(script: string, { description, params }: Declarations): ToolSchema | undefined {
  if (!description && params.length === 0) return undefined;
  return {
    name: script,
    description: description ?? '',
    inputSchema: {
      type: 'object',
      properties: Object.fromEntries(params.map((param) => [param.name, paramSchema(param)])),
      required: params.filter((param) => param.required).map((param) => param.name),
      additionalProperties: false,
    },
  };
}

const TYPES: Readonly<Record<string, { [key: string]: Json }>> = {
  integer: { type: 'integer' },
  int: { type: 'integer' },
  number: { type: 'number' },
  float: { type: 'number' },
  decimal: { type: 'number' },
  double: { type: 'number' },
  money: { type: 'number' },
  boolean: { type: 'boolean' },
  bool: { type: 'boolean' },
  array: { type: 'array' },
  list: { type: 'array' },
  object: { type: 'object' },
  map: { type: 'object' },
  date: { type: 'string', format: 'date' },
  datetime: { type: 'string', format: 'date-time' },
  time: { type: 'string', format: 'time' },
  email: { type: 'string', format: 'email' },
};

function paramSchema(param: ParamDeclaration): Json {
  return {
    ...(TYPES[param.type.toLowerCase()] ?? { type: 'string' }),
    ...(param.description !== undefined && { description: param.description }),
    ...(param.example !== undefined && { examples: [jsonOf(param.example)] }),
    ...(param.options !== undefined && { enum: param.options.map((option) => jsonOf(option)) }),
    ...(param.default !== undefined && { default: jsonOf(param.default) }),
  };
}

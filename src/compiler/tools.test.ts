import { expect, test } from 'vitest';
import type { ParamDeclaration, Program } from '../spec/index.ts';
import { toolOf } from './tools.ts';

const program = (params: readonly ParamDeclaration[], description?: string): Program => ({
  engine: 1,
  script: 'book.bas',
  constants: [],
  functions: [],
  builtins: [],
  keywords: [],
  inputs: [],
  declarations: { params: [...params], ...(description !== undefined && { description }) },
});

test('a script without DESCRIPTION and PARAM is no tool', () => {
  expect(toolOf('start', program([]))).toBeUndefined();
});

test.each([
  ['STRING', { type: 'string' }],
  ['PHONE', { type: 'string' }],
  ['integer', { type: 'integer' }],
  ['NUMBER', { type: 'integer' }],
  ['DECIMAL', { type: 'number' }],
  ['BOOL', { type: 'boolean' }],
  ['LIST', { type: 'array' }],
  ['MAP', { type: 'object' }],
  ['DATE', { type: 'string', format: 'date' }],
])('%s maps to JSON schema', (type, property) => {
  const tool = toolOf('book', program([{ name: 'x', type, required: true }]));
  expect(tool?.schema.properties.x).toEqual(property);
});

test('examples, defaults, choices and what is required are kept', () => {
  const params: ParamDeclaration[] = [
    { name: 'day', type: 'DATE', required: true, example: '2026-11-21', description: 'Day of the visit' },
    { name: 'size', type: 'STRING', required: false, default: 'm', options: ['s', 'm', 'l'] },
  ];
  expect(toolOf('book', program(params, 'Books a visit'))).toEqual({
    name: 'book',
    description: 'Books a visit',
    schema: {
      type: 'object',
      properties: {
        day: { type: 'string', format: 'date', description: 'Day of the visit', examples: ['2026-11-21'] },
        size: { type: 'string', default: 'm', enum: ['s', 'm', 'l'] },
      },
      required: ['day'],
      additionalProperties: false,
    },
  });
});

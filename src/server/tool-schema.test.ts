import { expect, test } from 'vitest';
import { toolSchema } from './tool-schema.ts';

test('a script that declares nothing is no tool', () => {
  expect(toolSchema('start', { params: [] })).toBeUndefined();
});

test('types, examples, choices and what may be left out', () => {
  const tool = toolSchema('book', {
    description: 'Books a table',
    params: [
      { name: 'guests', type: 'INTEGER', description: 'How many', example: 4, required: true },
      { name: 'day', type: 'DATE', required: true },
      { name: 'room', type: 'STRING', required: false, default: 'terrace', options: ['terrace', 'hall'] },
    ],
  });
  expect(tool).toEqual({
    name: 'book',
    description: 'Books a table',
    inputSchema: {
      type: 'object',
      additionalProperties: false,
      required: ['guests', 'day'],
      properties: {
        guests: { type: 'integer', description: 'How many', examples: [4] },
        day: { type: 'string', format: 'date' },
        room: { type: 'string', enum: ['terrace', 'hall'], default: 'terrace' },
      },
    },
  });
});

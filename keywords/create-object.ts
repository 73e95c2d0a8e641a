/** CREATE OBJECT: An empty object, like NEW OBJECT, a new one each time. */
import { defineKeyword, object } from '../src/spec/index.ts';
import { Dict } from '../src/values/index.ts';
export const createObject = defineKeyword({
  name: 'CREATE OBJECT',
  group: 'language',
  since: '0.1',
  summary: 'An empty object, like NEW OBJECT.',
  syntax: 'CREATE OBJECT',
  params: {},
  returns: object('The object.'),
  example: 'order = CREATE OBJECT',
  compute: () => new Dict(),
});

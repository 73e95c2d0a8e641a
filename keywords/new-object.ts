/** NEW OBJECT: An empty object, a new one each time. */
import { defineKeyword, object } from '../src/spec/index.ts';
import { Dict } from '../src/values/index.ts';
export const newObject = defineKeyword({
  name: 'NEW OBJECT',
  group: 'language',
  since: '0.1',
  summary: 'An empty object.',
  syntax: 'NEW OBJECT',
  params: {},
  returns: object('The object.'),
  example: 'order = NEW OBJECT',
  compute: () => new Dict(),
});

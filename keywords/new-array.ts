/** NEW ARRAY: An empty list, a new one each time. */
import { defineKeyword, list } from '../src/spec/index.ts';
export const newArray = defineKeyword({
  name: 'NEW ARRAY',
  group: 'language',
  since: '0.1',
  summary: 'An empty list.',
  syntax: 'NEW ARRAY',
  params: {},
  returns: list('The list.'),
  example: 'items = NEW ARRAY',
  compute: () => [],
});

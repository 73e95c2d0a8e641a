/** GET … FROM EVENT: one field of the event that is handled, or that was waited for last; of any other object too. */
import { defineKeyword, text, value } from '../src/spec/index.ts';
import { getMember } from '../src/values/index.ts';

export const getFrom = defineKeyword({
  name: 'GET FROM',
  group: 'bots',
  since: '0.2',
  summary: 'Takes one field of the event, or of another object.',
  syntax: 'GET <field:operand> FROM <source:operand>',
  params: { field: text('Name of the field.'), source: value('EVENT, or any object.') },
  returns: value('NOTHING where there is no such field.'),
  example: 'priority = GET "priority" FROM EVENT',
  call: false,
  compute: ({ field, source }) => getMember(source, field),
});

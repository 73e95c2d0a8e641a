/** JSON PARSE: text to objects and lists. What came from outside stays marked in every field. */
import { defineKeyword, value } from '../src/spec/index.ts';
import { FormatError, fromJson, Marked, markTree } from '../src/values/index.ts';

export const jsonParse = defineKeyword({
  name: 'JSON PARSE',
  group: 'language',
  since: '0.1',
  summary: 'Reads JSON text into objects and lists.',
  syntax: 'JSON PARSE <text>',
  call: false,
  params: { text: value('JSON.') },
  returns: value('What it says.'),
  example: 'order = JSON PARSE body',
  compute({ text }, context) {
    const [plain, marks] = text instanceof Marked ? [text.value, text.marks] : [text, 0];
    // GET and its like have read it already.
    if (typeof plain !== 'string') return text;
    try {
      return marks === 0 ? fromJson(plain) : markTree(fromJson(plain), marks);
    } catch (error) {
      if (error instanceof FormatError) return context.fail(error.code, `JSON PARSE: ${error.message}`);
      throw error;
    }
  },
});

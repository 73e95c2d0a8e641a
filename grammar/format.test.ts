import { expect, test } from 'vitest';
import { createParser, format, SYNTAX } from './index.ts';

const parse = createParser(SYNTAX);

test.each([
  ['blocks are indented by two', 'if a then\ntalk "x"\n    else\nx = 1\nend if\n', 'IF a THEN\n  TALK "x"\nELSE\n  x = 1\nEND IF\n'],
  [
    'cases stand in their block',
    'Select Case a\ncase 1\nx = 1\nCASE else\nx = 2\nend select',
    'SELECT CASE a\n  CASE 1\n    x = 1\n  CASE ELSE\n    x = 2\nEND SELECT',
  ],
  [
    'names keep their case',
    'for each Item in Items\n  Log.push(Item)\nnext Item\n',
    'FOR EACH Item IN Items\n  Log.push(Item)\nNEXT Item\n',
  ],
  ['raw bodies are left alone', '  begin talk\n Hello,  \n\n\n  you if\n   end talk\n', 'BEGIN TALK\n Hello,  \n\n\n  you if\nEND TALK\n'],
  ['lines that go on keep their shape', '  x = [\n      1,\n    2]\n', 'x = [\n    1,\n  2]\n'],
  ['texts of several lines are left alone', '  x = "a  \n  b"\n', 'x = "a  \n  b"\n'],
  ['comments stay', "   ' one if  \n\n\n\n  x = 1   ' two\nREM three\n", "' one if\n\nx = 1   ' two\nREM three\n"],
  ['words between values too', 'x = a and not b or c is null\n', 'x = a AND NOT b OR c IS NULL\n'],
  ['what does not parse is left alone', 'x = 1\n   tlak  "hi"   \n  y = 2\n', 'x = 1\n   tlak  "hi"   \ny = 2\n'],
  ['a prompt is left alone', 'You are  a bot.\n   Be kind.\n', 'You are  a bot.\n   Be kind.\n'],
])('%s', (_, text, expected) => {
  expect(format(text, parse)).toBe(expected);
  expect(format(expected, parse)).toBe(expected);
});

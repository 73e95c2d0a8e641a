/** DESCRIPTION: what this script does, for models and people that choose among tools. */
import { defineKeyword, text } from '../src/spec/index.ts';

export const description = defineKeyword({
  name: 'DESCRIPTION',
  group: 'tools',
  since: '0.1',
  summary: 'Says what this script does, so that a model can choose it as a tool.',
  syntax: 'DESCRIPTION <text:prose>',
  value: 'never',
  call: false,
  params: { text: text('One or two sentences.') },
  example: 'DESCRIPTION "Books an appointment with a doctor."',
  declare({ text }, declarations, report) {
    if (typeof text?.literal === 'string') declarations.description ??= text.literal;
    else if (text) report('not-constant', text.span, { keyword: 'DESCRIPTION' });
  },
});

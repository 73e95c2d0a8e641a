import { expect, test } from 'vitest';
import { functions } from '../../../functions/index.ts';
import { SYNTAX } from '../../../grammar/index.ts';
import { keywords } from '../../../keywords/index.ts';
import { languageBrief, scriptIn } from './brief.ts';
import { describeSteps } from './palette.ts';

test('every statement and function a person may write is told, with its forms', () => {
  const brief = languageBrief(describeSteps(keywords, SYNTAX), functions);
  for (const keyword of keywords.filter(({ isHelper }) => !isHelper))
    for (const form of [keyword.syntax].flat()) expect(brief).toContain(`    ${form}`);
  for (const { usage } of functions) expect(brief).toContain(usage);
  expect(brief).toContain('## IF');
  expect(brief.length).toBeLessThan(60_000);
});

test.each([
  ['```basic\nTALK "hi"\n```', 'TALK "hi"\n'],
  ['Here it is:\n\n```basic\nTALK "hi"\n\nTALK "you"\n```\nAnything else?', 'TALK "hi"\n\nTALK "you"\n'],
  ['~~~\r\nTALK "hi"\r\n~~~', 'TALK "hi"\n'],
  ['```\nTALK "broken off', 'TALK "broken off\n'],
  ['TALK "no fence"', 'TALK "no fence"\n'],
  ['````basic\nTALK "```"\n````', 'TALK "```"\n'],
  ['', ''],
])('%j is the script %j', (answer, script) => expect(scriptIn(answer)).toBe(script));

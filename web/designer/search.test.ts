import { expect, test } from 'vitest';
import { found } from './search.ts';

const steps = [
  ['Say something', 'TALK', 'message reply'],
  ['Bot agent', 'BOT', 'agent ask'],
  ['Tell all bots', 'BROADCAST TO BOTS', ''],
  ['Human approval', 'HUMAN APPROVAL', 'person sign off'],
] as const;
test.each([
  ['bot', ['Bot agent', 'Tell all bots']],
  ['TALK', ['Say something']],
  ['approve', []],
  ['appr hum', ['Human approval']],
  ['sign', ['Human approval']],
  ['', steps.map(([title]) => title)],
])('%s', (query, titles) => {
  expect(found(steps, query, (step) => step).map(([title]) => title)).toEqual(titles);
});

/** Every keyword, in the order of the reference. A keyword that is not here does not exist. */
import type { Keyword } from '../src/spec/index.ts';
import { ask } from './ask.ts';
import { beginTalk } from './begin-talk.ts';
import { debug } from './debug.ts';
import { description } from './description.ts';
import { getBotMemory } from './get-bot-memory.ts';
import { hear } from './hear.ts';
import { input } from './input.ts';
import { now } from './now.ts';
import { nowStr } from './now-str.ts';
import { nowUtc } from './now-utc.ts';
import { param } from './param.ts';
import { print } from './print.ts';
import { setBotMemory } from './set-bot-memory.ts';
import { talk } from './talk.ts';
import { time } from './time.ts';
import { timestamp } from './timestamp.ts';
import { today } from './today.ts';
import { todayStr } from './today-str.ts';
import { unixTimestamp } from './unix-timestamp.ts';
import { wait } from './wait.ts';

export const keywords: readonly Keyword[] = [
  talk,
  beginTalk,
  print,
  hear,
  ask,
  input,
  wait,
  param,
  description,
  setBotMemory,
  getBotMemory,
  now,
  today,
  time,
  timestamp,
  unixTimestamp,
  nowUtc,
  nowStr,
  todayStr,
  debug,
];

const BY_NAME = new Map(keywords.map((keyword) => [keyword.name, keyword]));

export const findKeyword = (name: string): Keyword | undefined => BY_NAME.get(name.toUpperCase());

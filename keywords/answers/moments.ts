/** A day as yyyy-MM-dd and a time of day as HH:mm, said as people say them. */
import { DateTime, dateTimeText, parseDateTime, parseTime } from '../../src/values/index.ts';
import type { AnswerType } from './answer-type.ts';

const DAY_MS = 86_400_000;
const NEAR: Readonly<Record<string, number>> = {
  yesterday: -1,
  ontem: -1,
  today: 0,
  hoje: 0,
  tomorrow: 1,
  amanhã: 1,
  amanha: 1,
  'the day after tomorrow': 2,
  'day after tomorrow': 2,
  'depois de amanhã': 2,
  'depois de amanha': 2,
};

export const DATE: AnswerType = {
  names: ['DATE'],
  wanted: ['a date, like 2026-11-30 or tomorrow', 'uma data, como 30/11/2026 ou amanhã'],
  read(text, { now }) {
    const word = text.toLowerCase();
    if (Object.hasOwn(NEAR, word)) return dayText(now + (NEAR[word] as number) * DAY_MS);
    const date = parseDateTime(text);
    return date && dayText(date.ms);
  },
};

export const HOUR: AnswerType = {
  names: ['HOUR', 'TIME'],
  wanted: ['a time of day, like 14:30', 'um horário, como 14:30'],
  read(text) {
    const noon = /^(noon|midday|meio[- ]dia)$/i.test(text) ? '12:00' : /^(midnight|meia[- ]noite)$/i.test(text) ? '0:00' : text;
    const time = parseTime(/^\d{1,2}$/.test(noon) ? `${noon}:00` : noon);
    return time && `${String(time.hour).padStart(2, '0')}:${String(time.minute).padStart(2, '0')}`;
  },
};

const dayText = (ms: number): string => dateTimeText(new DateTime(Math.floor(ms / DAY_MS) * DAY_MS, true));

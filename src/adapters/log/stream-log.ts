/** Log lines to a stream: readable for people, or one JSON object a line for collectors. */
import type { LogPort } from '../../spec/index.ts';

type Level = Parameters<LogPort['log']>[0];
const LEVELS: readonly Level[] = ['debug', 'info', 'warn', 'error'];

export interface LogOptions {
  readonly write: (line: string) => void;
  readonly least?: Level;
  readonly json?: boolean;
  readonly now: () => number;
}

export function createLog({ write, least = 'info', json = false, now }: LogOptions): LogPort {
  const from = LEVELS.indexOf(least);
  return {
    log(level, message, details = {}) {
      if (LEVELS.indexOf(level) < from) return;
      const at = new Date(now()).toISOString();
      write(
        json
          ? `${JSON.stringify({ at, level, message, ...plain(details) })}\n`
          : `${at} ${level.padEnd(5)} ${oneLine(message)}${listed(details)}\n`,
      );
    },
  };
}

const listed = (details: Readonly<Record<string, unknown>>): string =>
  Object.entries(details)
    .map(([name, value]) => ` ${name}=${oneLine(typeof value === 'string' ? value : shown(value))}`)
    .join('');

const plain = (details: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(details).map(([name, value]) => [name, value instanceof Error ? shown(value) : value]));

const shown = (value: unknown): string =>
  value instanceof Error ? (value.stack ?? value.message) : (JSON.stringify(value) ?? String(value));

/** What came from outside must not be able to write a line of its own. */
const oneLine = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (char) => (char === '\n' ? '\\n' : `\\x${char.charCodeAt(0).toString(16)}`));

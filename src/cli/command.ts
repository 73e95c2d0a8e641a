/** What a command of `basalt` is, and how its words are read. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** As shown in help: `URL|DIR|memory`. */
  readonly placeholder?: string;
  readonly summary: string;
}

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly stdin: NodeJS.ReadStream;
  readonly isInteractive: boolean;
}

export interface Words {
  readonly positionals: readonly string[];
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  flag(name: string): boolean;
}

/** 0 ok · 1 the user's program or input is wrong · 2 usage · 3 ours. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface Command {
  /** After `basalt NAME`: `FILE [--json]`. */
  readonly usage: string;
  readonly help?: string;
  readonly options: Readonly<Record<string, Option>>;
  /** Fewest and most positionals. */
  readonly positionals: readonly [number, number];
  readonly run: (words: Words, terminal: Terminal) => Promise<ExitCode>;
}

/** The command was called with the wrong words: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What the user gave (a file, an address, a value) cannot be used: exit code 1, no stack. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

export function readWords(command: Command, args: readonly string[]): Words {
  const options: ParseArgsConfig['options'] = { ...command.options, help: { type: 'boolean', short: 'h' } };
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    const values: Readonly<Record<string, unknown>> = parsed.values;
    const positionals = parsed.positionals;
    const [least, most] = command.positionals;
    if (!values.help && (positionals.length < least || positionals.length > most))
      throw new UsageError(`this command takes ${command.usage || 'nothing more'}`);
    return {
      positionals,
      text: (name) => values[name] as string | undefined,
      texts: (name) => (values[name] as string[] | undefined) ?? [],
      flag: (name) => values[name] === true,
    };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

export function commandHelp(name: string, summary: string, command: Command): string {
  const rows = Object.entries(command.options).map(([option, { short, placeholder, summary: text }]) => [
    `${short ? `-${short}, ` : '    '}--${option}${placeholder ? ` ${placeholder}` : ''}`,
    text,
  ]);
  const width = Math.max(0, ...rows.map(([left]) => (left as string).length));
  const options = rows.map(([left, right]) => `  ${(left as string).padEnd(width)}  ${right}`);
  return [
    `basalt ${name} ${command.usage}`.trimEnd(),
    '',
    summary,
    ...(command.help ? ['', command.help] : []),
    ...(options.length ? ['', ...options] : []),
    '',
  ].join('\n');
}

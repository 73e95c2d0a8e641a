import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stemOf } from '../compiler/index.ts';
import { play } from '../host/index.ts';
import { type Line, parseTranscript, printTranscript, TranscriptError } from '../runtime/index.ts';
import { CaseError, configIn, parseCase, readPackageTexts, rehearse, scriptsIn } from '../sandbox/index.ts';
import { type Command, InputError, type Terminal } from './command.ts';
import { compileScript } from './compile-script.ts';
import { difference } from './difference.ts';
import { readText } from './read-text.ts';
import { packageOf, shown } from './sources.ts';

export const test: Command = {
  usage: 'DIR… [--accept] [--json]',
  help: [
    'Plays NAME.transcript against NAME.bas beside it, in memory, with the clock in hand: > bot, < user, ~ clock, ! effect, = end.',
    'Tries the cases of NAME.gbtest/*.json with simulated people, bots and services.',
  ].join(' '),
  options: {
    accept: { type: 'boolean', summary: 'Write what happened into the transcripts that differ.' },
    json: { type: 'boolean', summary: 'One JSON object per transcript and line.' },
  },
  positionals: [1, 10_000],
  async run(words, terminal) {
    const files = words.positionals.flatMap(testsBelow);
    if (files.length === 0) throw new InputError('there is no .transcript file, and no case in a .gbtest folder');
    let failed = 0;
    for (const file of files) {
      const outcome = file.endsWith('.json') ? await tryCase(file) : await tryOne(file, words.flag('accept'), terminal);
      if (!outcome.ok) failed++;
      if (words.flag('json')) terminal.out(`${JSON.stringify({ file: shown(file), ...outcome })}\n`);
      else terminal.out(`${outcome.ok ? 'ok    ' : 'FAILED'} ${shown(file)}\n${outcome.difference ?? ''}`);
    }
    if (!words.flag('json')) terminal.out(`${files.length - failed} passed, ${failed} failed\n`);
    return failed > 0 ? 1 : 0;
  },
};

interface Tried {
  readonly ok: boolean;
  readonly difference?: string;
}

async function tryOne(file: string, isAccepting: boolean, terminal: Terminal): Promise<Tried> {
  const script = compileScript(scriptOf(file), {}, terminal);
  if (!script) return { ok: false, difference: '  the script has errors\n' };
  const { stem, programs, config, variables } = script;
  const transcript = parsed(file);
  const { lines: played } = await play({ script: stem, programs, config, variables, transcript });
  const lines = asWritten(played, transcript);
  const [expected, found] = [printTranscript(transcript), printTranscript(lines)];
  if (expected === found) return { ok: true };
  if (!isAccepting) return { ok: false, difference: difference(expected, found) };
  writeFileSync(file, found);
  return { ok: true };
}

async function tryCase(file: string): Promise<Tried> {
  const layout = packageOf(file);
  if (!layout) throw new InputError(`${shown(file)} lies in no package (NAME.gbai)`);
  const texts = readPackageTexts(layout.folder);
  const rehearsal = { scripts: scriptsIn(texts), config: configIn(texts), real: [], policy: 'workshop', grants: [] } as const;
  const answer = await rehearse({ ...rehearsal, of: parsedCase(file) });
  if (answer.ok) return { ok: true };
  const errors = answer.problems
    .filter(({ severity }) => severity === 'error')
    .map((each) => `${each.file}:${each.line}:${each.column}: ${each.message}`);
  const { fault } = answer;
  const faulted = fault ? [`${fault.message} (${fault.script ?? answer.script}:${fault.line ?? '?'})`] : [];
  const why = answer.unmet.length > 0 ? answer.unmet : [...errors, ...faulted, `it is ${answer.state}`].slice(0, 5);
  return { ok: false, difference: why.map((each) => `  ${each}\n`).join('') };
}

function parsedCase(file: string) {
  try {
    return parseCase(readText(file));
  } catch (error) {
    if (error instanceof CaseError) throw new InputError(`${shown(file)}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** A transcript need not tell of prompts and chips, nor of the end; one that does is held to all of them. */
function asWritten(lines: readonly Line[], transcript: readonly Line[]): readonly Line[] {
  const told = new Set(transcript.map(({ kind }) => kind));
  return lines.filter(({ kind }) => (kind !== 'shown' && kind !== 'end') || told.has(kind));
}

function parsed(file: string): readonly Line[] {
  try {
    return parseTranscript(readText(file));
  } catch (error) {
    if (error instanceof TranscriptError) throw new InputError(`${shown(file)}: ${error.message}`, { cause: error });
    throw error;
  }
}

function scriptOf(transcript: string): string {
  const stem = transcript.replace(/\.transcript$/, '');
  const script = ['.bas', '.basic', '.vb', '.vbs', '.vba'].map((ending) => stem + ending).find(existsSync);
  if (!script) throw new InputError(`${shown(transcript)} has no ${stemOf(stem)}.bas beside it`);
  return script;
}

const isTest = (name: string): boolean => name.endsWith('.transcript') || /\.gbtest[/\\][^/\\]+\.json$/i.test(name);

function testsBelow(path: string): string[] {
  const full = resolve(path);
  if (!existsSync(full)) throw new InputError(`there is no ${path}`);
  if (statSync(full).isFile()) return isTest(full) ? [full] : [];
  return (readdirSync(full, { recursive: true }) as string[])
    .filter((name) => isTest(join(full, name)) && !name.includes('node_modules'))
    .sort()
    .map((name) => join(full, name));
}

/** The lines that begin with a colon. */
import { readFileSync, writeFileSync } from 'node:fs';
import { functions } from '../../functions/index.ts';
import { dumpAst } from '../../grammar/index.ts';
import { findKeyword } from '../../keywords/index.ts';
import { nearest } from '../base/index.ts';
import { dumpProgram, type Language, renderDiagnostics } from '../compiler/index.ts';
import { describeFunction, describeKeyword } from '../language/index.ts';
import type { Entry } from '../spec/index.ts';
import { toJson, toText, type Value } from '../values/index.ts';
import type { Workspace } from './workspace.ts';

export interface ReplState {
  readonly workspace: Workspace;
  readonly language: Language;
  /** Journal of the chunk that ran last. */
  entries: readonly Entry[];
  isTracing: boolean;
}

interface ReplCommand {
  readonly usage: string;
  readonly summary: string;
  readonly act: (rest: string, state: ReplState) => string;
}

export const REPL_COMMANDS: Readonly<Record<string, ReplCommand>> = {
  help: {
    usage: ':help [NAME]',
    summary: 'These commands, or one keyword or function.',
    act: (rest) => (rest ? helpOn(rest) : overview()),
  },
  ast: { usage: ':ast LINE', summary: 'The tree of a line.', act: (rest, { language }) => dumpAst(language.parse(rest).tree) },
  ir: { usage: ':ir LINE', summary: 'The steps a line becomes.', act: stepsOf },
  trace: { usage: ':trace [on|off]', summary: 'The journal of what ran last; or after every line.', act: trace },
  state: { usage: ':state', summary: 'All variables and routines.', act: (_, { workspace }) => stateOf(workspace) },
  save: { usage: ':save FILE', summary: 'Writes variables and routines to a file.', act: save },
  resume: { usage: ':resume FILE', summary: 'Reads them back.', act: resume },
  quit: { usage: ':quit', summary: 'Ends; so does Ctrl+D.', act: () => '' },
};

/** What a `:command` line prints. */
export function replCommand(line: string, state: ReplState): string {
  const [, name = '', rest = ''] = /^:(\S*)\s*([\s\S]*)$/.exec(line) ?? [];
  const command = REPL_COMMANDS[name.toLowerCase()];
  if (command) return command.act(rest.trim(), state);
  const near = nearest(name, Object.keys(REPL_COMMANDS));
  return `there is no :${name}${near ? `; did you mean :${near}?` : ''} (:help lists them)\n`;
}

const overview = () =>
  `${Object.values(REPL_COMMANDS)
    .map(({ usage, summary }) => `  ${usage.padEnd(16)} ${summary}`)
    .join('\n')}\n`;

function helpOn(name: string): string {
  const keyword = findKeyword(name.replaceAll('_', ' '));
  if (keyword) return `${keyword.name}\n${describeKeyword(keyword)}\n`;
  const definition = functions.find((each) => each.name === name.toUpperCase() || each.aliases?.includes(name.toUpperCase()));
  return definition ? `${definition.name}\n${describeFunction(definition)}\n` : `there is no keyword or function ${name}\n`;
}

function stepsOf(line: string, { workspace }: ReplState): string {
  const { program, diagnostics, source } = workspace.compile(line);
  return program ? dumpProgram(program) : renderDiagnostics(diagnostics, source, 'repl');
}

function trace(rest: string, state: ReplState): string {
  if (rest === 'on' || rest === 'off') {
    state.isTracing = rest === 'on';
    return `tracing is ${rest}\n`;
  }
  return traceOf(state.entries);
}

export const traceOf = (entries: readonly Entry[]): string =>
  entries.length === 0
    ? 'nothing in the journal\n'
    : entries
        .map(
          ({ seq, address, kind, name, preview }) =>
            `${String(seq).padStart(4)}  ${address.padEnd(6)} ${kind.padEnd(7)} ${name}  ${preview}\n`,
        )
        .join('');

function stateOf(workspace: Workspace): string {
  const lines = [
    ...workspace.variables.map(([name, value]) => `${name} = ${shown(value)}`),
    ...workspace.routines.map((name) => `${name}(…)`),
  ];
  return lines.length === 0 ? 'no variables yet\n' : `${lines.join('\n')}\n`;
}

const LONGEST = 200;

export function shown(value: Value): string {
  const text =
    value === null
      ? 'NOTHING'
      : typeof value === 'string'
        ? JSON.stringify(value)
        : typeof value === 'object' && (Array.isArray(value) || 'entries' in value)
          ? toJson(value)
          : toText(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function save(file: string, { workspace }: ReplState): string {
  if (!file) return ':save needs a file name\n';
  writeFileSync(file, workspace.save(), { mode: 0o600 });
  return `saved to ${file}\n`;
}

function resume(file: string, { workspace }: ReplState): string {
  try {
    workspace.resume(readFileSync(file, 'utf8'));
  } catch (error) {
    return `${file} cannot be resumed: ${error instanceof Error ? error.message : String(error)}\n`;
  }
  return stateOf(workspace);
}

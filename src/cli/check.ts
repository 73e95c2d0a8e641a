import { compile, describeDiagnostics, renderDiagnostics } from '../compiler/index.ts';
import { type PackageLayout, parseConfig } from '../deploy/index.ts';
import { standardLanguage } from '../language/index.ts';
import { type Diagnostic, severityOf } from '../spec/index.ts';
import type { Command, Terminal } from './command.ts';
import { readText } from './read-text.ts';
import { packageOf, type Subject, shown, subjectsOf } from './sources.ts';

interface Checked {
  readonly file: string;
  readonly source: string;
  readonly diagnostics: readonly Diagnostic[];
}

export const check: Command = {
  usage: 'PATH… [--json]',
  help: 'Takes scripts, packages and folders of them. Exit code 1 if any has an error; warnings do not count.',
  options: { json: { type: 'boolean', summary: 'One JSON object per finding and line.' } },
  positionals: [1, 10_000],
  async run(words, terminal) {
    const subjects = words.positionals.flatMap(subjectsOf);
    const checked = subjects.flatMap(checkSubject);
    const isJson = words.flag('json');
    for (const each of checked) print(each, isJson, terminal);
    const mistakes = configsOf(subjects).flatMap(mistakesIn);
    for (const each of mistakes) terminal.out(isJson ? `${JSON.stringify(each)}\n` : shownMistake(each));
    const all = checked.flatMap(({ diagnostics }) => diagnostics);
    const errors = mistakes.length + all.filter(({ code }) => severityOf(code) === 'error').length;
    if (!isJson) terminal.out(`${summary(checked.length, errors, mistakes.length + all.length - errors)}\n`);
    return errors > 0 ? 1 : 0;
  },
};

function checkSubject(subject: Subject): readonly Checked[] {
  if (subject.kind === 'package') return [...subject.layout.scripts.values()].map((file) => checkFile(file, subject.layout));
  return [checkFile(subject.file, packageOf(subject.file))];
}

/** Of the packages named, not of a script's own. */
const configsOf = (subjects: readonly Subject[]): readonly string[] =>
  subjects.flatMap((subject) => (subject.kind === 'package' && subject.layout.config ? [subject.layout.config] : []));

const mistakesIn = (config: string) =>
  parseConfig(readText(config)).mistakes.map((each) => ({ file: shown(config), severity: 'error' as const, ...each }));

const shownMistake = ({ file, line, column, code, message, help }: ReturnType<typeof mistakesIn>[number]): string =>
  `error[${code}]: ${message}\n  ${file}:${line}:${column}\n  help: ${help}\n`;

function checkFile(file: string, layout: PackageLayout | undefined): Checked {
  const source = readText(file);
  const config = layout?.config && parseConfig(readText(layout.config));
  const { diagnostics } = compile(source, {
    script: shown(file),
    language: standardLanguage(),
    ...(layout && { scripts: layout.scripts.keys() }),
    ...(config && { variables: Object.keys(config.variables) }),
  });
  return { file: shown(file), source, diagnostics };
}

function print({ file, source, diagnostics }: Checked, isJson: boolean, terminal: Terminal): void {
  if (diagnostics.length === 0) return;
  if (!isJson) terminal.out(`${renderDiagnostics(diagnostics, source, file)}\n`);
  else for (const record of describeDiagnostics(diagnostics, source, file)) terminal.out(`${JSON.stringify(record)}\n`);
}

const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
const summary = (files: number, errors: number, others: number) =>
  `${counted(files, 'script')}: ${errors + others === 0 ? 'no mistakes found' : `${counted(errors, 'error')}, ${counted(others, 'warning')}`}`;

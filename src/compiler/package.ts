/** A package's scripts, compiled together: each knows which others there are to CALL. */
import { type Diagnostic, type Program, severityOf } from '../spec/index.ts';
import { compile } from './compile.ts';
import { cyclicCalls } from './cycles.ts';
import type { Language } from './language.ts';
import { stemOf } from './stem.ts';
import { type Tool, toolOf } from './tools.ts';

export interface PackageOptions {
  /** By stem (`start`) or file name (`start.bas`). */
  readonly scripts: Readonly<Record<string, string>>;
  /** Names that config.csv gives to the scripts. */
  readonly variables?: Iterable<string>;
  /** Names of bots that are live beside this one. */
  readonly bots?: Iterable<string>;
  readonly language: Language;
}

export interface CompiledPackage {
  /** By stem, ON EVENT blocks after `~` in it; empty when any script has an error: a package goes live whole or not at all. */
  readonly programs: Readonly<Record<string, Program>>;
  readonly tools: readonly Tool[];
  readonly diagnostics: readonly { readonly file: string; readonly source: string; readonly diagnostics: readonly Diagnostic[] }[];
  readonly hasErrors: boolean;
}

export function compilePackage({ scripts, variables, bots, language }: PackageOptions): CompiledPackage {
  const stems = Object.keys(scripts).map(stemOf);
  const names = [...(variables ?? [])];
  const known = [...(bots ?? []), ...Object.values(scripts).flatMap(botsNamedIn)];
  const parsed = Object.entries(scripts).map(([name, source]) => {
    const stem = stemOf(name);
    const file = name === stem ? `${stem}.bas` : name;
    return { stem, file, source, ...compile(source, { script: `${stem}.bas`, language, scripts: stems, bots: known, variables: names }) };
  });
  const cycles = cyclicCalls(parsed.map(({ stem, tree }) => ({ stem, body: tree.body })));
  const compiled = parsed.map((each) => ({
    ...each,
    diagnostics: [...each.diagnostics, ...newOf(cycles.get(each.stem) ?? [], each.diagnostics)],
  }));
  const hasErrors = compiled.some(({ diagnostics }) => diagnostics.some((each) => severityOf(each.code) === 'error'));
  const programs = hasErrors ? [] : compiled.flatMap(({ stem, program }) => (program ? [[stem, program] as const] : []));
  const handlers = hasErrors ? [] : compiled.flatMap((each) => Object.entries(each.handlers));
  return {
    programs: Object.fromEntries([...programs, ...handlers]),
    tools: programs.flatMap(([stem, program]) => toolOf(stem, program) ?? []),
    diagnostics: compiled
      .filter((each) => each.diagnostics.length > 0)
      .map(({ file, source, diagnostics }) => ({ file, source, diagnostics })),
    hasErrors,
  };
}

/** Read off the text, for any script may add a bot that another one asks. */
const botsNamedIn = (source: string): readonly string[] =>
  Array.from(source.matchAll(/\bADD[ _]BOT\s*\(?\s*"([^"\n]+)"/gi), ([, name]) => name as string);

/** A script that runs itself was told so when it was compiled. */
const newOf = (found: readonly Diagnostic[], told: readonly Diagnostic[]): readonly Diagnostic[] =>
  found.filter(({ code, span }) => !told.some((each) => each.code === code && each.span.start === span.start));

/**
 * Starting packages, as a gallery shows them. Title and summary are the heading and the first paragraph of README.md, or
 * bot-name and bot-description of config.csv; what one needs is read off its scripts.
 */
import { join } from 'node:path';
import { statementsIn, stemOf } from '../compiler/index.ts';
import { parseConfig } from '../deploy/index.ts';
import { standardLanguage } from '../language/index.ts';
import type { Template, TemplateNeeds } from '../runtime/index.ts';
import { type KeywordStatement, literalArgument } from '../spec/index.ts';
import { toText } from '../values/index.ts';
import { parseCase } from './case.ts';
import { casesIn, configIn, type PackageTexts, readPackageTexts, scriptsIn } from './package-texts.ts';

const ENDING = '.gbai';

export const readTemplate = (folder: string, name: string): Template => templateOf(name, readPackageTexts(join(folder, name + ENDING)));

export function templateOf(name: string, texts: PackageTexts): Template {
  const config = parseConfig(configIn(texts)).values;
  const [title, summary] = readmeOf(texts);
  const uses = Object.values(scriptsIn(texts)).flatMap(usesIn);
  return {
    name,
    title: title ?? config['bot-name'] ?? name,
    summary: summary ?? config['bot-description'] ?? '',
    kind: uses.some(({ keyword }) => keyword === 'ORCHESTRATE WORKFLOW') ? 'workflow' : 'conversation',
    needs: needsOf(uses, texts, config),
    files: Object.entries(texts).map(([path, text]) => ({ path, text })),
    cases: casesIn(texts).map((each) => ({ name: each.name, title: titleOf(texts[each.path] as string, each) })),
  };
}

function readmeOf(texts: PackageTexts): readonly [title?: string, summary?: string] {
  const text = Object.entries(texts).find(([path]) => path.toLowerCase() === 'readme.md')?.[1];
  const [, title, rest = ''] = /^#\s+(.+)\r?\n([\s\S]*)$/m.exec(text ?? '') ?? [];
  const paragraph = rest.trim().split(/\r?\n\s*\r?\n/, 1)[0];
  return [title?.trim(), paragraph?.replaceAll(/\s+/g, ' ').trim()];
}

function titleOf(text: string, { kind, name }: { readonly kind: string; readonly name: string }): string {
  if (kind === 'transcript') return `the transcript of ${name}`;
  return parseCase(text).title ?? name;
}

// ── what it needs ──

const usesIn = (source: string): readonly KeywordStatement[] =>
  [...statementsIn(standardLanguage().parse(source).tree.body)].filter((each) => each.kind === 'keyword');

function needsOf(uses: readonly KeywordStatement[], texts: PackageTexts, config: Readonly<Record<string, string>>): TemplateNeeds {
  const scripts = new Set(Object.keys(scriptsIn(texts)).map((stem) => plain(stemOf(stem))));
  const named = (keyword: string, parameter: string) =>
    uses.flatMap(({ keyword: own, args }) => (own === keyword ? literals(args[parameter]) : []));
  const bots = [...named('ADD BOT', 'bot'), ...named('BOT', 'bot')].filter((name) => !scripts.has(plain(name)));
  const hosts = Object.values(scriptsIn(texts)).flatMap((source) =>
    Array.from(source.matchAll(/https?:\/\/([\w.-]+(?::\d+)?)/g), ([, host]) => host as string),
  );
  return {
    bots: distinct(bots),
    people: distinct([...named('HUMAN APPROVAL', 'who'), ...named('HUMAN INPUT', 'who')]),
    services: distinct(hosts),
    secrets: Object.entries(config).flatMap(([name, value]) => (value === '' ? [name] : [])),
    grants: distinct(
      Object.entries(texts).flatMap(([path, text]) => (/\.gbtest\/[^/]+\.json$/i.test(path) ? (parseCase(text).grants ?? []) : [])),
    ),
    model: bots.length > 0 || Object.values(scriptsIn(texts)).some((source) => /\bLLM\b/i.test(source)),
  };
}

function literals(argument: KeywordStatement['args'][string] | undefined): readonly string[] {
  const value = argument && literalArgument(argument);
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(toText);
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]+/g, '');
/** One by each name: `role` and `Role` are one. */
const distinct = (names: readonly string[]): readonly string[] => [...new Map(names.map((name) => [plain(name), name])).values()];

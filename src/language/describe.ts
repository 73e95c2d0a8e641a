/** What a person reads of a keyword or a function: in the terminal, in a hover. Plain text, no colour. */
import type { FunctionDefinition, Keyword, Parameter } from '../spec/index.ts';

export function describeKeyword(keyword: Keyword): string {
  const forms = [keyword.syntax].flat() as string[];
  const params = Object.entries(keyword.params as Record<string, Parameter<unknown>>);
  const width = Math.max(0, ...params.map(([name]) => name.length));
  return [
    keyword.summary,
    '',
    ...forms.map((form) => `  ${form}`),
    ...(params.length ? [''] : []),
    ...params.map(([name, { summary, isOptional }]) => `  ${name.padEnd(width)}  ${summary}${isOptional ? ' (optional)' : ''}`),
    ...(keyword.returns ? ['', `Gives: ${keyword.returns.summary}`] : []),
    '',
    'Example:',
    ...keyword.example.split('\n').map((line) => `  ${line}`),
    ...(keyword.effect ? ['', promiseOf(keyword) as string] : []),
  ].join('\n');
}

const PROMISES = {
  pure: 'Happens once; a replay sees the same value.',
  ours: 'Exactly once, also after a crash.',
  data: 'Exactly once, also after a crash.',
  repeatable: 'Asked at least once; the first answer that was recorded stays.',
  consequential: 'Asked at most once; when the answer is lost, a person decides.',
  wait: 'Waits in the database; survives any restart.',
} as const;

/** What a run may count on, in one sentence; nothing for keywords that only compute. */
export const promiseOf = (keyword: Keyword): string | undefined => keyword.effect && PROMISES[keyword.effect.class];

export function describeFunction(definition: FunctionDefinition): string {
  const aliases = definition.aliases?.length ? ['', `Also written: ${definition.aliases.join(', ')}`] : [];
  return [definition.summary, '', `  ${definition.usage}`, '', 'Example:', `  ${definition.example}`, ...aliases].join('\n');
}

/** What a person reads of a keyword, a function or a form of control flow, as Markdown: hovers and completion show it. */
import type { FunctionDefinition, Keyword, Parameter } from '../../spec/index.ts';
import { promiseOf } from '../index.ts';
import type { ControlForm } from './control-flow.ts';

const basic = (...lines: readonly string[]): string => ['```basalt', ...lines, '```'].join('\n');
/** Nothing in a summary is meant as markup. */
const plain = (text: string): string => text.replace(/[\\`*_[\]<>|#]/g, '\\$&');

export function keywordMarkdown(keyword: Keyword): string {
  const params = Object.entries(keyword.params as Record<string, Parameter<unknown>>).filter(([, { isInternal }]) => !isInternal);
  const rows = params.map(([name, { summary, isOptional }]) => `- \`${name}\`${isOptional ? ' (optional)' : ''}: ${plain(summary)}`);
  const promise = promiseOf(keyword);
  return [
    `**${keyword.name}** ${plain(keyword.summary)}`,
    basic(...[keyword.syntax].flat().map(shownSyntax)),
    ...(rows.length ? [rows.join('\n')] : []),
    ...(keyword.returns ? [`Gives: ${plain(keyword.returns.summary)}`] : []),
    `Example:\n${basic(keyword.example)}`,
    ...(promise ? [`*${plain(promise)}*`] : []),
  ].join('\n\n');
}

export function functionMarkdown({ name, summary, usage, example, aliases }: FunctionDefinition): string {
  return [
    `**${name}** ${plain(summary)}`,
    basic(usage),
    `Example:\n${basic(example)}`,
    ...(aliases?.length ? [`Also written: ${aliases.map(plain).join(', ')}`] : []),
  ].join('\n\n');
}

export const controlMarkdown = ({ name, summary, syntax, example }: ControlForm): string =>
  [`**${name}** ${plain(summary)}`, basic(...syntax), ...(example === name ? [] : [`Example:\n${basic(example)}`])].join('\n\n');

/** As people read it: the kind of an argument is for the parser. */
export const shownSyntax = (line: string): string => line.replace(/<(\w+)(?::\w+)?(\.\.\.)?>/g, '<$1$2>').replaceAll('/', '');

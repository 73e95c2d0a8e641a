/** Tokens and trees as text, one thing a line, in a stable order. */
import type { Script } from '../src/spec/index.ts';
import { KIND_NAMES, kindTable, lex } from './tokens.ts';

export function dumpTokens(text: string): string {
  const kinds = kindTable();
  return lex(text)
    .map(({ image, startOffset, tokenTypeIdx }) => `${startOffset} ${KIND_NAMES[kinds[tokenTypeIdx] as number]} ${JSON.stringify(image)}\n`)
    .join('');
}

/** One node a line: `field: kind detail @start-end`. */
export function dumpAst(tree: Script): string {
  const lines: string[] = [];
  const { text: _, ...rest } = tree;
  dumpNode('', rest, 0, lines);
  return `${lines.join('\n')}\n`;
}

type Bag = Readonly<Record<string, unknown>>;
const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value);
const isSpan = (value: unknown): value is { start: number; end: number } =>
  isBag(value) && 'start' in value && 'end' in value && Object.keys(value).length === 2;
const isPlain = (value: unknown) => !isBag(value) && !Array.isArray(value);

function dumpNode(label: string, node: Bag, depth: number, lines: string[]): void {
  const kind = node.kind ? ` ${node.kind}` : '';
  const details = Object.entries(node)
    .filter(([key, value]) => key !== 'kind' && isPlain(value) && value !== undefined)
    .map(([key, value]) => ` ${key}=${JSON.stringify(value)}`)
    .join('');
  const span = isSpan(node.span) ? ` @${node.span.start}-${node.span.end}` : '';
  lines.push(`${'  '.repeat(depth)}${label}${kind}${details}${span}`.trimEnd());
  for (const [key, value] of Object.entries(node)) dumpField(key, value, depth + 1, lines);
}

function dumpField(key: string, value: unknown, depth: number, lines: string[]): void {
  if (isSpan(value)) {
    if (key === 'comment') lines.push(`${'  '.repeat(depth)}comment: @${value.start}-${value.end}`);
  } else if (Array.isArray(value) && !value.every(isSpan)) {
    for (const [index, item] of value.entries()) dumpItem(`${key}[${index}]`, item, depth, lines);
  } else if (isBag(value)) dumpNode(`${key}:`, value, depth, lines);
}

function dumpItem(label: string, item: unknown, depth: number, lines: string[]): void {
  if (isBag(item)) dumpNode(`${label}:`, item, depth, lines);
  else if (Array.isArray(item)) for (const [index, each] of item.entries()) dumpItem(`${label}[${index}]`, each, depth, lines);
  else lines.push(`${'  '.repeat(depth)}${label}: ${JSON.stringify(item)}`);
}

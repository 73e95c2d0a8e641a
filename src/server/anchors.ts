/** Where the statement of a line stands in its script: what an editor marks while a run is at it. */
import { lineStarts, positionAt, type Span } from '../base/index.ts';
import { partsOf } from '../compiler/index.ts';
import { standardLanguage } from '../language/index.ts';
import type { Block, Packages, Statement, Version } from '../spec/index.ts';

export interface Anchor {
  readonly script: string;
  readonly line: number;
  /** Offsets in the script, in UTF-16 code units; absent where its text is not known. */
  readonly span?: Span;
}

/** The statements of a version's scripts, by the line they begin in; each script is read once. */
export class Anchors {
  readonly #packages: Pick<Packages, 'source'>;
  readonly #version: Pick<Version, 'programs'>;
  readonly #scripts = new Map<string, Promise<ReadonlyMap<number, Span>>>();

  constructor(packages: Pick<Packages, 'source'>, version: Pick<Version, 'programs'>) {
    this.#packages = packages;
    this.#version = version;
  }

  async of(script: string, line: number): Promise<Anchor> {
    const lines = this.#scripts.get(script) ?? this.#read(script);
    this.#scripts.set(script, lines);
    const span = (await lines).get(line);
    return { script, line, ...(span && { span }) };
  }

  async #read(script: string): Promise<ReadonlyMap<number, Span>> {
    const stem = script.replace(/\.bas$/i, '').toLowerCase();
    const hash = Object.entries(this.#version.programs).find(([name]) => name.toLowerCase() === stem)?.[1];
    const source = hash === undefined ? undefined : await this.#packages.source(hash);
    return source ? statementsByLine(source) : new Map();
  }
}

export function statementsByLine(source: string): ReadonlyMap<number, Span> {
  const starts = lineStarts(source);
  const found = new Map<number, Span>();
  for (const statement of allStatements(standardLanguage().parse(source).tree.body)) {
    const { kind, span } = statement;
    const text = source.slice(span.start, span.end);
    if (kind === 'blank' || kind === 'comment' || text.trim() === '') continue;
    const start = span.start + text.length - text.trimStart().length;
    const { line } = positionAt(starts, start);
    // The first of a line; of two that begin there, the inner one is asked.
    if (!found.has(line)) found.set(line, { start, end: span.start + text.trimEnd().length });
  }
  return found;
}

function allStatements(block: Block): readonly Statement[] {
  return block.flatMap((statement) => [statement, ...partsOf(statement).blocks.flatMap(allStatements)]);
}

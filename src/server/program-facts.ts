/** What pages tell of programs without showing them: which bots they name, which events they wait for. A program never changes, so it is read once. */
import { type Tool, toolOf } from '../compiler/index.ts';
import type { EventDeclaration, Packages, Program, Version } from '../spec/index.ts';

export interface Delegation {
  /** The keyword: BOT, DELEGATE TO, TRANSFER CONVERSATION, ADD BOT. */
  readonly by: string;
  /** Absent where the script finds it out while it runs. */
  readonly bot?: string;
  /** What it is given to do, where the script says it outright. */
  readonly task?: string;
  readonly line: number;
}

export interface ProgramFacts {
  readonly script: string;
  readonly tool?: Tool;
  readonly delegations: readonly Delegation[];
  readonly events: readonly EventDeclaration[];
}

const MOST_KEPT = 5_000;
const NAMING = new Set(['BOT', 'DELEGATE TO', 'TRANSFER CONVERSATION', 'ADD BOT']);

export class ProgramFactsReader {
  readonly #packages: Pick<Packages, 'program'>;
  readonly #kept = new Map<string, Omit<ProgramFacts, 'script'>>();

  constructor(packages: Pick<Packages, 'program'>) {
    this.#packages = packages;
  }

  /** By script. */
  async of(version: Pick<Version, 'programs'>): Promise<readonly ProgramFacts[]> {
    const found: ProgramFacts[] = [];
    for (const [script, hash] of Object.entries(version.programs).sort(([a], [b]) => (a < b ? -1 : 1))) {
      const facts = await this.#read(script, hash);
      if (facts) found.push({ script, ...facts });
    }
    return found;
  }

  async #read(script: string, hash: string): Promise<Omit<ProgramFacts, 'script'> | undefined> {
    const key = `${script} ${hash}`;
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const program = await this.#packages.program(hash);
    if (!program) return undefined;
    const tool = toolOf(script, program);
    const facts = { delegations: delegationsOf(program), events: program.declarations.events ?? [], ...(tool && { tool }) };
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(key, facts);
    return facts;
  }
}

export function delegationsOf({ functions, keywords, constants }: Program): readonly Delegation[] {
  return functions
    .flatMap(({ blocks }) =>
      blocks.flatMap(({ end, lines }): Delegation[] => {
        const by = end.op === 'ask' ? keywords[end.keyword]?.name : undefined;
        if (end.op !== 'ask' || by === undefined || !NAMING.has(by)) return [];
        const said = (name: string): string | undefined => {
          const operand = end.args[name];
          const value = operand !== undefined && operand < 0 ? constants[~operand] : undefined;
          return typeof value === 'string' ? value : undefined;
        };
        const [bot, task] = [said('bot'), said('task') ?? said('given') ?? verbOf(said('verb'), said('noun')) ?? said('role')];
        return [{ by, line: lines.at(-1) ?? 1, ...(bot !== undefined && { bot }), ...(task !== undefined && { task }) }];
      }),
    )
    .sort((a, b) => a.line - b.line);
}

const verbOf = (verb: string | undefined, noun: string | undefined) =>
  verb === undefined ? undefined : [verb, noun].filter(Boolean).join(' ');

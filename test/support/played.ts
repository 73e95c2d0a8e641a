/** The programs of the corpus that have a transcript, ready for the stage. */
import { existsSync, readFileSync } from 'node:fs';
import { type Line, parseTranscript } from '../../src/runtime/index.ts';
import type { Program } from '../../src/spec/index.ts';
import { corpusPrograms } from './corpus.ts';
import { programsFor } from './theatre.ts';

export interface PlayedProgram {
  readonly source: string;
  readonly script: readonly Line[];
  /** Compiled only where they are asked for. */
  programs(): Readonly<Record<string, Program>>;
}

export function playedPrograms(): readonly (readonly [string, PlayedProgram])[] {
  const all = corpusPrograms();
  return all
    .filter(({ golden }) => existsSync(`${golden}.transcript`))
    .map((program) => [
      `${program.area}/${program.name}`,
      {
        source: program.source,
        script: parseTranscript(readFileSync(`${program.golden}.transcript`, 'utf8')),
        programs: () => programsFor(program, all),
      },
    ]);
}

/** Those in which the world, the visitor or time has a part. */
export const hasPartners = ({ source, script }: PlayedProgram): boolean =>
  /parallel/i.test(source) || script.some(({ kind }) => kind === 'heard' || kind === 'clock' || kind === 'effect');

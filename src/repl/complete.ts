/** Completion of the last word: keywords, functions, variables, commands. */
import { functions } from '../../functions/index.ts';
import { publicKeywords as keywords } from '../../keywords/index.ts';
import { REPL_COMMANDS } from './commands.ts';
import type { Workspace } from './workspace.ts';

const CONTROL = [
  'IF',
  'THEN',
  'ELSE',
  'END IF',
  'FOR',
  'FOR EACH',
  'NEXT',
  'WHILE',
  'WEND',
  'DO',
  'LOOP',
  'SELECT CASE',
  'END SELECT',
  'SUB',
  'END SUB',
  'FUNCTION',
  'END FUNCTION',
  'PARALLEL',
  'BRANCH',
  'END PARALLEL',
  'RETURN',
  'CALL',
];

/** As readline wants it: the candidates, and the piece of the line they replace. */
export function completions(line: string, workspace: Workspace): [string[], string] {
  if (line.startsWith(':'))
    return [
      matching(
        Object.keys(REPL_COMMANDS).map((name) => `:${name}`),
        line,
      ),
      line,
    ];
  // At the head of a line several words may be one keyword: `set bo` is SET BOT MEMORY.
  const head = line.trimStart();
  const heads = matching([...keywords.map(({ name }) => name), ...CONTROL], head);
  if (head !== '' && heads.length > 0) return [heads.map((name) => `${name} `), head];
  const word = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(line)?.[0] ?? '';
  if (word === '') return [[], ''];
  const names = [
    ...workspace.variables.map(([name]) => name),
    ...workspace.routines,
    ...functions.map(({ name }) => `${name}(`),
    ...keywords.map(({ name }) => name),
  ];
  return [matching(names, word), word];
}

const matching = (names: readonly string[], start: string) =>
  [...new Set(names)].filter((name) => name.toLowerCase().startsWith(start.toLowerCase()));

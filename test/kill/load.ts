/** The package that runs while its server is killed, and what each of its runs must leave behind. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const BOT = 'load';
export const ROUNDS = 3;

/** Loops, functions, HEAR, WAIT, PARALLEL, and effects of every class. */
const script = (recorder: string) => `
TALK "which job?"
HEAR job
total = 0
FOR i = 1 TO ${ROUNDS}
  total = total + Doubled(i)
  ON ERROR RESUME NEXT
  answer = POST "http://${recorder}/post", { "job": job, "i": i }
  ON ERROR GOTO 0
  TALK "\${job} step \${i}"
NEXT i
found = GET "http://${recorder}/get?job=" + job
PARALLEL
  BRANCH a
    WAIT 0.05
    SET BOT MEMORY "a-" + job, total
    TALK "\${job} a"
  BRANCH b
    TALK "\${job} b"
    note = GET "http://${recorder}/get?job=" + job + "&branch=b"
END PARALLEL
TALK "\${job} more?"
HEAR last
TALK "\${job} ends with \${last}, \${total}"
RETURN total

FUNCTION Doubled(n)
  RETURN n * 2
END FUNCTION
`;

export function writeLoadPackage(packages: string, recorder: string): void {
  const dialog = join(packages, `${BOT}.gbai`, `${BOT}.gbdialog`);
  mkdirSync(dialog, { recursive: true });
  writeFileSync(join(dialog, 'start.bas'), script(recorder));
}

/** What the bot must have said, each once; the branches may speak in either order. */
export const expectedTalk = (job: string): readonly string[] => [
  'which job?',
  ...Array.from({ length: ROUNDS }, (_, i) => `${job} step ${i + 1}`),
  `${job} a`,
  `${job} b`,
  `${job} more?`,
  `${job} ends with end-${job}, ${ROUNDS * (ROUNDS + 1)}`,
];

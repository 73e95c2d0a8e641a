/** The bot of the workflow benches, in BASIC: what a person would write for the workloads of rivals/peer.mjs. */
import { compilePackage, renderDiagnostics } from '../../../src/compiler/index.ts';
import { standardLanguage } from '../../../src/language/index.ts';
import type { Packages } from '../../../src/spec/index.ts';
import { STEPS } from '../rivals/peer.mjs';

export const BOT = 'bench';

const lines = (count: number, line: (n: number) => string) => Array.from({ length: count }, (_, index) => line(index + 1)).join('\n');

/** Until the end of its workflow. */
const workflow = (name: string, steps: string) => `ORCHESTRATE WORKFLOW "${name}"\n${steps}\nEND WORKFLOW\n`;

const sequential = workflow(
  'sequential',
  lines(STEPS, (n) => `  STEP ${n}: SET BOT MEMORY "step-${n}", ${n}`),
);
const parallel = (branches: number) =>
  workflow(
    'parallel',
    `  STEP 1: PARALLEL\n${lines(branches, (n) => `    BRANCH b${n}: SET BOT MEMORY "branch-${n}", ${n}`)}\n  END PARALLEL`,
  );
const waits = workflow('waits', '  STEP 1: WAIT FOR EVENT "go" WHERE id = mine');
/** One of the senders; each event is durable before its next. */
const publishes = `
FOR n = first TO last
  PUBLISH EVENT "go" WITH id = batch + "-" + n
NEXT n
`;
/** As `sequential`, with some milliseconds of computing before each step. */
const computing = `
FOR n = 1 TO ${STEPS}
  total = 0
  FOR i = 1 TO 100000
    total = total + i
  NEXT i
  SET BOT MEMORY "step", total
NEXT n
`;
export const LONG_STEPS = 300;
/** Long enough to be under way when its node is killed. */
const long = `
FOR n = 1 TO ${LONG_STEPS}
  SET BOT MEMORY "step", n
NEXT n
`;

/** Goes live with `parallel` of so many branches. */
export async function publishBench(packages: Packages, branches: number): Promise<void> {
  const sources = { sequential, waits, publishes, computing, long, parallel: parallel(branches) };
  const { programs, diagnostics, hasErrors } = compilePackage({ scripts: sources, language: standardLanguage() });
  if (hasErrors)
    throw new Error(diagnostics.map((each) => renderDiagnostics(each.diagnostics.slice(0, 3), each.source, each.file)).join('\n'));
  await packages.publish({ bot: BOT, programs, sources, config: {}, variables: {}, policy: 'workshop' });
}

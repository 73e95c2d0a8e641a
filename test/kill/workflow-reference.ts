/** What each random workflow gives when nothing dies: in memory, on a virtual clock, with a boss who answers at once. */
import { functions } from '../../functions/index.ts';
import { keywords } from '../../keywords/index.ts';
import { compilePackage } from '../../src/compiler/index.ts';
import { standardLanguage } from '../../src/language/index.ts';
import { createMachines, DEFAULT_LIMITS } from '../../src/runtime/index.ts';
import { done, type Program, type Store } from '../../src/spec/index.ts';
import { Dict } from '../../src/values/index.ts';
import { house } from '../support/house.ts';
import { bossSays, HELPERS, type RandomWorkflow } from './random-workflow.ts';

const OVER = new Set(['done', 'failed', 'cancelled']);

/** By script: its result, or the message of the fault it ended with. */
export async function referenceResults(
  workflows: readonly RandomWorkflow[],
  jobOf: (script: string) => string,
): Promise<ReadonlyMap<string, unknown>> {
  const all = house({
    keywords,
    machines: createMachines({ functions, keywords, limits: DEFAULT_LIMITS }),
    http: () =>
      done(
        Dict.from([
          ['status', 200],
          ['data', 'something'],
        ]),
      ),
  });
  await all.deploy(compiled(workflows));
  const engine = all.engine('reference');
  await engine.start();
  const runs = new Map<string, string>();
  for (const { script } of workflows)
    runs.set(script, await engine.begin({ bot: 'bot', script, inputs: Dict.from([['job', jobOf(script)]]) }));
  for (const id of runs.values())
    for (let turn = 0; !OVER.has((await all.store.runs.find(id))?.state ?? ''); turn++) {
      if (turn > 20_000) throw new Error(`${JSON.stringify(await all.store.runs.find(id))} never ended without any death`);
      await engine.settled();
      if (await answerAsBoss(all.store)) engine.wake();
      else all.clock.moveTo(all.clock.now() + 20);
      await new Promise((resolve) => setImmediate(resolve));
    }
  const results = new Map<string, unknown>();
  for (const [script, id] of runs) {
    const run = await all.store.runs.find(id);
    results.set(script, run?.state === 'done' ? run.result : run?.fault?.message);
  }
  await engine.stop();
  return results;
}

/** True when somebody was answered. */
export async function answerAsBoss(store: Store): Promise<boolean> {
  const open = await store.approvals.list({ state: 'open', limit: 200 });
  for (const { id, question } of open) {
    const { approved, comment } = bossSays(question.subject);
    await store.approvals.decide(id, { by: 'boss', decision: approved ? 'approved' : 'rejected', comment });
  }
  return open.length > 0;
}

function compiled(workflows: readonly RandomWorkflow[]): Readonly<Record<string, Program>> {
  const scripts = { ...HELPERS, ...Object.fromEntries(workflows.map(({ script, source }) => [script, source])) };
  const { programs, diagnostics, hasErrors } = compilePackage({ scripts, language: standardLanguage() });
  if (hasErrors)
    throw new Error(`a random workflow does not compile: ${JSON.stringify(diagnostics.map(({ file, diagnostics: d }) => [file, d]))}`);
  return programs;
}

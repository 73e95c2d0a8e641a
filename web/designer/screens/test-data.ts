/** What happened in a run, as a case of its package: so the sandbox can play it again. */
import type { Run, Step } from '../../runs/api.ts';
import { listFiles, readFile, writeFile } from './api.ts';

interface Case {
  readonly title: string;
  readonly script: string;
  says?: string[];
  people?: object[];
  bots?: Record<string, unknown[]>;
  llm?: object[];
  http?: object[];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));
const input = ({ input: given }: Step, ...names: readonly string[]): unknown => {
  const fields = (typeof given === 'object' && given !== null ? given : {}) as Readonly<Record<string, unknown>>;
  return names.map((name) => fields[name]).find((each) => each !== undefined);
};
const HTTP = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE HTTP']);

/** Whether a step has anything to play again. */
export const isTestData = ({ keyword, state }: Step): boolean =>
  state === 'done' && (['BOT', 'LLM', 'HEAR', 'HUMAN APPROVAL', 'HUMAN INPUT'].includes(keyword) || HTTP.has(keyword));

export function addToCase(before: Case, step: Step): Case {
  const { keyword, output } = step;
  const made = { ...before };
  if (keyword === 'HEAR') made.says = [...(made.says ?? []), textOf(output)];
  else if (keyword === 'BOT') {
    const bot = textOf(input(step, 'bot', 'name'));
    made.bots = { ...made.bots, [bot]: [...(made.bots?.[bot] ?? []), output ?? ''] };
  } else if (keyword === 'LLM') made.llm = [...(made.llm ?? []), { about: textOf(input(step, 'prompt')).slice(0, 200), answer: output }];
  else if (HTTP.has(keyword)) made.http = [...(made.http ?? []), { about: textOf(input(step, 'url', 'from')), answer: output }];
  else made.people = [...(made.people ?? []), decisionOf(step)];
  return made;
}

function decisionOf(step: Step): object {
  const { approved, by, comment, answer } = (step.output ?? {}) as Readonly<Record<string, unknown>>;
  const about = input(step, 'subject', 'question', 'for');
  return {
    ...(typeof about === 'string' && { about }),
    ...(typeof by === 'string' && { by }),
    decision: step.keyword === 'HUMAN INPUT' ? 'answered' : approved === true ? 'approved' : 'rejected',
    ...(typeof comment === 'string' && comment && { comment }),
    ...(step.keyword === 'HUMAN INPUT' && { comment: textOf(answer ?? step.output) }),
  };
}

/** Into `NAME.gbtest/from-run.json` of the package, beside its scripts and no part of them. Answers where. */
export async function copyToTestData({ bot, script, id }: Run, steps: readonly Step[]): Promise<string> {
  const stem = script.split('~', 1)[0] ?? script;
  const path = `${bot}.gbtest/${stem}-from-run.json`;
  const files = await listFiles(bot);
  const found = files.some((file) => file.path === path) ? await readFile(bot, path) : undefined;
  const begun: Case = found ? (JSON.parse(found.text) as Case) : { title: `as in run ${id}`, script: stem };
  const made = steps.filter(isTestData).reduce(addToCase, begun);
  await writeFile(bot, path, `${JSON.stringify(made, null, 2)}\n`, `copied test data from run ${id}`, found?.hash);
  return path;
}

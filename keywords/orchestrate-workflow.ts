/**
 * ORCHESTRATE WORKFLOW: the frame around steps. What it frames is ordinary code, durable as all code is; the frame adds a
 * row that people can watch, and an object `workflow` that the program can read.
 */
import { block, defineKeyword, object, text } from '../src/spec/index.ts';
import { Dict } from '../src/values/index.ts';

export const orchestrateWorkflow = defineKeyword({
  name: 'ORCHESTRATE WORKFLOW',
  group: 'bots',
  since: '0.2',
  summary: 'Runs the steps inside it as one workflow, watched as a row of workflow_executions.',
  syntax: 'ORCHESTRATE WORKFLOW [<name>] [<body:block> END WORKFLOW]',
  params: {
    name: text('How it is called; the script’s name when left out.').optional(),
    body: block('The steps, and any other statements between them. Without END WORKFLOW: all that follows in the script.').optional(),
  },
  returns: object('id, name, state, step and results; also the variable workflow.'),
  example: 'ORCHESTRATE WORKFLOW "claims"\n  STEP 1: BOT "researcher" GATHERS data\n  STEP 2: TALK data\nEND WORKFLOW',
  call: false,
  value: 'never',
  effect: { class: 'pure', tier: 0 },
  perform({ name }, { ask }) {
    const id = ask.key;
    const called = name || ask.script.replace(/\.bas$/i, '');
    const result = Dict.from([
      ['id', id],
      ['name', called],
      ['state', 'running'],
      ['step', null],
      ['results', new Dict()],
    ]);
    return { result, writes: [{ kind: 'workflow', id, bot: ask.bot, name: called }] };
  },
});

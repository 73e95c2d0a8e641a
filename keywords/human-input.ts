/** HUMAN INPUT: a question to somebody else than the visitor; the answer comes from the inbox, the API or the command line. */
import { defineKeyword, list, number, pairs, target, text, value } from '../src/spec/index.ts';
import { askPeople, checkWho } from './shared/approvals.ts';

export const humanInput = defineKeyword({
  name: 'HUMAN INPUT',
  group: 'bots',
  since: '0.2',
  summary: 'Asks a person for a value and waits for it.',
  syntax:
    'HUMAN INPUT <prompt:operand> { /INTO <v:target> | /FROM <who...> | /WITH <details:pairs> | /TIMEOUT <seconds> | /REMIND <every> }',
  params: {
    prompt: text('The question.'),
    v: target('Variable that receives the answer.').optional(),
    who: list('Names, addresses or role:NAME; whoever answers first.').optional(),
    details: pairs('What they see beside the question.').optional(),
    seconds: number('No longer than this.').optional(),
    every: number('Those who were told by mail are told again after as many seconds.').optional(),
  },
  returns: value('What was answered; NOTHING when the time is over.'),
  example: 'HUMAN INPUT "Which supplier?" INTO supplier FROM "buyer" TIMEOUT 86400',
  effect: { class: 'wait', tier: 0 },
  check: ({ who, prompt }, report) => checkWho(who, prompt, report),
  perform: ({ prompt, ...asked }, { ask }) => askPeople('input', { ...asked, subject: prompt }, ask),
  wake: (_, signal) => ({ result: signal.kind === 'approval' && signal.data !== undefined ? signal.data : null, writes: [] }),
});

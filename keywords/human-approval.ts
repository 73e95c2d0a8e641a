/**
 * HUMAN APPROVAL: the run sleeps until somebody who was named has decided. The question is a row that the inbox, mail,
 * the API and the command line show; whoever answers second is told that it was decided.
 */
import { defineKeyword, flag, list, number, pairs, target, text, value } from '../src/spec/index.ts';
import { askPeople, checkWho, decision } from './shared/approvals.ts';

export const humanApproval = defineKeyword({
  name: 'HUMAN APPROVAL',
  group: 'bots',
  since: '0.2',
  summary: 'Asks people for their approval and waits for it.',
  syntax:
    'HUMAN APPROVAL { /FROM [TWO OF] [THREE OF] [ALL OF] <who...> | /FOR <subject> | /WITH <details:pairs> | /NEED <need> | /TIMEOUT <seconds> | /REMIND <every> | /INTO <v:target> }',
  params: {
    who: list('Names, addresses or role:NAME; any one of them, or as many as OF or NEED says.').optional(),
    twoOf: flag('Two of them must say yes.').optional(),
    threeOf: flag('Three of them must say yes.').optional(),
    allOf: flag('Each of them must say yes.').optional(),
    subject: text('What is to be decided, in a sentence.').optional(),
    details: pairs('What they see, and may send back edited.').optional(),
    need: number('How many must say yes.').optional(),
    seconds: number('No longer than this.').optional(),
    every: number('Those who were told by mail are told again after as many seconds.').optional(),
    v: target('Variable that receives the decision.').optional(),
  },
  returns: value('An object: approved, by, comment, data (as it came back), timedout, warning.'),
  example: 'answer = HUMAN APPROVAL FROM "manager" FOR "Refund of " + total WITH order = id TIMEOUT 86400',
  effect: { class: 'wait', tier: 0 },
  check: ({ who, ...rest }, report) => checkWho(who, Object.values(rest)[0], report),
  perform: (args, { ask }) => askPeople('approve', args, ask),
  wake({ details }, signal) {
    if (signal.kind !== 'approval') return { result: decision({ approved: false, timedout: true, data: details }), writes: [] };
    const { by, comment, data = details } = signal;
    return { result: decision({ approved: signal.decision === 'approved', by, comment, data }), writes: [] };
  },
});

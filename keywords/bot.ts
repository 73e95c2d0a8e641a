/**
 * BOT: gives a task to another bot and waits for its answer. Who it is, is decided when it is asked: a script of this
 * package, a live bot, or nobody, and then the model plays it (bot-model.ts). The bot is a run of its own: it may take
 * days, ask people, and survive restarts; this run is one row meanwhile.
 */
import { defineKeyword, flag, internal, number, object, pairs, target, text, value, word } from '../src/spec/index.ts';
import { childAnswer, delegate } from './shared/delegation.ts';

const CLAUSES =
  '{ /WITH <with:pairs> | /INTO <v:target> | /RETRY <retry:operand> | /BACKOFF <backoff:operand> | /TIMEOUT <timeout:operand> | /DELAY <delay:operand>' +
  ' | /ON ERROR FAIL | /ON ERROR SKIP | /ON ERROR RETRY | /ON ERROR COMPENSATE }';

export const bot = defineKeyword({
  name: 'BOT',
  group: 'bots',
  since: '0.2',
  summary: 'Gives a task to a bot, waits for its answer and keeps it.',
  syntax: [`BOT <bot:operand> <task:operand> ${CLAUSES}`, `BOT <bot:operand> <verb:word> <noun:word> ${CLAUSES}`],
  params: {
    bot: text('Name of the bot.'),
    task: text('What to do.').optional(),
    verb: word('What to do, in one word.').optional(),
    noun: word('What comes of it; the answer becomes the variable of that name.').optional(),
    with: pairs('Given to the bot beside the variables of this script.').optional(),
    v: target('Variable that receives the answer.').optional(),
    retry: number('How often to try again when the bot fails.').optional(),
    backoff: number('Seconds before the second try; doubled for each one more.').optional(),
    timeout: number('Seconds after which waiting for the bot is a fault.').optional(),
    delay: number('Seconds to wait first.').optional(),
    onErrorFail: flag('A fault goes on (the rule).').optional(),
    onErrorSkip: flag('A fault leaves the step out.').optional(),
    onErrorRetry: flag('A fault is tried three times, unless RETRY says how often.').optional(),
    onErrorCompensate: flag('A fault undoes the steps before it.').optional(),
    context: internal(object('The variables of the script.')),
  },
  returns: value('What the bot answered.'),
  example: 'BOT "analyst" PROCESSES data RETRY 3 BACKOFF 2 TIMEOUT 600',
  call: false,
  value: 'never',
  effect: { class: 'wait', tier: 0, needs: ['bots', 'memory'] },
  perform: (args, { ports, ask }) => delegate(args, ports, ask),
  wake: ({ bot: name }, signal, { ask }) => childAnswer(name, signal, ask),
});

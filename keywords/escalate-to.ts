/** ESCALATE TO: behind ON TIMEOUT, the same question to others. The compiler asks it again (lower/workflow/timeouts.ts). */
import { defineKeyword, list } from '../src/spec/index.ts';

export const escalateTo = defineKeyword({
  name: 'ESCALATE TO',
  group: 'bots',
  since: '0.2',
  summary: 'Behind ON TIMEOUT: asks others what nobody answered in time; of a BOT step, another bot.',
  syntax: 'ESCALATE TO <who...>',
  params: { who: list('Names, addresses or role:NAME; of a BOT step the name of a bot.') },
  example: 'STEP 3: HUMAN APPROVAL FROM "manager" TIMEOUT 1800 ON TIMEOUT: ESCALATE TO "director"',
  call: false,
  value: 'never',
  // The step it stands behind is asked once more: this answers nothing and is never asked.
  compute: () => null,
});

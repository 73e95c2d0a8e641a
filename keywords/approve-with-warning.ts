/** APPROVE WITH WARNING: behind ON TIMEOUT of an approval, silence is a yes that says so (lower/workflow/timeouts.ts). */
import { defineKeyword } from '../src/spec/index.ts';

export const approveWithWarning = defineKeyword({
  name: 'APPROVE WITH WARNING',
  group: 'bots',
  since: '0.2',
  summary: 'Behind ON TIMEOUT of HUMAN APPROVAL: it counts as approved, and the decision has warning = TRUE.',
  syntax: 'APPROVE WITH WARNING',
  params: {},
  example: 'STEP 3: HUMAN APPROVAL FROM "manager" TIMEOUT 1800 ON TIMEOUT: APPROVE WITH WARNING',
  call: false,
  value: 'never',
  compute: () => null,
});

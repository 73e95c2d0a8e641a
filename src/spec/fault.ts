/**
 * What an outcome other than `done` becomes for the program: written to the journal, seen by ON ERROR,
 * shown in the run view with the line.
 */
export const FAULTS = {
  thrown: 'the program threw this itself',
  type: 'a value of the wrong kind',
  'no-such-routine': 'a routine or script that does not exist',
  'no-such-method': 'a method the value does not have',
  'bad-argument': 'an argument a function or keyword cannot use',
  division: 'a division by zero',
  depth: 'calls nested deeper than the limit',
  heap: 'more memory than a run may hold',
  length: 'a text or list longer than the limit',
  steps: 'more steps than a run may take',
  'state-size': 'a run whose state is larger than may be stored',
  'entry-size': 'a result larger than may be journaled',
  denied: 'an act that was not granted',
  budget: 'a budget that is used up',
  refused: 'the other side said no',
  'not-sent': 'the request never reached the other side',
  'unknown-outcome': 'nobody knows whether the act happened',
  timeout: 'it took longer than allowed',
  'no-reply': 'nobody gave a usable answer',
  cancelled: 'the run was cancelled',
  data: 'the store could not do it',
  rejected: 'a person said no',
  loop: 'the same task is given to the same bot again and again',
} as const;

export type FaultCode = keyof typeof FAULTS;

export interface Fault {
  readonly code: FaultCode;
  readonly message: string;
  /** 1-based line of the script, where known. */
  readonly line?: number;
  readonly script?: string;
}

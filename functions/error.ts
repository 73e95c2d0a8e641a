/** Errors: raising them, and asking about the one that ON ERROR RESUME NEXT trapped. */
import type { Fault, FaultCode } from '../src/spec/index.ts';
import type { Value } from '../src/values/index.ts';
import { Dict, isTruthy, unmark } from '../src/values/index.ts';
import type { Call } from './call.ts';
import { define } from './define.ts';

export const errors = [
  define('error', {
    usage: 'THROW(message)',
    aliases: ['RAISE'],
    summary: 'Ends the statement with an error that ON ERROR can trap.',
    example: 'THROW("no stock left")',
    apply: (call) => call.context.fail('thrown', messageIn(call, 0, 'the program raised an error')),
  }),
  define('error', {
    usage: 'ASSERT(condition [, message])',
    summary: 'Raises an error if a condition does not hold; TRUE if it does.',
    example: 'ASSERT(2 > 1, "arithmetic is broken")',
    apply: (call) => isTruthy(call.value(0)) || call.context.fail('thrown', messageIn(call, 1, 'an assertion does not hold')),
  }),
  define('error', {
    usage: 'ERROR([message])',
    summary:
      'The trapped error as an object with message, code and line; NOTHING if there is none. With a message, a new error object, which is not raised.',
    example: 'ERROR("no stock").message',
    bare: true,
    apply: (call) => (call.has(0) ? errorObject({ code: 'thrown', message: call.text(0) }) : trapped(call)),
  }),
  define('error', {
    usage: 'IS_ERROR([value])',
    aliases: ['ISERROR'],
    summary: 'Whether a value is an error object; without a value, whether an error was trapped.',
    example: 'IS_ERROR(ERROR("no stock"))',
    apply: (call) => (call.count === 0 ? call.context.error() !== null : isErrorObject(call.value(0))),
  }),
  define('error', {
    usage: 'GET_ERROR_MESSAGE([value])',
    aliases: ['ERROR_MESSAGE', 'ERR_DESCRIPTION'],
    summary: 'The message of an error object, or of the trapped error; empty if there is none.',
    example: 'GET_ERROR_MESSAGE(ERROR("no stock"))',
    bare: true,
    apply: messageOf,
  }),
  define('error', {
    usage: 'ERR()',
    aliases: ['ERR_NUMBER'],
    summary: 'The number of the trapped error; 0 if there is none.',
    example: 'ERR()',
    bare: true,
    apply: (call) => {
      const fault = call.context.error();
      return fault ? (NUMBERS[fault.code] ?? OTHER) : 0;
    },
  }),
  define('error', {
    usage: 'ERR_CODE()',
    summary: 'The word for the kind of the trapped error, such as "timeout"; empty if there is none.',
    example: 'ERR_CODE()',
    apply: (call) => call.context.error()?.code ?? '',
  }),
  define('error', {
    usage: 'ERR_CLEAR()',
    aliases: ['CLEAR_ERROR'],
    summary: 'Forgets the trapped error.',
    example: 'ERR_CLEAR()',
    apply: (call) => {
      call.context.clearError();
      return null;
    },
  }),
];

/** Numbers that older BASICs gave to such errors; all others have one number, and ERR_CODE to tell them apart. */
const NUMBERS: Partial<Record<FaultCode, number>> = {
  'bad-argument': 5,
  division: 11,
  type: 13,
  depth: 28,
  'no-such-routine': 35,
  'no-such-method': 438,
};
const OTHER = 1000;

/** Never blank: a fault without a word helps nobody. */
const messageIn = (call: Call, at: number, otherwise: string): string => (call.text(at).trim() === '' ? otherwise : call.text(at));

function trapped(call: Call): Value {
  const fault = call.context.error();
  return fault && errorObject(fault);
}

const errorObject = ({ code, message, line }: Fault): Dict =>
  Dict.from([
    ['error', true],
    ['message', message],
    ['code', code],
    ['line', line ?? null],
  ]);

const isErrorObject = (value: Value): value is Dict => value instanceof Dict && unmark(value.get('error')) === true && value.has('message');

function messageOf(call: Call): Value {
  if (call.count === 0) return call.context.error()?.message ?? '';
  const value = call.value(0);
  return isErrorObject(value) ? value.get('message') : '';
}

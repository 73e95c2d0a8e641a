/** How a step goes wrong: thrown inside a step, caught once by the step loop, which knows the line. */
import { FAULTS, type Fault, type FaultCode } from '../../spec/index.ts';
import { Dict, FormatError, toText, unmark, type Value, ValueFault } from '../../values/index.ts';
import { BadArgument } from '../door/arguments.ts';

export class StepFault extends Error {
  override readonly name = 'StepFault';
  readonly code: FaultCode;
  constructor(code: FaultCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Those no ON ERROR may catch: a program could go on for ever with them. */
const FINAL: ReadonlySet<FaultCode> = new Set(['heap', 'steps', 'state-size', 'cancelled']);

/** What a cancelled run is told, wherever it stands. */
export const CANCELLED: Fault = { code: 'cancelled', message: 'the run was cancelled' };

export const isFinal = ({ code }: Fault): boolean => FINAL.has(code);

/** The program's mistake, or nothing where the error is a bug of ours. */
export function faultOf(error: unknown): Pick<Fault, 'code' | 'message'> | undefined {
  if (error instanceof StepFault || error instanceof ValueFault || error instanceof FormatError)
    return { code: error.code, message: error.message };
  if (error instanceof BadArgument) return { code: 'bad-argument', message: error.message };
  // What the language around us refuses to build: a text, list or map beyond its own bounds.
  if (error instanceof RangeError) return { code: 'length', message: 'a text or list grew too long' };
  return undefined;
}

/** THROW takes a text, or an object whose field `message` says it. */
export function thrown(value: Value): StepFault {
  const plain = unmark(value);
  const message = toText(plain instanceof Dict && plain.has('message') ? plain.get('message') : plain);
  return new StepFault('thrown', message || 'the program threw an error without a message');
}

/** A fault as a value that a program keeps in a register until it goes on. */
export const caughtFault = (fault: Fault | null): Value =>
  Dict.from([
    ['code', fault?.code ?? 'thrown'],
    ['message', fault?.message ?? ''],
    ['line', fault?.line ?? null],
    ['script', fault?.script ?? null],
  ]);

/** The fault goes on as it was, with the line where it began. */
export class FaultAgain extends Error {
  override readonly name = 'FaultAgain';
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

export function thrownAgain(value: Value): FaultAgain {
  const kept = value instanceof Dict ? value : new Dict();
  const code = kept.get('code');
  const line = kept.get('line');
  const script = kept.get('script');
  return new FaultAgain({
    code: typeof code === 'string' && code in FAULTS ? (code as FaultCode) : 'thrown',
    message: toText(kept.get('message')),
    ...(typeof line === 'number' && { line }),
    ...(typeof script === 'string' && { script }),
  });
}

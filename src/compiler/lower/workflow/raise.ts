/** A fault that the compiler makes, with a code of its own; THROW knows one only. */
import type { FaultCode, Operand } from '../../../spec/index.ts';
import { constant, type Frame } from '../frame.ts';

export function raise(frame: Frame, kind: FaultCode, parts: readonly (string | Operand)[]): void {
  const { code, unit } = frame;
  const mark = code.mark();
  const [message, fault] = [code.temp(), code.temp()];
  code.emit({ op: 'join', to: message, parts: parts.map((part) => (typeof part === 'string' ? constant(frame, part) : part)) });
  const fields: [string, Operand][] = [
    ['code', constant(frame, kind)],
    ['message', message],
    ['line', constant(frame, code.line)],
    ['script', constant(frame, unit.script)],
  ];
  code.emit({ op: 'object', to: fault, fields });
  code.end({ op: 'rethrow', value: fault });
  code.release(mark);
}

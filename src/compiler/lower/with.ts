/**
 * WITH name … END WITH builds a new object in `name`. All right sides are computed before anything is
 * written, in the names outside: `status = status` copies a variable into a field.
 */
import type { Operand, Register, With } from '../../spec/index.ts';
import type { Frame } from './frame.ts';
import { lowerAll } from './operands.ts';
import { assignTo } from './targets.ts';

export function lowerWith(frame: Frame, { target, fields }: With): void {
  const { code } = frame;
  const built = code.temp();
  const mark = code.mark();
  const values = lowerAll(
    frame,
    fields.map((field) => field.value),
  );
  const isFlat = fields.every((field) => field.path.length === 1);
  const written = fields.map(({ path }, i) => [path.map((name) => name.text), values[i] as Operand] as const);
  code.emit({ op: 'object', to: built, fields: isFlat ? written.map(([[key], value]) => [key as string, value]) : [] });
  if (!isFlat) for (const [path, value] of written) setPath(frame, built, path, value);
  code.release(mark);
  assignTo(frame, target, built);
}

function setPath(frame: Frame, built: Register, path: readonly string[], value: Operand): void {
  const { code } = frame;
  const mark = code.mark();
  let object = built;
  for (const field of path.slice(0, -1)) {
    const to = code.temp();
    code.emit({ op: 'getMember', to, object, field, optional: false });
    code.emit({ op: 'ensureObject', register: to });
    code.emit({ op: 'setMember', object, field, value: to });
    object = to;
  }
  code.emit({ op: 'setMember', object, field: path.at(-1) as string, value });
  code.release(mark);
}

/**
 * A value that an operator, a member or a method cannot work with. Thrown down here, caught by whoever knows the
 * line: the interpreter turns it into a fault that the program can trap.
 */
export class ValueFault extends Error {
  override readonly name = 'ValueFault';
  readonly code: 'type' | 'bad-argument' | 'no-such-method' | 'length' | 'division';
  constructor(code: ValueFault['code'], message: string) {
    super(message);
    this.code = code;
  }
}

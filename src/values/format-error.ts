/**
 * A text that does not fit its format, or a value that no format can carry. Thrown by readers and
 * writers of formats, caught where a function or keyword turns it into a fault.
 */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  readonly code: 'bad-argument' | 'length';
  constructor(message: string, code: 'bad-argument' | 'length' = 'bad-argument') {
    super(message);
    this.code = code;
  }
}

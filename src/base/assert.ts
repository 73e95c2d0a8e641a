/** Bugs: mistakes that are ours. A Bug stops its run where it is, state untouched; nobody catches it to go on. */
export class Bug extends Error {
  override readonly name = 'Bug';
}

export function assert(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new Bug(sentence);
}

/** Ends a switch over a union: adding a kind then breaks the build here. */
export function never(value: never): never {
  throw new Bug(`unhandled case ${JSON.stringify(value)}`);
}

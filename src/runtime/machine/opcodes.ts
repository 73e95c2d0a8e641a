/**
 * The flat code the machine runs: numbers in one Int32Array. An instruction is its opcode and its operands; operands
 * are as in the IR (n ≥ 0 register, n < 0 constant ~n) unless the name says: R register, I the number itself.
 * Targets are positions in the code; then and else stand in the instruction, so blocks may lie in any order.
 *
 * The step loop must spell these numbers out (a switch over literals becomes a jump table); a test compares the two.
 */
export const OPCODES = {
  /** to, from */
  move: 0,
  /** to, a, b */
  addRR: 1,
  addRI: 2,
  add: 3,
  subRR: 4,
  subRI: 5,
  sub: 6,
  mul: 7,
  div: 8,
  mod: 9,
  /** to, operator, a, b */
  binary: 10,
  /** to, operator (0 negate, 1 not, 2 plus, 3 is null, 4 is not null), value */
  unary: 11,
  /** to, count, parts… */
  join: 12,
  list: 13,
  /** to, shape, values… */
  object: 14,
  /** to, object, field */
  getMember: 15,
  /** object, field, value */
  setMember: 16,
  /** to, object, index */
  getIndex: 17,
  /** object, index, value */
  setIndex: 18,
  /** register, index (or NONE) */
  ensureObject: 19,
  /** to, depth, register */
  loadOuter: 20,
  /** depth, register, from */
  storeOuter: 21,
  /** to, builtin, count, args… */
  function: 22,
  /** to, object, method, optional, count, args… */
  method: 23,
  /** to, site */
  compute: 24,
  /** list, index, from, last (or NONE) */
  iterate: 25,
  /** handler */
  onError: 26,
  clearError: 27,
  /** target */
  jump: 28,
  jumpBack: 29,
  /** test, then, else */
  branch: 30,
  /** a, b, then, else */
  ifLessRR: 31,
  ifLessRI: 32,
  ifLess: 33,
  ifAtMostRR: 34,
  ifAtMostRI: 35,
  ifAtMost: 36,
  ifEqualRI: 37,
  ifEqual: 38,
  /** counter, limit, step, body, done */
  forStart: 39,
  forNext: 40,
  /** list, index, to, body, done */
  next: 41,
  /** to, next, function, count, args… */
  call: 42,
  /** to, next, script, count, args… */
  callScript: 43,
  /** to, next, site */
  ask: 44,
  /** site, next */
  parallel: 45,
  /** value */
  return: 46,
  end: 47,
  throw: 48,
} as const;

/** An operand that is not there. No program has that many constants. */
export const NONE = -0x7fffffff;

/** Of an instruction that has a result and goes on elsewhere (call, callScript, ask): where they stand. */
export const AT_TO = 1;
export const AT_NEXT = 2;
/** parallel has no result. */
export const PARALLEL_SITE = 1;

/** A frame's ON ERROR: a block of its function, or one of these. */
export const HANDLER_OFF = -1;
export const HANDLER_RESUME = -2;

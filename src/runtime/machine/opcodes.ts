/**
 * The flat code the machine runs: numbers in one Int32Array. An instruction is its opcode and its operands; operands
 * are as in the IR (n ≥ 0 register, n < 0 constant ~n) unless the name says otherwise: R is a register, N an index into
 * the unit's numbers. Targets are positions in the code; then and else stand in the instruction, so blocks may lie in
 * any order.
 *
 * The step loop must spell these numbers out (a switch over literals becomes a jump table); a test compares the two.
 */
export const OPCODES = {
  /** to, from */
  moveR: 0,
  moveN: 1,
  move: 2,
  /** to, a, b */
  addRR: 3,
  addRN: 4,
  add: 5,
  subRR: 6,
  subRN: 7,
  sub: 8,
  mulRR: 9,
  mulRN: 10,
  mul: 11,
  divRR: 12,
  divRN: 13,
  div: 14,
  modRR: 15,
  modRN: 16,
  mod: 17,
  /** to, operator, a, b */
  binary: 18,
  /** to, operator (0 negate, 1 not, 2 plus, 3 is null, 4 is not null), value */
  unary: 19,
  /** to, count, parts… */
  join: 20,
  list: 21,
  /** to, shape, values… */
  object: 22,
  /** to, object, field */
  getMember: 23,
  /** object, field, value */
  setMember: 24,
  /** to, object, index */
  getIndex: 25,
  /** object, index, value */
  setIndex: 26,
  /** register, index (or NONE) */
  ensureObject: 27,
  /** to, depth, register */
  loadOuter: 28,
  /** depth, register, from */
  storeOuter: 29,
  /** to, builtin, count, args… */
  function: 30,
  /** to, object, method, optional, count, args… */
  method: 31,
  /** to, site */
  compute: 32,
  /** list, index, from, last (or NONE) */
  iterate: 33,
  /** handler */
  onError: 34,
  clearError: 35,
  /** target */
  jump: 36,
  jumpBack: 37,
  /** test, then, else */
  branch: 38,
  /** a, b, then, else */
  ifLessRR: 39,
  ifLessRN: 40,
  ifLessNR: 41,
  ifLess: 42,
  ifAtMostRR: 43,
  ifAtMostRN: 44,
  ifAtMostNR: 45,
  ifAtMost: 46,
  ifEqualRR: 47,
  ifEqualRN: 48,
  ifEqual: 49,
  /** a, b, then, else: the condition of a loop that came back to its head */
  againLessRR: 50,
  againAtMostRR: 51,
  /** counter, limit, step, body, done; forUp has a constant step of 1 */
  forStart: 52,
  forNext: 53,
  forUp: 54,
  /** list, index, to, body, done */
  next: 55,
  /** to, next, function, count, args… */
  call: 56,
  /** to, next, script, count, args… */
  callScript: 57,
  /** to, next, site */
  ask: 58,
  /** site, next */
  parallel: 59,
  /** value */
  returnR: 60,
  return: 61,
  end: 62,
  throw: 63,
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

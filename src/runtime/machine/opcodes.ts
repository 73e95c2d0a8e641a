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
  /** to, a, b; of addRK b is a constant text */
  addRR: 3,
  addRN: 4,
  addRK: 5,
  add: 6,
  subRR: 7,
  subRN: 8,
  sub: 9,
  mulRR: 10,
  mulRN: 11,
  mul: 12,
  divRR: 13,
  divRN: 14,
  div: 15,
  modRR: 16,
  modRN: 17,
  mod: 18,
  /** to, operator, a, b */
  binary: 19,
  /** to, operator (0 negate, 1 not, 2 plus, 3 is null, 4 is not null), value */
  unary: 20,
  /** to, count, parts… */
  join: 21,
  list: 22,
  /** to, shape, values… */
  object: 23,
  /** to, object, field */
  getMember: 24,
  /** object, field, value; put makes the object first where the register holds NOTHING */
  setMember: 25,
  putMember: 26,
  /** to, object, index */
  getIndex: 27,
  /** object, index, value; put likewise */
  setIndex: 28,
  putIndex: 29,
  /** register, index (or NONE) */
  ensureObject: 30,
  /** to, depth, register */
  loadOuter: 31,
  /** depth, register, from */
  storeOuter: 32,
  /** to, builtin, count, args… */
  function: 33,
  /** to, object, method, optional, count, args… */
  method: 34,
  /** to, site */
  compute: 35,
  /** list, index, from, last (or NONE) */
  iterate: 36,
  /** handler */
  onError: 37,
  clearError: 38,
  /** target */
  jump: 39,
  jumpBack: 40,
  /** test, then, else */
  branch: 41,
  /** a, b, then, else */
  ifLessRR: 42,
  ifLessRN: 43,
  ifLessNR: 44,
  ifLess: 45,
  ifAtMostRR: 46,
  ifAtMostRN: 47,
  ifAtMostNR: 48,
  ifAtMost: 49,
  ifEqualRR: 50,
  ifEqualRN: 51,
  ifEqual: 52,
  /** a, b, then, else: the condition of a loop that came back to its head */
  againLessRR: 53,
  againAtMostRR: 54,
  /** counter, limit, step, body, done; forUp has a constant step of 1 */
  forStart: 55,
  forNext: 56,
  forUp: 57,
  /** list, index, to, body, done */
  next: 58,
  /** to, next, function, count, args… */
  call: 59,
  /** to, next, script, count, args… */
  callScript: 60,
  /** to, next, site */
  ask: 61,
  /** site, next */
  parallel: 62,
  /** value */
  returnR: 63,
  return: 64,
  end: 65,
  throw: 66,
  /** to */
  caught: 67,
  /** value */
  rethrow: 68,
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

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
  /** object, field, value; put makes the object first where the register holds NOTHING */
  setMember: 24,
  putMember: 25,
  /** to, object, index */
  getIndex: 26,
  /** object, index, value; put likewise */
  setIndex: 27,
  putIndex: 28,
  /** register, index (or NONE) */
  ensureObject: 29,
  /** to, depth, register */
  loadOuter: 30,
  /** depth, register, from */
  storeOuter: 31,
  /** to, builtin, count, args… */
  function: 32,
  /** to, object, method, optional, count, args… */
  method: 33,
  /** to, site */
  compute: 34,
  /** list, index, from, last (or NONE) */
  iterate: 35,
  /** handler */
  onError: 36,
  clearError: 37,
  /** target */
  jump: 38,
  jumpBack: 39,
  /** test, then, else */
  branch: 40,
  /** a, b, then, else */
  ifLessRR: 41,
  ifLessRN: 42,
  ifLessNR: 43,
  ifLess: 44,
  ifAtMostRR: 45,
  ifAtMostRN: 46,
  ifAtMostNR: 47,
  ifAtMost: 48,
  ifEqualRR: 49,
  ifEqualRN: 50,
  ifEqual: 51,
  /** a, b, then, else: the condition of a loop that came back to its head */
  againLessRR: 52,
  againAtMostRR: 53,
  /** counter, limit, step, body, done; forUp has a constant step of 1 */
  forStart: 54,
  forNext: 55,
  forUp: 56,
  /** list, index, to, body, done */
  next: 57,
  /** to, next, function, count, args… */
  call: 58,
  /** to, next, script, count, args… */
  callScript: 59,
  /** to, next, site */
  ask: 60,
  /** site, next */
  parallel: 61,
  /** value */
  returnR: 62,
  return: 63,
  end: 64,
  throw: 65,
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

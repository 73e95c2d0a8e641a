/**
 * How fast text becomes a tree. Two scripts of 1 MB, one of control flow, calls and expressions, one of
 * keyword statements, each read whole with recovery on; a first small file; and a parser built cold from
 * the table of every keyword row. Counted is the process's own CPU time: what runs beside it does not matter.
 */

import type { Parse } from '../../grammar/index.ts';
import { createParser } from '../../grammar/index.ts';
import { FULL_TABLE, ROWS } from '../notation/table.ts';

const ROUNDS = 15;
const MEGABYTE = 1_000_000;

const CONTROL_FLOW = `' totals of an order
FUNCTION total(order, rate)
  sum = 0
  FOR EACH item IN order.items
    IF item.price > 100 AND NOT item.free THEN
      sum = sum + item.price * item.count * (1 - rate / 100)
    ELSE IF item.kind = "gift" THEN
      sum = sum + 1
    ELSE
      sum = sum + item.price * item.count
    END IF
  NEXT
  RETURN ROUND(sum, 2)
END FUNCTION
FOR i = 1 TO UBOUND(orders) STEP 2
  orders[i].total = total(orders[i], rates[i] ?? 0)
  WHILE queue.length > 0 AND NOT done
    done = check(queue[0], LEFT(name, 3), { "deep": [1, 2, i] })
    CALL log(i, "order " + i & " done")
  WEND
  SELECT CASE orders[i].state
    CASE "open", "new"
      opened = opened + 1
    CASE ELSE
      closed = closed + 1
  END SELECT
NEXT i
`;
const KEYWORDS = `PARAM city AS STRING LIKE "Rome" DESCRIPTION "Where to"
TALK "Welcome, " + name + "!"
HEAR email AS EMAIL WITH "Your address?" DEFAULT "none"
rows = FIND ALL users WHERE email = email AND age > 3 ORDER BY name DESC LIMIT 5
SAVE "orders.csv", id, name, total
SET BOT MEMORY "last", id
answer = LLM "Say hello to \${name}"
SEND MAIL to, "Booked", "See you on Monday." USING account
UPDATE users SET city = "Rome", age = 3 WHERE id = 1
x = GET SESSION "lang"
ADD SUGGESTION "faq" AS "Questions"
r = POST "https://example.org/orders", { "id": id, "total": total }
PUBLISH EVENT "paid" KEY id WITH total = 3, who = name
WAIT 1.5
`;

const repeated = (part: string) => part.repeat(Math.ceil(MEGABYTE / part.length));

/** Megabytes a second, best of several. */
function speed(parse: Parse, text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const [{ diagnostics }, ms] = timed(() => parse(text));
    best = Math.min(best, ms);
    if (diagnostics.length > 0) throw new Error(`the script does not parse: ${JSON.stringify(diagnostics[0])}`);
  }
  return text.length / 1000 / best;
}

function timed<T>(act: () => T): readonly [result: T, ms: number] {
  const started = process.cpuUsage();
  const result = act();
  const { user, system } = process.cpuUsage(started);
  return [result, (user + system) / 1000];
}

export async function run(): Promise<void> {
  const [parse, built] = timed(() => {
    const made = createParser(FULL_TABLE);
    made('');
    return made;
  });
  const small = CONTROL_FLOW.repeat(3) + KEYWORDS.repeat(2);
  const [, first] = timed(() => parse(small));
  const rows = [
    [`parser built from ${FULL_TABLE.forms.length} syntaxes of ${ROWS.length} keywords`, built, 'ms', '≤ 80'],
    [`first file of ${small.split('\n').length - 1} lines`, first, 'ms', '≤ 6'],
    ['1 MB of control flow, calls, expressions', speed(parse, repeated(CONTROL_FLOW)), 'MB/s', '≥ 8'],
    ['1 MB of keyword statements', speed(parse, repeated(KEYWORDS)), 'MB/s', '≥ 5'],
  ] as const;
  for (const [what, value, unit, wanted] of rows)
    console.log(`${what.padEnd(60)} ${value.toFixed(1).padStart(7)} ${unit.padEnd(5)} (${wanted})`);
}

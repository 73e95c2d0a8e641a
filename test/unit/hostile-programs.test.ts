/** Programs that would take a node down: each ends in a fault that names its line, and the node serves others meanwhile. */
import { describe, expect, test } from 'vitest';
import { functions } from '../../functions/index.ts';
import { keywords } from '../../keywords/index.ts';
import { compile } from '../../src/compiler/index.ts';
import { standardLanguage } from '../../src/language/index.ts';
import { createMachines, DEFAULT_LIMITS } from '../../src/runtime/index.ts';
import type { FaultCode, Program } from '../../src/spec/index.ts';
import { Dict } from '../../src/values/index.ts';
import { type House, house } from '../support/house.ts';

// As many steps as the product allows take ten times as long and show the same.
const limits = { ...DEFAULT_LIMITS, steps: DEFAULT_LIMITS.steps / 10 };
const machines = createMachines({ functions, keywords, limits });

function compiled(source: string, script: string): Program {
  const { program, diagnostics } = compile(source, { script: `${script}.bas`, language: standardLanguage(), scripts: ['hostile'] });
  if (!program) throw new Error(JSON.stringify(diagnostics));
  return program;
}

/** Time does not pass, but what is due now is run: pre-empted runs go on. */
async function until({ clock }: House, condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    clock.moveTo(clock.now());
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const HOSTILE: readonly (readonly [what: string, source: string, code: FaultCode, line: number])[] = [
  ['an endless loop', 'x = 0\nWHILE TRUE\n  x = x + 1\nWEND', 'steps', 3],
  ['a GOTO to itself', 'again:\nGOTO again', 'steps', 2],
  ['an endless loop of faults', 'ON ERROR RESUME NEXT\nDO\n  THROW "again"\nLOOP', 'steps', 3],
  ['a long list sorted without end', 'x = RANGE(1, 100000)\nDO\n  y = SORT(x)\nLOOP', 'steps', 3],
  ['a long text searched without end', 's = REPEAT("x", 10000000)\nDO\n  y = s.indexOf("y")\nLOOP', 'steps', 3],
  ['an endless recursion', 'x = f(1)\nFUNCTION f(n)\n  RETURN 1 + f(n + 1)\nEND FUNCTION', 'depth', 3],
  ['routines that call each other', 'CALL a\nSUB a\n  CALL b\nEND SUB\nSUB b\n  CALL a\nEND SUB', 'depth', 3],
  ['a script that calls itself', 'PARAM n AS NUMBER\nCALL "hostile", n', 'depth', 2],
  ['branches without end', 'x = f(1)\nFUNCTION f(n)\n  PARALLEL\n    BRANCH a:\n      x = f(n)\n  END PARALLEL\nEND FUNCTION', 'depth', 3],
  ['a list of a billion elements', 'TALK "first"\nx = RANGE(1, 1000000000)', 'length', 2],
  ['a list filled a billion times', 'x = FILL(0, 1e9)', 'length', 1],
  ['an index of a billion', 'x = []\nx[1000000000] = 1', 'length', 2],
  ['a list that grows', 'x = []\nDO\n  x.PUSH("one more")\nLOOP', 'length', 3],
  ['an object that grows', 'x = {}\nn = 0\nDO\n  n = n + 1\n  x[n & ""] = n\nLOOP', 'length', 5],
  ['lists within lists', 'x = [1, 2, 3]\nDO\n  x = CONCAT(x, [[x]], x)\nLOOP', 'length', 3],
  ['lists that hold lists', 'x = []\nDO\n  x = [x, x, x, x, x, x, x, x]\nLOOP', 'heap', 3],
  ['a gigabyte of text by doubling', 's = "x"\nDO\n  s = s + s\nLOOP', 'length', 3],
  ['a gigabyte of text at once', 's = REPEAT("x", 1e9)', 'length', 1],
  ['many long texts', 'x = []\ns = REPEAT("x", 1000000)\nDO\n  x.PUSH(s & x.length)\nLOOP', 'heap', 4],
  ['a text that is replaced by itself', 's = REPEAT("x", 1000)\nDO\n  s = REPLACE(s, "x", s)\nLOOP', 'length', 3],
  ['a text that is joined with itself', 's = REPEAT("x", 100000)\nx = JOIN(FILL(s, 100000), s)', 'length', 2],
  ['a message that is too long', 'TALK REPEAT("x", 10000000)', 'entry-size', 1],
  ['more state than may be stored', 'x = []\nFOR i = 1 TO 100\n  x.PUSH(REPEAT("x", 100000) & i)\nNEXT\nHEAR y', 'state-size', 5],
];

describe('the node goes on', () => {
  test.each(HOSTILE)('%s', async (_, source, code, line) => {
    const all = house({ keywords, machines });
    await all.deploy({ hostile: compiled(source, 'hostile'), greeter: compiled('HEAR name\nRETURN "Hello, " + name', 'greeter') });
    const stateOf = async (id: string) => (await all.store.runs.find(id))?.state;
    const start = async (script: string) => {
      const conversation = await all.store.conversations.open('bot', script);
      return { run: await all.store.runs.start({ bot: 'bot', script, inputs: new Dict(), conversation: conversation.id }), conversation };
    };
    const { run: hostile } = await start('hostile');
    const engine = all.engine('a');
    await engine.start();

    const { run: greeter, conversation } = await start('greeter');
    await until(all, async () => (await stateOf(greeter)) === 'waiting');
    await all.store.conversations.post(conversation.id, 'm-1', { text: 'Ana' });
    engine.wake();
    await until(all, async () => (await stateOf(greeter)) === 'done');
    expect((await all.store.runs.find(greeter))?.result).toBe('Hello, Ana');
    if (code === 'steps') expect(await stateOf(hostile)).toBe('leased');

    await until(all, async () => !['ready', 'leased'].includes((await stateOf(hostile)) ?? ''));
    expect((await all.store.runs.find(hostile))?.fault).toMatchObject({ code, line, script: 'hostile.bas' });
    await engine.stop();
  });
});

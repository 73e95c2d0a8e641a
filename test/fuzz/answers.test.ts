import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ANSWER_TYPES } from '../../keywords/index.ts';
import { hearAnswer, type Waking } from '../../keywords/shared/questions.ts';
import { Secret } from '../../src/values/index.ts';

const waking = { ask: { conversation: 'c', key: 'r:0', config: {} }, tries: 1, now: 0 } as unknown as Waking;
const hear = (type: string, text: string) => hearAnswer({ type }, { kind: 'reply', text, number: 1 }, waking);

const said = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.stringMatching(/^[-+0-9.,/:$€ hRapm]{0,40}$/),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'today', '0', '-', '.', ',', '1e999', '٣', '①'),
);

describe.each(ANSWER_TYPES.map(({ names }) => names[0]))('HEAR AS %s', (type) => {
  test('anything said is taken or asked for again, and what was taken is taken again', () => {
    fc.assert(
      fc.property(said, (text) => {
        const woken = hear(type, text);
        if (!('result' in woken)) expect(woken).toHaveProperty('wait');
        else if (woken.result instanceof Secret) expect(woken.result).toEqual(new Secret([{ handle: 'r:0' }]));
        else expect(hear(type, String(woken.result))).toMatchObject({ result: woken.result });
      }),
      { numRuns: 2000 },
    );
  });

  test('a long text is answered at once', () => {
    for (const piece of [' ', '1', 'a@', '1,', '.', 'é', '-', '$ ']) expect(() => hear(type, `x${piece.repeat(200_000)}x`)).not.toThrow();
  }, 2000);
});

import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { basalt } from '../support/terminal.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'basalt-cli-'));
});
const put = (name: string, text: string): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
};

describe('words', () => {
  test('no words, help and --help list the commands', async () => {
    for (const args of [[], ['help'], ['--help']])
      expect(await basalt(args)).toMatchObject({ code: 0, out: expect.stringContaining('  serve ') });
  });
  test('an unknown command is a usage error with a near miss', async () => {
    expect(await basalt(['chekc'])).toMatchObject({ code: 2, err: expect.stringContaining('did you mean check?') });
  });
  test('an unknown option and a missing word are usage errors', async () => {
    expect(await basalt(['check', '--jsn', 'x'])).toMatchObject({ code: 2, err: expect.stringContaining('usage: basalt check') });
    expect(await basalt(['run'])).toMatchObject({ code: 2 });
  });
  test('every command has help', async () => {
    const { out } = await basalt([]);
    for (const [, name] of out.matchAll(/^ {2}(\w+) {2,}/gm)) expect(await basalt([name as string, '--help'])).toMatchObject({ code: 0 });
  });
});

describe('check', () => {
  test('a good script is told so', async () => {
    expect(await basalt(['check', put('a.bas', 'TALK "hi"\n')])).toEqual(
      expect.objectContaining({ code: 0, out: '1 script: no mistakes found\n' }),
    );
  });
  test('a mistake has file, line, caret and a way out', async () => {
    const { code, out } = await basalt(['check', put('a.bas', 'x = 1\nTALKK "hi"\n')]);
    expect(code).toBe(1);
    expect(out).toMatch(/a\.bas:2:1/);
    expect(out).toContain('^');
    expect(out).toContain('help: ');
  });
  test('--json prints one finding a line', async () => {
    const { code, json } = await basalt(['check', '--json', put('a.bas', 'TALKK "hi"\nTALK 1\nx = = 2\n')]);
    expect(code).toBe(1);
    expect(json().length).toBeGreaterThan(1);
    for (const each of json())
      expect(each).toEqual({
        file: expect.any(String),
        line: expect.any(Number),
        column: expect.any(Number),
        severity: expect.any(String),
        code: expect.any(String),
        message: expect.any(String),
      });
  });
  test('a package knows its config variables and its other scripts', async () => {
    put('shop.gbai/shop.gbot/config.csv', 'name,value\nparam-limit,3\n');
    put('shop.gbai/shop.gbdialog/start.bas', 'TALK limit\nCALL "other.bas"\n');
    put('shop.gbai/shop.gbdialog/other.bas', 'TALK "other"\n');
    expect(await basalt(['check', join(folder, 'shop.gbai')])).toMatchObject({ code: 0, out: '2 scripts: no mistakes found\n' });
    put('shop.gbai/shop.gbdialog/start.bas', 'CALL "othr.bas"\n');
    expect(await basalt(['check', folder])).toMatchObject({ code: 1, out: expect.stringContaining('other') });
  });
  test('what is not there, and what is not UTF-8, is told', async () => {
    expect(await basalt(['check', join(folder, 'none.bas')])).toMatchObject({ code: 1, err: expect.stringContaining('there is no') });
    const path = put('latin.bas', '');
    writeFileSync(path, Buffer.from([0x54, 0xe9]));
    expect(await basalt(['check', path])).toMatchObject({ code: 1, err: expect.stringContaining('UTF-8') });
  });
});

describe('fmt', () => {
  test('formats in place and is quiet the second time; --check writes nothing', async () => {
    const path = put('a.bas', 'if x then\ntalk "a"   \' why\nend if\n');
    expect(await basalt(['fmt', '--check', path])).toMatchObject({ code: 1 });
    expect(readFileSync(path, 'utf8')).toContain('if x then');
    expect(await basalt(['fmt', path])).toMatchObject({ code: 0, out: expect.stringContaining('a.bas') });
    expect(readFileSync(path, 'utf8')).toBe('IF x THEN\n  TALK "a"   \' why\nEND IF\n');
    expect(await basalt(['fmt', path])).toMatchObject({ code: 0, out: '' });
  });
});

describe('dump', () => {
  test.each(['tokens', 'ast', 'ir'])('%s of a script', async (what) => {
    const { code, out } = await basalt(['dump', what, put('a.bas', 'TALK "hi"\n')]);
    expect(code).toBe(0);
    expect(out.toLowerCase()).toContain('talk');
  });
  test('anything else is a usage error', async () => {
    expect(await basalt(['dump', 'bytes', put('a.bas', '')])).toMatchObject({ code: 2 });
  });
});

describe('run', () => {
  const greet = 'TALK "Who?"\nHEAR name\nTALK "Hello, ${name}"\nRETURN 7\n';
  test('each HEAR takes the next line of the input', async () => {
    expect(await basalt(['run', put('a.bas', greet), '--input', put('in.txt', 'Ana\nmore\n')])).toMatchObject({
      code: 0,
      out: 'Who?\nHello, Ana\n',
    });
  });
  test('standard input serves as well', async () => {
    expect(await basalt(['run', put('a.bas', greet), '--input', '-'], 'Bo\n')).toMatchObject({ code: 0, out: 'Who?\nHello, Bo\n' });
  });
  test('--json prints talk and done', async () => {
    const { code, json } = await basalt(['run', put('a.bas', greet), '--json', '--input', put('in.txt', 'Ana\n')]);
    expect(code).toBe(0);
    expect(json()).toEqual([
      { event: 'talk', text: 'Who?' },
      { event: 'talk', text: 'Hello, Ana' },
      { event: 'done', value: 7 },
    ]);
  });
  test('--json prints effects where they happened', async () => {
    const { json } = await basalt(['run', put('a.bas', 'TALK "a"\nSET BOT MEMORY "k", 1\nTALK GET BOT MEMORY "k"\n'), '--json']);
    expect(json().map(({ event, name }) => name ?? event)).toEqual(['talk', 'SET BOT MEMORY', 'GET BOT MEMORY', 'talk', 'done']);
  });
  test('a fault has code, line and message; exit code 1', async () => {
    const { code, json } = await basalt(['run', put('a.bas', 'TALK "a"\nTHROW "no more"\n'), '--json']);
    expect(code).toBe(1);
    expect(json().at(-1)).toEqual({ event: 'fault', code: 'thrown', line: 2, message: expect.stringContaining('no more') });
  });
  test('the end of the input while the script waits is an error', async () => {
    expect(await basalt(['run', put('a.bas', greet), '--input', put('in.txt', '')])).toMatchObject({
      code: 1,
      err: expect.stringContaining('waits for an answer'),
    });
  });
  test('--set gives variables', async () => {
    expect(await basalt(['run', put('a.bas', 'TALK a + 1\nTALK b\n'), '--set', 'a=2', '--set', 'b=x=y'])).toMatchObject({
      code: 0,
      out: '3\nx=y\n',
    });
    expect(await basalt(['run', put('a.bas', ''), '--set', 'a'])).toMatchObject({ code: 2 });
  });
  test('a script with mistakes does not run', async () => {
    expect(await basalt(['run', put('a.bas', 'TALK "a"\nTALKK "b"\n')])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('a.bas:2:1'),
    });
  });
});

describe('new and pack', () => {
  test('a template is copied under the new name', async () => {
    expect(await basalt(['new', 'clinic', '--template', 'appointment', '--in', folder])).toMatchObject({ code: 0 });
    expect(existsSync(join(folder, 'clinic.gbai/clinic.gbdialog/start.bas'))).toBe(true);
    expect(await basalt(['new', 'clinic', '--in', folder])).toMatchObject({ code: 1, err: expect.stringContaining('is there already') });
    expect(await basalt(['new', 'x', '--template', 'appointmnet'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('did you mean appointment?'),
    });
    expect(await basalt(['new', '../x', '--in', folder])).toMatchObject({ code: 1 });
    expect(await basalt(['pack', join(folder, 'clinic.gbai'), '--out', join(folder, 'c.tar.gz')])).toMatchObject({ code: 0 });
  });
  test('every template checks without a finding', async () => {
    expect(await basalt(['check', 'templates', 'packages'])).toMatchObject({ code: 0, out: expect.stringContaining('no mistakes found') });
  });
});

describe('test', () => {
  test('the transcripts of all templates hold', async () => {
    expect(await basalt(['test', 'templates'])).toMatchObject({ code: 0, out: expect.stringContaining(' passed, 0 failed') });
  });
  test('cases beside a package are tried; what is not so is told in sentences', async () => {
    put('shop.gbai/shop.gbdialog/start.bas', 'HEAR n AS INTEGER\nTALK n * 2\nRETURN n\n');
    const file = put('shop.gbai/shop.gbtest/two.json', '{"says": ["2"], "expect": {"said": ["4"], "result": 2}}');
    expect(await basalt(['test', folder])).toMatchObject({ code: 0, out: expect.stringContaining('two.json\n1 passed, 0 failed') });
    put('shop.gbai/shop.gbtest/two.json', '{"says": ["2"], "expect": {"said": ["5"]}}');
    expect(await basalt(['test', file])).toMatchObject({
      code: 1,
      out: expect.stringContaining('  "5" should be said; what was said: "4"'),
    });
    put('shop.gbai/shop.gbtest/two.json', '{"says": ["2"], "pepole": []}');
    expect(await basalt(['test', file])).toMatchObject({ code: 1, err: expect.stringContaining('did you mean people?') });
    put('shop.gbai/shop.gbdialog/start.bas', 'TALKK 1\n');
    put('shop.gbai/shop.gbtest/two.json', '{}');
    expect(await basalt(['test', file])).toMatchObject({ code: 1, out: expect.stringContaining('start.bas:1:1: ') });
  });
  test('a difference is shown, --accept takes it over', async () => {
    put('a.bas', 'TALK "one"\nTALK "two"\n');
    const transcript = put('a.transcript', '> one\n> three\n');
    expect(await basalt(['test', folder])).toMatchObject({ code: 1, out: expect.stringContaining('  - > three\n  + > two\n') });
    expect(await basalt(['test', '--accept', folder])).toMatchObject({ code: 0 });
    expect(readFileSync(transcript, 'utf8')).toBe('> one\n> two\n');
  });
  test('an act that the transcript does not answer is shown as open', async () => {
    const transcript = put('c.transcript', '> sent\n');
    put('c.bas', 'POST "https://api.example.org/orders", "tea"\nTALK "sent"\n');
    expect(await basalt(['test', transcript])).toMatchObject({ code: 1, out: expect.stringContaining('"tea" -> ?\n') });
  });
  test('no transcript, or one without its script, is told', async () => {
    expect(await basalt(['test', folder])).toMatchObject({ code: 1, err: expect.stringContaining('no .transcript') });
    put('b.transcript', '> x\n');
    expect(await basalt(['test', folder])).toMatchObject({ code: 1, err: expect.stringContaining('has no b.bas beside it') });
  });
});

describe('keywords', () => {
  test('lists all, explains one, guesses the near miss', async () => {
    expect(await basalt(['keywords'])).toMatchObject({ code: 0, out: expect.stringContaining('TALK') });
    expect(await basalt(['keywords', 'set', 'bot', 'memory'])).toMatchObject({ code: 0, out: expect.stringContaining('Example:') });
    expect(await basalt(['keywords', 'left'])).toMatchObject({ code: 0, out: expect.stringContaining('LEFT(') });
    expect(await basalt(['keywords', 'TALKK'])).toMatchObject({ code: 1, err: expect.stringContaining('did you mean TALK?') });
  });
});

describe('repl', () => {
  const lines = (...typed: string[]) => basalt(['repl'], `${typed.join('\n')}\n`);
  test('variables, expressions, blocks and routines go from line to line', async () => {
    const { out } = await lines(
      'x = 2',
      'x + 40',
      'FOR i = 1 TO 2',
      'TALK "n${i}"',
      'NEXT i',
      'FUNCTION Twice(n)',
      'RETURN n * 2',
      'END FUNCTION',
      'Twice(x)',
    );
    expect(out).toBe('42\nn1\nn2\n4\n');
  });
  test('two variables that hold one list still do on the next line', async () => {
    expect((await lines('a = [1]', 'b = a', 'APPEND b, 2', 'COUNT(a)')).out).toContain('2');
  });
  test('a mistake is told and changes nothing', async () => {
    const { out } = await lines('x = 1', 'TALKK x', 'x');
    expect(out).toContain('TALKK');
    expect(out.endsWith('1\n')).toBe(true);
  });
  test('HEAR takes the next line', async () => {
    expect((await lines('HEAR name', 'Ana', 'TALK "Hi " + name')).out).toContain('Hi Ana');
  });
  test('commands', async () => {
    const file = join(folder, 'saved');
    const { out } = await lines('x = [1, 2]', ':state', `:save ${file}`, ':help TALK', ':ast TALK 1', ':ir TALK 1', ':trace', ':hlep');
    expect(out).toContain('x = [1,2]');
    expect(out).toContain('TALK <message');
    expect(out).toContain('did you mean :help?');
    expect((await lines(`:resume ${file}`, 'COUNT(x)')).out).toContain('2');
  });
});

/**
 * Archives from outside: whatever they hold, nothing is written beside the fresh folder, no promise
 * stays open and the process lives on. Hand-made headers, then a thousand damaged good ones.
 */
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkArchive, packFolder, RefusedArchive, unpackArchive } from '../../src/deploy/index.ts';

let work: string;
let inbox: string;
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'basalt-archives-'));
  inbox = join(work, 'inbox');
  mkdirSync(inbox);
  writeFileSync(join(work, 'precious'), 'untouched');
});
afterAll(() => rmSync(work, { recursive: true }));

interface Header {
  readonly path: string;
  readonly type?: string;
  readonly link?: string;
  readonly body?: string | Buffer;
  /** A size that is not the body's. */
  readonly size?: number;
}

const BLOCK = 512;
const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);

/** One ustar member, with whatever nonsense its fields are given. */
function member({ path, type = '0', link = '', body = '', size }: Header): Buffer {
  const content = Buffer.from(body);
  const header = Buffer.alloc(BLOCK);
  header.write(path.slice(0, 100), 0, 'latin1');
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${(size ?? content.length).toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.fill(' ', 148, 156);
  header.write(type, 156);
  header.write(link.slice(0, 100), 157, 'latin1');
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, padded(content)]);
}
const archive = (...members: readonly Header[]) => Buffer.concat([...members.map(member), Buffer.alloc(2 * BLOCK)]);
/** An extended header; its record begins with its own length. */
function pax(record: string): Header {
  let length = record.length + 2;
  while (`${length} ${record}\n`.length !== length) length++;
  return { path: 'PaxHeader', type: 'x', body: `${length} ${record}\n` };
}

const start: Header = { path: 'a.gbai/start.bas', body: 'TALK "hi"' };
const HOSTILE: readonly (readonly [what: string, reason: string, bytes: Buffer])[] = [
  ['parent path', 'leads out', archive(start, { path: 'a.gbai/../../precious', body: 'x' })],
  ['parent path at the start', 'leads out', archive({ path: '../precious', body: 'x' })],
  ['absolute path', 'absolute', archive(start, { path: join('/tmp', 'basalt-absolute'), body: 'x' })],
  ['absolute path after the package', 'absolute', archive(start, { path: '//precious', body: 'x' })],
  ['backslashes', 'character', archive(start, { path: 'a.gbai\\..\\..\\precious', body: 'x' })],
  ['drive letter', 'character', archive(start, { path: 'c:/precious', body: 'x' })],
  ['control character', 'character', archive(start, { path: 'a.gbai/a\nb.bas', body: 'x' })],
  ['symbolic link', 'SymbolicLink', archive(start, { path: 'a.gbai/link', type: '2', link: '/etc/passwd' })],
  [
    'link, then a file through it',
    'SymbolicLink',
    archive({ path: 'a.gbai/out', type: '2', link: '../..' }, { path: 'a.gbai/out/precious', body: 'x' }),
  ],
  ['hard link', 'is a Link', archive(start, { path: 'a.gbai/link', type: '1', link: '../precious' })],
  ['character device', 'CharacterDevice', archive(start, { path: 'a.gbai/null', type: '3' })],
  ['block device', 'BlockDevice', archive(start, { path: 'a.gbai/disk', type: '4' })],
  ['pipe', 'FIFO', archive(start, { path: 'a.gbai/pipe', type: '6' })],
  ['the same file twice', 'twice', archive(start, start)],
  ['the same file twice but for case', 'twice', archive(start, { path: 'a.gbai/START.bas', body: 'x' })],
  ['a file that is a folder', 'also a file', archive({ path: 'a.gbai/x', body: 'x' }, { path: 'a.gbai/x/y', body: 'y' })],
  ['a folder that is a file', 'twice', archive({ path: 'a.gbai/x/y', body: 'y' }, { path: 'a.gbai/x', body: 'x' })],
  ['two packages', '2 folders', archive(start, { path: 'b.gbai/start.bas', body: 'x' })],
  ['files without a package', 'outside the package', archive({ path: 'start.bas', body: 'x' })],
  ['a folder that is no package', 'ends in .gbai', archive({ path: 'a/start.bas', body: 'x' })],
  ['a hidden package', 'ends in .gbai', archive({ path: '.a.gbai/start.bas', body: 'x' })],
  ['nothing', 'not a readable', archive()],
  ['no bytes', 'not a readable', Buffer.alloc(0)],
  ['a size larger than the archive', 'more than', archive({ ...start, size: 4_000_000_000 })],
  ['too many entries', 'more than 5000 entries', archive(start, ...Array.from({ length: 5_001 }, (_, n) => ({ path: `a.gbai/${n}.bas` })))],
  ['a bomb', 'readable', gzipSync(archive(start, { path: 'a.gbai/zeros', body: Buffer.alloc(30_000_000) }))],
  ['long name', 'too long', archive(pax(`path=a.gbai/${'x'.repeat(300)}`), { path: 'short', body: 'x' })],
  ['parent path in an extended header', 'leads out', archive(start, pax('path=../precious'), { path: 'a.gbai/ok', body: 'x' })],
  [
    'link target in an extended header',
    'SymbolicLink',
    archive(start, pax('linkpath=/etc/passwd'), { path: 'a.gbai/l', type: '2', link: 'x' }),
  ],
  ['deep nesting', 'too deep', archive({ path: `a.gbai/${'d/'.repeat(20)}x.bas`, body: 'x' })],
];

const beside = () => readdirSync(work).sort();
const clean = () => {
  expect(beside()).toEqual(['inbox', 'precious']);
  expect(existsSync('/tmp/basalt-absolute')).toBe(false);
};

describe('hand-made', () => {
  test.each(HOSTILE)('%s is refused and writes nothing', async (_, reason, bytes) => {
    for (const form of [bytes, gzipSync(bytes)]) {
      const refusal = await unpackArchive(form, inbox).catch((error) => error);
      expect(refusal).toBeInstanceOf(RefusedArchive);
      expect(refusal.message).toContain(reason);
    }
    clean();
  });

  test('a good one is taken', async () => {
    const { folder, packageName } = await unpackArchive(archive({ path: 'a.gbai/', type: '5' }, start), inbox);
    expect(packageName).toBe('a.gbai');
    expect(readdirSync(join(folder, packageName))).toEqual(['start.bas']);
    rmSync(folder, { recursive: true });
  });
});

test('a thousand damaged archives write nothing outside and end nothing', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'basalt-good-')), 'a.gbai');
  mkdirSync(join(folder, 'a.gbdialog'), { recursive: true });
  for (const name of ['start', 'tool', 'other']) writeFileSync(join(folder, 'a.gbdialog', `${name}.bas`), `TALK "${name}"\n`.repeat(40));
  const packed = await packFolder(folder, 'a.gbai');
  const plain = archive(
    start,
    { path: 'a.gbai/x.bas', body: 'x'.repeat(600) },
    { path: 'a.gbai/d/', type: '5' },
    { path: 'a.gbai/d/y.bas', body: 'y' },
  );
  const damage = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 24 }),
    how: fc.constantFrom('write', 'cut', 'insert', 'double'),
  });
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(damage, { minLength: 1, maxLength: 4 }), async (compressed, damages) => {
      const bytes = damages.reduce(hurt, compressed ? packed : plain);
      try {
        const { folder: out } = await unpackArchive(bytes, inbox);
        for (const path of readdirSync(out, { recursive: true }) as string[])
          expect(lstatSync(join(out, path)).isSymbolicLink()).toBe(false);
        rmSync(out, { recursive: true });
      } catch (error) {
        expect(error).toBeInstanceOf(RefusedArchive);
      }
      expect(readdirSync(inbox)).toEqual([]);
      clean();
    }),
    { numRuns: 1_200 },
  );
  await expect(checkArchive(packed)).resolves.toBe('a.gbai');
});

function hurt(bytes: Buffer, { at, bytes: noise, how }: { at: number; bytes: Uint8Array; how: string }): Buffer {
  const place = Math.floor(at * bytes.length);
  const before = bytes.subarray(0, place);
  const after = bytes.subarray(place);
  if (how === 'cut') return Buffer.concat([before, after.subarray(noise.length)]);
  if (how === 'insert') return Buffer.concat([before, noise, after]);
  if (how === 'double') return Buffer.concat([before, after, after]);
  return Buffer.concat([before, noise.subarray(0, after.length), after.subarray(noise.length)]);
}

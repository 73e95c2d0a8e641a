import { describe, expect, test } from 'vitest';
import type { FileChange } from '../../src/spec/index.ts';
import type { Bench } from './store.ts';

const MINUTE = 60_000;
const change = (text: string | null, more: Partial<FileChange> = {}): FileChange => ({
  bot: 'shop',
  path: 'shop.gbdialog/start.bas',
  content: text === null ? null : { hash: `#${text}`, text },
  author: 'ana',
  sentence: 'typed',
  ...more,
});

export function exerciseFiles(bench: () => Bench): void {
  describe('edits of packages', () => {
    test('a save is a version with its text, whatever stands in it', async () => {
      const { store, now } = bench();
      const text = '\uFEFFTALK "é\0"\r\n';
      const saved = change(null, { content: { hash: 'h1', text }, sentence: 'added a step' });
      expect(await store.files.record(saved, MINUTE)).toBe(1);
      expect(await store.files.find('shop', 1)).toEqual({
        bot: 'shop',
        number: 1,
        path: 'shop.gbdialog/start.bas',
        hash: 'h1',
        text,
        author: 'ana',
        sentence: 'added a step',
        at: now,
      });
      expect(await store.files.text('shop', 'shop.gbdialog/start.bas', 'h1')).toBe(text);
      expect(await store.files.text('shop', 'another.bas', 'h1')).toBeUndefined();
      expect(await store.files.find('shop', 2)).toBeUndefined();
      expect(await store.files.find('bakery', 1)).toBeUndefined();
    });

    test('saves of one author within a minute are one version, and it says what they did', async () => {
      const { store, now } = bench();
      await store.files.record(change('a', { sentence: 'added a step' }), MINUTE);
      bench().now += MINUTE - 1;
      await store.files.record(change('b'), MINUTE);
      expect(await store.files.record(change('c'), MINUTE)).toBe(1);
      expect(await store.files.list({ bot: 'shop', limit: 10 })).toEqual([
        expect.objectContaining({ number: 1, hash: '#c', sentence: 'added a step; typed', at: now }),
      ]);
      bench().now += 1;
      expect(await store.files.record(change('d'), MINUTE)).toBe(2);
    });

    test('another author, a version that is live, a deletion and a save that is not to be folded stand alone', async () => {
      const { store } = bench();
      await store.files.record(change('a'), MINUTE);
      await store.files.record(change('b', { author: 'ben' }), MINUTE);
      await store.files.published('shop', 'v1');
      await store.files.record(change('c', { author: 'ben' }), MINUTE);
      await store.files.record(change('d', { author: 'ben' }), 0);
      await store.files.record(change(null, { author: 'ben' }), MINUTE);
      await store.files.record(change('e', { author: 'ben' }), MINUTE);
      const rows = await store.files.list({ bot: 'shop', limit: 10 });
      expect(rows.map(({ number, hash, author, version }) => [number, hash, author, version])).toEqual([
        [6, '#e', 'ben', undefined],
        [5, undefined, 'ben', undefined],
        [4, '#d', 'ben', undefined],
        [3, '#c', 'ben', undefined],
        [2, '#b', 'ben', 'v1'],
        [1, '#a', 'ana', undefined],
      ]);
      expect(await store.files.find('shop', 5)).not.toHaveProperty('text');
    });

    test('publishing marks the newest of each path, once', async () => {
      const { store } = bench();
      await store.files.record(change('a'), 0);
      await store.files.record(change('b'), 0);
      await store.files.record(change('x', { path: 'side.bas' }), 0);
      await store.files.record(change('y', { bot: 'bakery' }), 0);
      await store.files.published('shop', 'v1');
      await store.files.record(change('c'), 0);
      await store.files.published('shop', 'v2');
      const live = async (bot: string) => (await store.files.list({ bot, limit: 9 })).map(({ hash, version }) => [hash, version]);
      expect(await live('shop')).toEqual([
        ['#c', 'v2'],
        ['#x', 'v1'],
        ['#b', 'v1'],
        ['#a', undefined],
      ]);
      expect(await live('bakery')).toEqual([['#y', undefined]]);
      expect((await store.files.newest('shop')).map(({ path, hash }) => [path, hash])).toEqual([
        ['shop.gbdialog/start.bas', '#c'],
        ['side.bas', '#x'],
      ]);
    });

    test('the list goes by path and page', async () => {
      const { store } = bench();
      for (const text of ['a', 'b', 'c']) await store.files.record(change(text), 0);
      await store.files.record(change('x', { path: 'side.bas' }), 0);
      const hashes = async (filter: object) =>
        (await store.files.list({ bot: 'shop', limit: 10, ...filter })).map(({ hash }) => hash).join(' ');
      expect(await hashes({})).toBe('#x #c #b #a');
      expect(await hashes({ path: 'side.bas' })).toBe('#x');
      expect(await hashes({ before: 3, limit: 1 })).toBe('#b');
    });

    test('contents are held by bot until they are let go, but one', async () => {
      const { store } = bench();
      for (const content of ['one', 'two', 'two']) await store.files.hold('shop', content);
      await store.files.hold('bakery', 'three');
      const held = async () => (await store.files.held()).map(({ bot, content }) => `${bot} ${content}`);
      expect(await held()).toEqual(['bakery three', 'shop one', 'shop two']);
      await store.files.release('shop', 'two');
      expect(await held()).toEqual(['bakery three', 'shop two']);
      await store.files.release('shop', 'never held');
      await store.files.release('bakery');
      expect(await held()).toEqual([]);
    });

    test('old versions are pruned; the newest of a path and what went live stay', async () => {
      const { store } = bench();
      for (const text of ['a', 'b']) await store.files.record(change(text), 0);
      await store.files.published('shop', 'v1');
      for (const text of ['c', 'd', 'e']) await store.files.record(change(text), 0);
      bench().now += MINUTE;
      const before = bench().now;
      await store.files.record(change('x', { path: 'side.bas' }), 0);
      expect(await store.files.count(before)).toBe(3);
      expect(await store.files.prune({ before, limit: 2 })).toBe(2);
      expect(await store.files.prune({ before, limit: 2 })).toBe(1);
      expect(await store.files.prune({ before, limit: 2 })).toBe(0);
      expect((await store.files.list({ bot: 'shop', limit: 9 })).map(({ hash }) => hash)).toEqual(['#x', '#e', '#b']);
    });
  });
}

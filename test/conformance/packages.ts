import { describe, expect, test } from 'vitest';
import { NotFound } from '../../src/spec/index.ts';
import { program, publish } from './staging.ts';
import type { Bench } from './store.ts';

export function exercisePackages(bench: () => Bench): void {
  describe('packages', () => {
    test('a version goes live whole; programs come back as they were', async () => {
      const { store } = bench();
      const version = await publish(store, { start: program('start'), side: program('side') }, 'side');
      expect(version).toMatchObject({
        bot: 'shop',
        createdAt: bench().now,
        config: { tone: 'kind\0' },
        variables: { tries: 3 },
        answers: 'side',
        policy: 'workshop',
      });
      expect(await store.packages.version(version.id)).toEqual(version);
      expect(await store.packages.bot('shop')).toEqual({ name: 'shop', version: version.id, state: 'live', config: { tone: 'kind\0' } });
      expect(await store.packages.program(version.programs.side!)).toEqual(program('side'));
      expect(await store.packages.source(version.programs.start!)).toBe('TALK "start"\0');
    });

    test('an equal program is one program; the live version is the last', async () => {
      const { store } = bench();
      const first = await publish(store, { start: program('start') });
      const second = await publish(store, { start: program('start'), more: program('more') });
      expect(second.programs.start).toBe(first.programs.start);
      expect(second.id).not.toBe(first.id);
      expect((await store.packages.bot('shop'))?.version).toBe(second.id);
      expect(await store.packages.version(first.id)).toEqual(first);
    });

    test('what is live already stays the version it is, also after a retirement', async () => {
      const { store } = bench();
      const first = await publish(store, { start: program('start') });
      expect((await publish(store, { start: program('start') })).id).toBe(first.id);
      await store.packages.retire('shop');
      expect((await publish(store, { start: program('start') })).id).toBe(first.id);
      expect((await store.packages.bot('shop'))?.state).toBe('live');
    });

    test('a version keeps its origin; what is live already gets the new one', async () => {
      const { store } = bench();
      const origin = (build: string) => ({ content: 'c1', build, problems: [{ file: 'a.bas', line: 2, message: 'odd\0' }] });
      const draft = {
        bot: 'shop',
        policy: 'workshop',
        config: {},
        variables: {},
        programs: { start: program('start') },
        sources: {},
      } as const;
      const first = await store.packages.publish({ ...draft, origin: origin('b1') });
      expect((await store.packages.version(first.id))?.origin).toEqual(origin('b1'));
      const second = await store.packages.publish({ ...draft, origin: origin('b2') });
      expect([second.id, second.origin]).toEqual([first.id, origin('b2')]);
      expect((await store.packages.version(first.id))?.origin).toEqual(origin('b2'));
      expect(await store.packages.publish(draft)).not.toHaveProperty('origin');
      expect(await store.packages.version(first.id)).not.toHaveProperty('origin');
    });

    test('a run stays with the version it began with', async () => {
      const { store } = bench();
      const first = await publish(store, { start: program('start') });
      const run = await store.runs.start({ bot: 'shop', script: 'start', inputs: null });
      await publish(store, { start: program('start', 1) });
      expect((await store.runs.find(run))?.version).toBe(first.id);
    });

    test('a retired bot stays known and can come back', async () => {
      const { store } = bench();
      await publish(store, { start: program('start') });
      await publish(store, { start: program('start') }, undefined, 'bakery');
      await store.packages.retire('shop');
      expect((await store.packages.bots()).map((each) => `${each.name} ${each.state}`)).toEqual(['bakery live', 'shop retired']);
      await publish(store, { start: program('start') });
      expect((await store.packages.bot('shop'))?.state).toBe('live');
    });

    test('a bot of our own is found by its name and stands in no list', async () => {
      const { store } = bench();
      const { id } = await publish(store, { start: program('start') }, undefined, '~designer');
      expect(await store.packages.bots()).toEqual([]);
      expect((await store.packages.bot('~designer'))?.version).toBe(id);
    });

    test('what is not there is not found', async () => {
      const { store } = bench();
      expect(await store.packages.bot('nobody')).toBeUndefined();
      expect(await store.packages.version('nothing')).toBeUndefined();
      expect(await store.packages.program('nothing')).toBeUndefined();
      expect(await store.packages.source('nothing')).toBeUndefined();
      await expect(store.packages.retire('nobody')).rejects.toBeInstanceOf(NotFound);
    });
  });
}

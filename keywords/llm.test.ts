import { expect, test } from 'vitest';
import type { ModelPort, ModelRequest } from '../src/spec/index.ts';
import { done, refused } from '../src/spec/index.ts';
import { Dict, MARK, Marked, type Value } from '../src/values/index.ts';
import { llm } from './llm.ts';

async function ask(prompt: string, text: string, config: Readonly<Record<string, string>> = {}, args: object = {}) {
  const shown: string[] = [];
  let asked: ModelRequest | undefined;
  const model: ModelPort = {
    provider: 'test',
    async complete(request) {
      asked = request;
      request.stream(text);
      return text === ''
        ? refused('empty')
        : { ...done(text), answer: { text, model: 'm', inputTokens: 1, outputTokens: 1, estimated: true } };
    },
  };
  const context = {
    ports: { model, memory: { get: async () => null } },
    ask: { run: 'r', config, stream: (piece: string) => shown.push(piece) },
  };
  const answer = await (llm.perform as unknown as (args: object, context: object) => Promise<Value>)({ prompt, ...args }, context);
  return { answer, shown, asked: asked as ModelRequest };
}

test('the answer is marked, and may be watched while it is written', async () => {
  const { answer, shown } = await ask('Say hello', 'Hello');
  expect([answer, shown]).toEqual([new Marked('Hello', MARK.model), ['Hello']]);
});

test('JSON that was wished for becomes objects, out of its fence too, and is watched by nobody', async () => {
  for (const text of ['{"a":[1]}', '```json\n{"a":[1]}\n```']) {
    const { answer, shown } = await ask('Answer as JSON', text);
    expect([answer, shown]).toEqual([Dict.from([['a', [new Marked(1, MARK.model)]]]), []]);
  }
  expect((await ask('Answer as JSON', 'I cannot.')).answer).toEqual(new Marked('I cannot.', MARK.model));
  expect((await ask('Answer as JSON', '{"a":')).answer).toEqual(new Marked('{"a":', MARK.model));
});

test('config.csv says whether visitors watch, which model answers and how warm', async () => {
  const config = { 'llm-stream': 'false', 'llm-model': 'usual', 'llm-model-speed': 'quick', 'llm-temperature': '0.2' };
  const { shown, asked } = await ask('Say hello', 'Hello', config);
  expect([shown, asked.model, asked.temperature]).toEqual([[], 'usual', 0.2]);
  expect((await ask('x', 'y', config, { goal: 'Speed' })).asked.model).toBe('quick');
  expect((await ask('x', 'y', config, { goal: 'speed', model: 'mine' })).asked.model).toBe('mine');
  expect((await ask('x', 'y', config, { goal: 'quality', cost: 0.5, latency: 900 })).asked).toMatchObject({
    model: 'usual',
    maxCostUsd: 0.5,
    timeoutMs: 900,
  });
});

test('what the model port refuses stays refused', async () => {
  expect((await ask('x', '')).answer).toEqual(refused('empty'));
});

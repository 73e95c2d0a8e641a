/** A model's answer, word by word: shown while it comes, taken back when an attempt fails, replaced by what was said in the end. */
import type { ServerResponse } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answered, openBrowser, openTab, say } from '../support/browser.ts';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';
import { type ServeProcess, serveBots } from '../support/serve.ts';

let model: HttpServer;
let serve: ServeProcess;
let browser: Browser;
/** Answers of the model that the test holds in its hand, in the order they were asked. */
const asked: ServerResponse[] = [];
let onAsked = () => {};

beforeAll(async () => {
  model = await startHttpServer((received, response) => {
    if (!received.path.endsWith('/chat/completions')) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    asked.push(response);
    onAsked();
  });
  const config = `name,value\nllm-url,${model.url}/v1\nllm-model,tiny\n`;
  const bots = { talker: { 'talker.gbot/config.csv': config, 'talker.gbdialog/start.bas': 'HEAR q\nanswer = LLM q\nTALK answer\n' } };
  [serve, browser] = await Promise.all([serveBots(bots, ['--grant-address', model.place]), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await serve?.close();
  await model?.close();
});

const chunk = (delta: object, finish: string | null) =>
  `data: ${JSON.stringify({ id: 'a', object: 'chat.completion.chunk', created: 0, model: 'tiny', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const piece = (response: ServerResponse, content: string) => response.write(chunk({ content }, null));
const finish = (response: ServerResponse) => response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`);
const nthAsked = async (n: number): Promise<ServerResponse> => {
  while (asked.length < n) await new Promise<void>((resolve) => (onAsked = resolve));
  return asked[n - 1] as ServerResponse;
};

test('pieces stand at once; a failed attempt is cleared; the message takes their place', { timeout: 90_000 }, async () => {
  const { page, complaints, close } = await openTab(browser, `${serve.url}/talker`);
  const streaming = page.locator('.answered.streaming');
  await say(page, 'what is it?');
  const first = await nthAsked(1);
  piece(first, 'It was **wrong');
  await streaming.getByText('It was').waitFor();
  expect(await page.locator('.answered:not(.streaming)').count()).toBe(0);
  first.destroy();
  const second = await nthAsked(2);
  piece(second, 'It is ');
  piece(second, '**right**');
  await streaming.getByText('right').waitFor();
  expect((await streaming.textContent())?.trim()).toBe('It is right');
  finish(second);
  await answered(page, 'It is right');
  await streaming.waitFor({ state: 'detached' });
  expect(await page.locator('.answered').count()).toBe(1);
  expect(complaints).toEqual([]);
  await close();
});

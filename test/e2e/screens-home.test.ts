/** The screens around the canvas: home and gallery, history, triggers, bots; from nothing to a run in a few clicks. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { openBrowser, openTab, screenshot, type Tab } from '../support/browser.ts';
import { lookAt } from '../support/screens.ts';
import { type ServeProcess, serveBots } from '../support/serve.ts';

const ORDERS = `DESCRIPTION "Takes an order."
PARAM id AS STRING DESCRIPTION "Of the order"
TALK "one"
TALK "two"
TALK "three"
BOT "packer" "pack it" INTO answer
`;
const BOTS = {
  orders: {
    'orders.gbdialog/start.bas': ORDERS,
    'orders.gbdialog/events.bas': 'ON EVENT "paid" DO\n  TALK "thanks"\nEND ON\n',
    'orders.gbot/config.csv': 'name,value\nbot-name,Orders <b>desk</b>\n',
  },
  packer: 'RETURN "packed"\n',
};

let serve: ServeProcess;
let empty: ServeProcess;
let browser: Browser;
beforeAll(async () => {
  [serve, empty, browser] = await Promise.all([serveBots(BOTS), serveBots({}), openBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await serve?.close();
  await empty?.close();
});

async function ask(server: ServeProcess, method: string, path: string, body?: object) {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
  return answer;
}
async function at(server: ServeProcess, path: string): Promise<Tab> {
  const tab = await openTab(browser, `${server.url}${path}`);
  onTestFailed(() => screenshot(tab.page, 'screens-home-failed'));
  return tab;
}

describe('the screens of the designer', { timeout: 240_000 }, () => {
  test('who has nothing tries a template with one click, and uses it with another', async () => {
    const { page, complaints, close } = await at(empty, '/designer');
    await expect.poll(() => page.locator('.template').count()).toBe(3);
    await lookAt(page, 'designer-home-empty');
    await page.locator('.template').first().getByRole('button', { name: /^Try/ }).click();
    const tried = page.getByRole('region', { name: /, tried$/ });
    await tried.locator('.state', { hasText: 'done' }).waitFor();
    await tried.locator('.badge.done').first().waitFor();
    expect(await tried.locator('.saids li').count()).toBeGreaterThan(0);
    await lookAt(page, 'designer-template-tried');
    await page.locator('.template').first().getByRole('button', { name: /^Use/ }).click();
    await page.waitForURL(/\/designer\/[a-z-]+$/, { waitUntil: 'commit' });
    const bot = new URL(page.url()).pathname.split('/').at(-1) as string;
    const { files } = (await (await ask(empty, 'GET', `/packages/${bot}/files`)).json()) as { files: { path: string }[] };
    expect(files.map(({ path }) => path)).toContain(`${bot}.gbdialog/start.bas`);
    expect(complaints).toEqual([]);
    await page.goto(`${empty.url}/designer`);
    await page.locator('.automations li').getByText('not published yet').waitFor();
    await close();
  });

  test('templates are found by words', async () => {
    const { page, complaints, close } = await at(empty, '/designer/templates');
    await page.locator('.template').nth(7).waitFor();
    await page.getByRole('searchbox', { name: 'Search templates' }).fill('approval chain');
    await expect.poll(() => page.locator('.template h2').first().textContent()).toMatch(/approval/i);
    await page.getByRole('searchbox', { name: 'Search templates' }).fill('');
    await lookAt(page, 'designer-templates');
    expect(complaints).toEqual([]);
    await close();
  });

  test('an empty automation is begun by name; without a model words are answered with how to have one', async () => {
    const { page, close } = await at(empty, '/designer');
    await page.getByRole('button', { name: 'Describe it in words' }).click();
    await page.getByLabel('What it shall do').fill('Greet everybody');
    await page.getByRole('button', { name: 'Write it' }).click();
    await page.locator('.newdialog .notice.trouble').waitFor();
    await lookAt(page, 'designer-describe');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'New, empty' }).click();
    await page.getByLabel('Its name').fill('My Größte Idea');
    await page.getByText('my-gro').waitFor();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.waitForURL(/\/designer\/my-gro/);
    await close();
  });

  test('home tells what became of each automation', async () => {
    const { id } = (await (await ask(serve, 'POST', '/runs', { bot: 'orders', script: 'start', inputs: { id: '7' } })).json()) as {
      id: string;
    };
    const { page, complaints, close } = await at(serve, '/designer');
    const line = page.locator('.automations li', { hasText: 'Orders <b>desk</b>' });
    await line.locator('.lastrun .state', { hasText: 'done' }).waitFor();
    await line.getByText('on paid').waitFor();
    await lookAt(page, 'designer-home');
    await page.getByRole('searchbox').fill('packer');
    await line.waitFor({ state: 'detached' });
    await page.getByRole('searchbox').fill('orders');
    await line.locator('.lastrun').click();
    await page.waitForURL(new RegExp(`/designer/runs/${id}`));
    await page.locator('.runhead .state', { hasText: 'done' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('a version is compared as canvas and text, and brought back byte for byte', async () => {
    const path = '/packages/orders/files/orders.gbdialog/start.bas';
    const before = await ask(serve, 'GET', path);
    const bytes = await before.text();
    const moved = ORDERS.replace('TALK "three"\n', '').replace('TALK "one"\n', 'TALK "three"\nTALK "one"\n');
    const base = (before.headers.get('etag') ?? '').replaceAll('"', '');
    await ask(serve, 'PUT', path, { text: moved, base, author: 'ana', sentence: 'moved step 5 before 3' });

    const { page, complaints, close } = await at(serve, '/designer/orders/history?path=orders.gbdialog/start.bas');
    await page.locator('.saves li', { hasText: 'moved step 5 before 3' }).getByText('ana').waitFor();
    await page.getByText('Steps: 1 moved.').waitFor();
    const after = page.getByRole('region', { name: 'After' });
    await after.locator('.change-moved', { hasText: 'three' }).waitFor();
    expect(await page.locator('.badge:is(.added, .removed, .changed)').count()).toBe(0);
    await lookAt(page, 'designer-history');
    await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Text' }).click();
    await expect.poll(() => page.locator('.row-gone, .row-new').allTextContents()).toHaveLength(2);
    await lookAt(page, 'designer-history-text');
    await page.locator('.saves li').nth(1).getByRole('button').click();
    await page.getByRole('button', { name: /^Restore version/ }).click();
    await page.getByText(/is back, as version/).waitFor();
    expect(await (await ask(serve, 'GET', path)).text()).toBe(bytes);
    await page.locator('.saves li').nth(2).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('an event is sent to try its handler, and its payload is shown', async () => {
    const { page, complaints, close } = await at(serve, '/designer/triggers');
    const trigger = page.locator('.trigger', { hasText: 'paid' });
    await trigger.getByText('None came yet.').waitFor();
    await trigger.getByRole('button', { name: /Send a test event/ }).click();
    await trigger.getByLabel('Payload, as JSON').fill('[1]');
    await trigger.getByRole('button', { name: 'Send', exact: true }).click();
    await trigger.getByText('the payload is not an object').waitFor();
    await trigger.getByLabel('Payload, as JSON').fill('{"id": "<img src=x onerror=alert(1)>"}');
    await trigger.getByRole('button', { name: 'Send', exact: true }).click();
    await trigger.getByText('Sent as number 1').waitFor();
    await trigger.getByRole('region', { name: 'Last payload' }).getByText('<img src=x').waitFor();
    expect(await trigger.locator('img').count()).toBe(0);
    await lookAt(page, 'designer-triggers');
    expect(complaints).toEqual([]);
    await close();
  });

  test('the directory tells what bots do and who asks whom', async () => {
    const { page, complaints, close } = await at(serve, '/designer/bots');
    const packer = page.locator('.directory > li', { hasText: 'packer' }).last();
    await packer.getByText('Asked by').waitFor();
    await page.locator('.directory > li', { hasText: 'Takes an order.' }).getByText('(id)').waitFor();
    await lookAt(page, 'designer-bots');
    expect(complaints).toEqual([]);
    await close();
  });
});

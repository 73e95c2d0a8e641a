/** Whole pieces of work in the designer: by keyboard alone, on a phone, two people at once, a tab that dies. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, openBrowser, openTab, screenshot } from '../support/browser.ts';
import { type Desk, deskOf, focusIn, openDesigner, scriptPath } from '../support/designer.ts';
import { type ServeProcess, serveBots } from '../support/serve.ts';

const LINES = ['TALK "one"', 'TALK "two"', 'TALK "three"', 'TALK "four"', ''].join('\n');
/** What the keys and the fingers build alike. */
const BUILT = [
  /^BOT "researcher" "gather the data" INTO data$/m,
  /^IF answer = "yes" THEN$/m,
  /^PARALLEL$/m,
  /HUMAN APPROVAL FROM "manager"/,
  /LLM "Summarize in one sentence: "/,
  /^TALK "All done"$/m,
];

let serve: ServeProcess;
let browser: Browser;
beforeAll(async () => {
  [serve, browser] = await Promise.all([serveBots({ keys: '', thumb: '', two: LINES, clash: LINES, killed: LINES }), openBrowser()]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await serve?.close();
});

describe('work in the designer', { timeout: 180_000 }, () => {
  test('a workflow is built, tried and published by keyboard alone, from an empty page', async () => {
    const desk = await openDesigner(browser, serve, 'keys');
    const { page } = desk;
    const { keyboard } = page;
    await page.getByRole('button', { name: 'Add the first step' }).focus();
    await keyboard.press('Enter');
    for (const [search, sentence] of [
      ['bot agent', 'Ask the researcher bot'],
      ['condition', 'If the answer'],
      ['parallel', 'Side by side'],
      ['human approval', 'Ask the manager to approve'],
      ['language model', 'Ask the language model'],
      ['say something', 'Say “Hello”'],
    ] as const) {
      await keyboard.type(search);
      await keyboard.press('Enter');
      await desk.step(sentence).waitFor();
      await expect.poll(() => page.evaluate(() => document.activeElement?.textContent ?? '')).toContain(sentence);
      if (sentence !== 'Say “Hello”') await keyboard.press('a');
    }
    await keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toMatch(/INPUT|TEXTAREA/);
    await keyboard.press('Control+a');
    await keyboard.type('All done');
    await keyboard.press('Escape');
    await desk.step('Say “All done”').waitFor();
    await desk.saved();
    for (const line of BUILT) expect(desk.read().toString()).toMatch(line);
    // Only that step: nothing else of the workflow is asked.
    await tabTo(desk, 'Test');
    await keyboard.press('Enter');
    await tabTo(desk, 'Only the chosen step');
    await keyboard.press('Enter');
    await page.locator('.talked li', { hasText: 'All done' }).waitFor();
    expect(await page.locator('.talked li').count()).toBe(1);
    await desk.step('Say “All done”').locator('.badge', { hasText: 'done' }).first().waitFor();
    await tabTo(desk, 'Publish');
    await keyboard.press('Enter');
    await page.getByText('Published: it is live now.').first().waitFor();
    expect(desk.complaints).toEqual([]);
    await desk.close();
  });

  test('the same on a phone, by touch', async () => {
    const desk = await openDesigner(browser, serve, 'thumb', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const { page } = desk;
    await page.getByRole('button', { name: 'Add the first step' }).tap();
    for (const [search, sentence] of [
      ['bot agent', 'Ask the researcher bot'],
      ['condition', 'If the answer'],
      ['parallel', 'Side by side'],
      ['human approval', 'Ask the manager to approve'],
      ['language model', 'Ask the language model'],
      ['say something', 'Say “Hello”'],
    ] as const) {
      await page.getByRole('combobox', { name: 'Add a step' }).fill(search);
      await page.locator('#palette-list [role=option]').first().tap();
      await desk.step(sentence).waitFor();
      await expectNoSidewaysScroll(page);
      if (sentence !== 'Say “Hello”') await page.getByRole('button', { name: 'Add', exact: true }).tap();
    }
    await page.getByRole('button', { name: 'Edit' }).tap();
    await page.getByLabel('Message').fill('All done');
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await screenshot(page, 'designer-phone-form');
    await page.getByRole('button', { name: 'Done' }).tap();
    await desk.step('Say “All done”').waitFor();
    await page.locator('.savesign', { hasText: /^\s*Saved/ }).waitFor();
    await expect.poll(() => desk.read().toString()).toMatch(/^TALK "All done"$/m);
    for (const line of BUILT) expect(desk.read().toString()).toMatch(line);
    await page.getByRole('button', { name: 'Publish' }).tap();
    await page.getByText('Published: it is live now.').first().waitFor();
    await expectNoSidewaysScroll(page);
    await screenshot(page, 'designer-phone');
    expect(desk.complaints).toEqual([]);
    await desk.close();
  });

  test('two people at different steps: both stay; at the same step: both versions are shown, nothing is lost', async () => {
    const [ana, bo] = [await openDesigner(browser, serve, 'two'), await openDesigner(browser, serve, 'two')];
    await change(ana, 'Say “one”', 'ONE');
    await ana.saved();
    await change(bo, 'Say “four”', 'FOUR');
    await bo.saved();
    await bo.step('Say “ONE”').waitFor();
    expect(bo.read().toString()).toBe(LINES.replace('one', 'ONE').replace('four', 'FOUR'));
    await ana.close();
    await bo.close();

    const [cy, di] = [await openDesigner(browser, serve, 'clash'), await openDesigner(browser, serve, 'clash')];
    await change(cy, 'Say “two”', 'what Cy wrote');
    await cy.saved();
    await change(di, 'Say “two”', 'what Di wrote');
    const dialog = di.page.getByRole('dialog');
    await dialog.waitFor();
    await dialog.getByText('what Cy wrote').waitFor();
    await dialog.getByText('what Di wrote').waitFor();
    await expectAccessible(di.page);
    await screenshot(di.page, 'designer-merge');
    expect(di.read().toString()).toContain('what Cy wrote');
    await dialog.getByRole('button', { name: 'Keep both' }).click();
    await dialog.getByRole('button', { name: 'Save so' }).click();
    await di.page.locator('.savesign', { hasText: /^\s*Saved/ }).waitFor();
    expect(di.read().toString()).toBe(LINES.replace('TALK "two"', 'TALK "what Di wrote"\nTALK "what Cy wrote"'));
    await cy.close();
    await di.close();
  });

  test('a tab that dies while somebody types loses nothing that was there a moment before', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    // The server is not there to save it: all that is left is the browser.
    await page.route('**/api/v1/packages/killed/files/**', (route) =>
      route.request().method() === 'PUT' ? route.abort() : route.continue(),
    );
    await page.goto(`${serve.url}/designer/killed?view=canvas`);
    const desk = deskOf({ page, complaints: [], close: () => context.close() }, serve, 'killed');
    await change(desk, 'Say “three”', 'typed before it died');
    await expect
      .poll(() =>
        page.evaluate(() =>
          Object.entries(localStorage).some(([name, text]) => name.startsWith('basalt.draft') && text.includes('before it died')),
        ),
      )
      .toBe(true);
    const crashed = page.waitForEvent('crash');
    void page.goto('chrome://crash').catch(() => undefined);
    await crashed;
    expect(desk.read().toString()).toBe(LINES);
    const next = await context.newPage();
    await next.goto(`${serve.url}/designer/killed?view=canvas`);
    await next.locator('.step[data-name^="Say “typed before it died”"]').waitFor();
    await next.locator('.savesign', { hasText: /^\s*Saved/ }).waitFor();
    await expect.poll(() => desk.read().toString()).toBe(LINES.replace('three', 'typed before it died'));
    await context.close();
  });

  test('a bot that is not there is told so, and so is a server that is away', async () => {
    const { page, close } = await openTab(browser, `${serve.url}/designer/nobody`);
    await page.locator('.notice.trouble').waitFor();
    await close();
    const desk = await openDesigner(browser, serve, 'two');
    await desk.page.route('**/api/v1/packages/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()));
    await change(desk, 'Say “two”', 'offline');
    await desk.page.locator('.savesign.trouble', { hasText: 'Not saved' }).waitFor();
    await desk.page.unrouteAll();
    await desk.page.locator('.savesign', { hasText: /^\s*Saved/ }).waitFor();
    await expect.poll(() => desk.read().toString()).toContain('TALK "offline"');
    expect(scriptPath(serve, 'two')).toContain('two.gbai');
    await desk.close();
  });
});

async function change(desk: Desk, sentence: string, message: string): Promise<void> {
  await focusIn(desk.page, desk.step(sentence));
  await desk.page.getByLabel('Message').fill(message);
  await desk.step(`Say “${message}”`).waitFor();
}

/** With Tab alone, until the focus is on what is called so. */
async function tabTo({ page }: Desk, name: string): Promise<void> {
  for (let stop = 0; stop < 80; stop++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.textContent?.trim() === wanted, name)) return;
  }
  throw new Error(`Tab never reached ${name}`);
}

/** A run on the canvas of its script: live, answered in place, looked back at moment by moment, begun again from a step. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { openBrowser, openTab, screenshot, type Tab } from '../support/browser.ts';
import { lookAt } from '../support/screens.ts';
import { putBot, type ServeProcess, serveBots } from '../support/serve.ts';

const START = `
PARAM claim AS STRING DEFAULT "A-17"
amount = 1800
ORCHESTRATE WORKFLOW "claims"
  STEP 1: BOT "reader" READS report
  STEP 2: PARALLEL
    BRANCH a: BOT "checker" "check the contract" INTO contract
    BRANCH b: BOT "assessor" "estimate the damage" INTO estimate
  END PARALLEL
  STEP 3: HUMAN APPROVAL FROM "manager" FOR "Pay 1800 for the claim?" WITH amount = 1800 INTO decision
  IF decision.approved THEN
    TALK "paid"
  ELSE
    TALK "<b>refused</b>"
  END IF
END WORKFLOW
FOR EACH name IN ["ana", "bo", "cy"]
  PUBLISH EVENT "told" WITH who = name
NEXT
RETURN decision.comment
`;
const BOTS = {
  claims: {
    'claims.gbdialog/start.bas': START,
    'claims.gbdialog/reader.bas': 'RETURN "a hailstorm"\n',
    'claims.gbdialog/checker.bas': 'RETURN "covered"\n',
    'claims.gbdialog/assessor.bas': 'RETURN 1800\n',
  },
};

let serve: ServeProcess;
let browser: Browser;
beforeAll(async () => {
  [serve, browser] = await Promise.all([serveBots(BOTS), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await serve?.close();
});

async function start(): Promise<string> {
  const response = await fetch(`${serve.url}/api/v1/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ bot: 'claims', script: 'start' }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}
async function at(path: string): Promise<Tab> {
  const tab = await openTab(browser, `${serve.url}${path}`);
  onTestFailed(() => screenshot(tab.page, 'screens-run-failed'));
  return tab;
}
const cardOf = (page: Tab['page'], words: string) =>
  page.locator('.step', { has: page.locator(':scope > .card', { hasText: words }) }).last();
const lineOf = (page: Tab['page'], words: string) => page.locator('.code li', { hasText: words });

describe('a run on its canvas', { timeout: 240_000 }, () => {
  test('its steps are lit in canvas and text, the approval is given inside its step, a reload shows the same', async () => {
    const run = await start();
    const { page, complaints, close } = await at(`/designer/runs/${run}`);
    const approval = cardOf(page, 'Pay 1800');
    await approval.locator('.badge.waiting').waitFor();
    await lineOf(page, 'HUMAN APPROVAL').and(page.locator('.at-waiting')).waitFor();
    await cardOf(page, 'reader').locator('.badge.done').waitFor();
    await lineOf(page, 'BOT "reader"').and(page.locator('.at-done')).waitFor();
    expect(await cardOf(page, 'paid').locator('.badge').count()).toBe(0);
    await lookAt(page, 'designer-run-waiting');

    await cardOf(page, 'reader').locator('.card').click();
    const panel = page.getByRole('complementary', { name: 'The chosen step' });
    await panel.getByText('a hailstorm').waitFor();
    await page.reload();
    await panel.getByText('a hailstorm').waitFor();
    await approval.locator('.badge.waiting').waitFor();

    await approval.getByLabel('Comment').fill('fine with me');
    await approval.getByRole('button', { name: 'Approve' }).click();
    await approval.locator('.badge.done').waitFor();
    await cardOf(page, 'paid').locator('.badge.done').waitFor();
    // The way that was not taken says so, and what the bot says is shown, never obeyed.
    const refused = cardOf(page, '<b>refused</b>');
    await refused.locator('.badge.skipped').waitFor();
    expect(await refused.locator('b').count()).toBe(0);
    await lineOf(page, 'TALK "paid"').and(page.locator('.at-done')).waitFor();
    await page.locator('.runhead .state', { hasText: 'done' }).waitFor();

    const loop = cardOf(page, 'ana');
    await loop.getByRole('combobox', { name: 'Turn' }).selectOption('turn 2');
    await cardOf(page, 'told').locator('.card').click();
    await panel.getByText('"who": "bo"').waitFor();
    await lookAt(page, 'designer-run-done');
    expect(complaints).toEqual([]);
    await close();
  });

  test('any moment of it is looked back at, and a new run goes on from a step', async () => {
    const run = await start();
    const { page, complaints, close } = await at(`/designer/runs/${run}`);
    const approval = cardOf(page, 'Pay 1800');
    await approval.locator('.badge.waiting').waitFor();
    const slider = page.getByRole('slider', { name: 'Event' });
    await slider.focus();
    await page.keyboard.press('Home');
    await expect.poll(() => page.locator('.tree .badge').count()).toBe(0);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.locator('.tree .badge').count()).toBeGreaterThan(0);
    expect(await approval.locator('.badge').count()).toBe(0);
    await page.getByRole('button', { name: 'Go live' }).click();
    await approval.locator('.badge.waiting').waitFor();

    await cardOf(page, 'reader').locator('.card').click();
    const panel = page.getByRole('complementary', { name: 'The chosen step' });
    await panel.getByRole('button', { name: 'Copy to test data' }).click();
    await panel.getByText('Copied to claims.gbtest/start-from-run.json').waitFor();
    const made = await fetch(`${serve.url}/api/v1/packages/claims/files/claims.gbtest/start-from-run.json`);
    expect(await made.json()).toMatchObject({ script: 'start', bots: { reader: ['a hailstorm'] } });
    await panel.getByRole('button', { name: 'Run again from here' }).click();
    await page.waitForURL((url) => !url.pathname.endsWith(run));
    await cardOf(page, 'Pay 1800').locator('.badge.waiting').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('a text that was edited since is told, and the run keeps its own', async () => {
    const run = await start();
    putBot(serve.packages, 'claims', { 'claims.gbdialog/start.bas': START.replace('Pay 1800', 'Pay at last') });
    const { page, close } = await at(`/designer/runs/${run}`);
    await page.getByText('You edited since').waitFor();
    await cardOf(page, 'Pay 1800').locator('.badge.waiting').waitFor();
    await close();
  });

  test('the palette finds actions, steps, scripts and words by name', async () => {
    const run = await start();
    const { page, complaints, close } = await at(`/designer/runs/${run}`);
    await cardOf(page, 'reader').locator('.badge.done').waitFor();
    const field = page.getByRole('combobox', { name: /Find an action/ });
    const open = async (words: string) => {
      await page.keyboard.press('Control+k');
      await field.fill(words);
    };
    await open('assessor estimate');
    await page.getByRole('option', { selected: true }).filter({ hasText: 'Step' }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent ?? '')).toContain('assessor');
    await open('canvas');
    await page.keyboard.press('Enter');
    await page.locator('.code').waitFor({ state: 'detached' });
    await open('human approval docs');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'HUMAN APPROVAL' }).waitFor();
    await lookAt(page, 'designer-palette');
    await page.keyboard.press('Escape');
    await open('checker claims');
    await page.getByRole('option').filter({ hasText: 'Script' }).first().click();
    await page.waitForURL(/\/designer\/claims\?script=checker/);
    expect(complaints).toEqual([]);
    await close();
  });
});

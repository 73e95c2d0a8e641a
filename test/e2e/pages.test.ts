/** The operator's pages in a real browser: runs found and followed while they go on, approvals answered. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, openBrowser, openTab, screenshot, type Tab } from '../support/browser.ts';
import { type ServeProcess, serveBots } from '../support/serve.ts';

const BOTS = {
  claims: {
    'claims.gbdialog/start.bas': `
PARAM claim AS STRING DEFAULT "A-17"
amount = 1800
ORCHESTRATE WORKFLOW "claims"
  STEP 1: BOT "reader" READS report
  STEP 2: PARALLEL
    BRANCH a: BOT "checker" "check the contract" INTO contract
    BRANCH b: BOT "assessor" "estimate the damage" INTO estimate
  END PARALLEL
  STEP 3: HUMAN APPROVAL FROM "manager" FOR "Pay 1800 for the claim?" WITH amount = 1800 INTO decision
  STEP 4: TALK "decided"
END WORKFLOW
RETURN decision.comment
`,
    'claims.gbdialog/reader.bas': 'WAIT 0.4\nRETURN "a hailstorm, says <b>the report</b>"\n',
    'claims.gbdialog/checker.bas': 'WAIT 0.8\nRETURN "covered"\n',
    'claims.gbdialog/assessor.bas': 'WAIT 1.5\nRETURN 1800\n',
    'claims.gbdialog/broken.bas': 'ORCHESTRATE WORKFLOW "broken"\n  STEP 1: THROW "no such policy"\nEND WORKFLOW\n',
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

async function start(script: string): Promise<string> {
  const response = await fetch(`${serve.url}/api/v1/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ bot: 'claims', script, inputs: {} }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}
async function at(path: string, options = {}): Promise<Tab> {
  const tab = await openTab(browser, `${serve.url}${path}`, options);
  onTestFailed(() => screenshot(tab.page, 'pages-failed'));
  return tab;
}
const PHONE = { viewport: { width: 390, height: 844 } };

describe('the pages of the operator', { timeout: 60_000 }, () => {
  test('a run is followed live, its approval given in the inbox, and its steps are looked at', async () => {
    const run = await start('start');
    const live = await at(`/runs/${run}`);
    const waiting = live.page.locator('.waterfall .bar.waiting');
    await live.page.locator('.summary .state', { hasText: 'waiting' }).waitFor();
    await live.page.locator('.row', { hasText: 'HUMAN APPROVAL' }).first().waitFor();
    expect(await waiting.count()).toBeGreaterThan(0);

    const inbox = await at('/approvals', { colorScheme: 'dark' });
    const question = inbox.page.locator('.question', { hasText: 'Pay 1800' });
    await question.waitFor();
    await expectAccessible(inbox.page);
    await screenshot(inbox.page, 'approvals');
    expect(
      await question
        .locator('time')
        .first()
        .evaluate((time) => getComputedStyle(time).opacity),
    ).toBe('1');
    await question.getByLabel('Comment').fill('fine with me');
    await question.getByRole('button', { name: 'Approve' }).click();
    await inbox.page.getByText('Answered lately').waitFor();
    await inbox.page.getByText('fine with me').waitFor();

    await live.page.locator('.summary .state', { hasText: 'done' }).waitFor();
    await live.page.getByRole('region', { name: 'Result' }).getByText('fine with me').waitFor();
    const row = live.page.locator('.row', { hasText: 'BOT' }).filter({ hasText: 'reader' }).last();
    await row.focus();
    await live.page.keyboard.press('Enter');
    const details = live.page.getByRole('complementary');
    await details.getByText('start.bas:5').waitFor();
    // What bots say is shown, never obeyed.
    await details.getByText('a hailstorm, says <b>the report</b>').waitFor();
    expect(await details.locator('b').count()).toBe(0);
    await expectAccessible(live.page);
    await screenshot(live.page, 'run');
    await details.getByRole('link', { name: 'The run it began' }).click();
    await live.page.getByRole('heading', { name: 'claims/reader' }).waitFor();
    await live.page.goBack();
    await row.click();
    await live.page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(live.page);
    await live.page.setViewportSize(PHONE.viewport);
    await expectNoSidewaysScroll(live.page);
    await screenshot(live.page, 'run-phone');
    expect([...live.complaints, ...inbox.complaints]).toEqual([]);
    await live.close();
    await inbox.close();
  });

  test('who answers too late is told so', async () => {
    await start('start');
    const { page, close } = await at('/approvals', PHONE);
    const question = page.locator('.question').first();
    await question.waitFor();
    await expectNoSidewaysScroll(page);
    const { approvals } = (await (await fetch(`${serve.url}/api/v1/approvals?state=open`)).json()) as { approvals: { id: string }[] };
    await page.route('**/api/v1/approvals?limit=100', (route) => route.abort());
    const body = JSON.stringify({ by: 'manager', comment: 'faster' });
    const url = `${serve.url}/api/v1/approvals/${encodeURIComponent(approvals[0]!.id)}/reject`;
    expect((await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status).toBe(200);
    await question.getByRole('button', { name: 'Approve' }).click();
    await question.getByRole('status').locator('.notice.trouble').waitFor();
    await close();
  });

  test('executions are filtered and searched, by address too', async () => {
    const run = await start('broken');
    const { page, complaints, close } = await at('/runs');
    await page.locator('.lines li', { hasText: 'broken' }).waitFor();
    await expectAccessible(page);
    await screenshot(page, 'runs');
    await page.getByLabel('State').selectOption('failed');
    await expect.poll(() => page.locator('.lines li').allTextContents()).toEqual([expect.stringContaining('broken')]);
    await page.getByLabel('Search').fill('nothing of the kind');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing matches.').waitFor();
    await page.goto(`${serve.url}/runs?text=BROKEN`);
    await page.locator('.lines a').first().click();
    await page.getByText('no such policy').first().waitFor();
    expect(page.url()).toContain(`/runs/${run}`);
    await page.goto(`${serve.url}/runs?kind=runs&state=failed`);
    await page.locator('.lines li', { hasText: 'claims/broken' }).waitFor();
    await page.setViewportSize(PHONE.viewport);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    expect(complaints).toEqual([]);
    await close();
  });

  test('a run that is not there is told so', async () => {
    const { page, close } = await at('/runs/nobody');
    await page.getByText('There is no such run').waitFor();
    await close();
  });
});

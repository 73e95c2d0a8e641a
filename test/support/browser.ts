/** A real Chromium, and a page in it that must not say anything to its console. */
import { existsSync, mkdirSync } from 'node:fs';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { buildWeb } from '../../scripts/build-web.mjs';

const CANDIDATES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** With the pages built. */
export async function openBrowser(): Promise<Browser> {
  await buildWeb('dist/web');
  return launchBrowser();
}

export async function launchBrowser(): Promise<Browser> {
  const executablePath = CANDIDATES.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('no Chromium found: install it (apt-get install chromium) or name it in CHROMIUM');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

export interface Tab {
  readonly page: Page;
  /** Errors of the page and requests that left the origin. */
  readonly complaints: string[];
  close(): Promise<void>;
}

export async function openTab(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Tab> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && complaints.push(`console: ${message.text()}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => new URL(request.url()).origin !== new URL(url).origin && complaints.push(`request: ${request.url()}`));
  await page.goto(url);
  return { page, complaints, close: () => context.close() };
}

/** Says it as a visitor does, in the free text field. */
export async function say(page: Page, text: string): Promise<void> {
  await page.locator('.composer textarea').fill(text);
  await page.keyboard.press('Enter');
}

export const answered = (page: Page, text: string | RegExp) =>
  page.locator('.answered:not(.streaming)', { hasText: text }).last().waitFor();

export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync('test/output', { recursive: true });
  await page.screenshot({ path: `test/output/${name}.png`, animations: 'disabled' });
}

/** A step of a tree holds the steps below it: that rule takes their words for its own. */
const BLOCK = /^<li[^>]* role="treeitem"/;

/** WCAG 2.1 A and AA, and best practices; of the page at rest, for a colour on its way to another has no contrast to judge. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(() => {
    const moving = document.getAnimations().flatMap((each) => (each instanceof CSSTransition ? [each.finished] : []));
    // What is scrolled out of sight stands still, and never arrives.
    const longest = new Promise((resolve) => setTimeout(resolve, 2_000));
    return Promise.race([Promise.allSettled(moving), longest]);
  });
  // Evaluated by the debugger, which the page's policy does not bind.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
  const found = violations.flatMap((each) => {
    const nodes = each.id === 'label-content-name-mismatch' ? each.nodes.filter(({ html }) => !BLOCK.test(html)) : each.nodes;
    return nodes.length > 0 ? [{ ...each, nodes }] : [];
  });
  expect(found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' · ')}`)).toEqual([]);
}

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { wanted, there } = await page.evaluate(() => ({
    wanted: document.documentElement.scrollWidth,
    there: document.documentElement.clientWidth,
  }));
  expect(wanted).toBeLessThanOrEqual(there);
}

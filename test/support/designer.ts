/** The designer in a browser: opened on a bot of `basalt serve`, driven as people do, and its file looked at. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect, onTestFailed } from 'vitest';
import { openTab, screenshot, type Tab } from './browser.ts';
import type { ServeProcess } from './serve.ts';

export interface Desk extends Tab {
  /** A step by the beginning of its sentence. */
  step(sentence: string): Locator;
  /** The script on disk. */
  read(): Buffer;
  /** All that was done is on disk. */
  saved(): Promise<void>;
}

export const scriptPath = (serve: ServeProcess, bot: string, script = 'start') =>
  join(serve.packages, `${bot}.gbai`, `${bot}.gbdialog`, `${script}.bas`);

export async function openDesigner(
  browser: Browser,
  serve: ServeProcess,
  bot: string,
  options: BrowserContextOptions = {},
  query = 'view=canvas',
): Promise<Desk> {
  const tab = await openTab(browser, `${serve.url}/designer/${bot}?${query}`, options);
  onTestFailed(() => screenshot(tab.page, `designer-${bot}-failed`).catch(() => undefined));
  await tab.page.locator('.designer').waitFor();
  return deskOf(tab, serve, bot);
}

export const deskOf = (tab: Tab, serve: ServeProcess, bot: string): Desk => ({
  ...tab,
  step: (sentence) => tab.page.locator(`.step[data-name^=${JSON.stringify(sentence)}]`).first(),
  read: () => readFileSync(scriptPath(serve, bot)),
  saved: () => saved(tab.page),
});

async function saved(page: Page): Promise<void> {
  await page.keyboard.press('Control+s');
  await page.locator('.savesign', { hasText: /^\s*Saved/ }).waitFor();
}

/** Takes a step at its card and lets it go at another, before or behind its middle. */
export async function drag(page: Page, from: Locator, to: Locator, where: 'before' | 'after'): Promise<void> {
  const card = (await from.locator('> .card').boundingBox()) as { x: number; y: number; width: number; height: number };
  await page.mouse.move(card.x + card.width / 2, card.y + card.height / 2);
  await page.mouse.down();
  await page.mouse.move(card.x + card.width / 2 + 20, card.y + card.height / 2 + 20, { steps: 4 });
  await page.locator('.tree.is-dragging').waitFor();
  const goal = (await to.locator('> .card').boundingBox()) as typeof card;
  await page.mouse.move(goal.x + goal.width / 2, where === 'before' ? goal.y + 4 : goal.y + goal.height - 4, { steps: 8 });
  await page.locator('.gap.is-target').waitFor();
  await page.mouse.up();
  await page.locator('.tree.is-dragging').waitFor({ state: 'detached' });
}

/** As a person does who clicks at the beginning of a line of the editor. */
export async function typeAtLine(page: Page, line: number, text: string): Promise<void> {
  await page.locator('.monaco-editor .view-line').first().waitFor();
  await page.locator('.monaco-editor .view-lines').click({ position: { x: 60, y: 8 } });
  await page.keyboard.press('Control+Home');
  for (let at = 1; at < line; at++) await page.keyboard.press('ArrowDown');
  await page.keyboard.insertText(text);
}

/** Lines that differ, as `git diff --numstat` counts them. */
export function linesChanged(before: string, after: string): readonly [number, number][] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return [[b.length - end - start, a.length - end - start]];
}

export const writeScript = (serve: ServeProcess, bot: string, text: string | Buffer) => writeFileSync(scriptPath(serve, bot), text);

export async function focusIn(page: Page, step: Locator): Promise<void> {
  const card = step.locator('> .card');
  await card.focus();
  expect(await card.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.locator('.stepform').waitFor();
}

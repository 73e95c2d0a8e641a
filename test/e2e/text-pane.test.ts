/** The text pane in a real browser: what is typed there is the document's, byte for byte, and the keyboard reaches all of it. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { expectAccessible, launchBrowser, openTab, screenshot, type Tab } from '../support/browser.ts';
import type { MemorySession } from '../support/text-pane/page.tsx';
import { type PaneServer, servePane } from '../support/text-pane/serve.ts';

const FILES = {
  'clinic.gbdialog/start.bas': '',
  'clinic.gbdialog/book.bas': 'PARAM day AS DATE\nADD BOT "nurse" WITH ROLE "helps"\nTALK day\n',
  'clinic.gbot/config.csv': 'name,value\nllm-url,http://localhost\napi-key,s\n',
};

let server: PaneServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([servePane(FILES), launchBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function open(text: string, options = {}): Promise<Tab> {
  const tab = await openTab(browser, `${server.url}/#${encodeURIComponent(text)}`, options);
  onTestFailed(() => screenshot(tab.page, 'text-pane-failed'));
  await tab.page.locator('.view-lines').waitFor();
  return tab;
}
const textOf = (page: Page) => page.evaluate(() => (window as unknown as { pane: MemorySession }).pane.document.text);
const focusEnd = async (page: Page) => {
  await page.getByRole('textbox', { name: 'The script as text' }).focus();
  await page.keyboard.press('Control+End');
};

describe('the text pane', { timeout: 60_000 }, () => {
  test('keeps every line end and the mark at the beginning', async () => {
    const { page, complaints, close } = await open('\uFEFFTALK "a"\r\nTALK "b"\nTALK "c"\rTALK "d"\r\n');
    await focusEnd(page);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('End');
    await page.keyboard.type(" ' one");
    await page.keyboard.press('Enter');
    await page.keyboard.type('x = 1');
    await expect.poll(() => textOf(page)).toBe('\uFEFFTALK "a" \' one\r\nx = 1\r\nTALK "b"\nTALK "c"\rTALK "d"\r\n');
    for (let i = 0; i < 20; i++) await page.keyboard.press('Control+z');
    await expect.poll(() => textOf(page)).toBe('\uFEFFTALK "a"\r\nTALK "b"\nTALK "c"\rTALK "d"\r\n');
    await expect.poll(() => page.locator('.view-line').count()).toBe(5);
    expect(complaints).toEqual([]);
    await close();
  });

  test('completes by keyboard, with what the package has', async () => {
    const { page, complaints, close } = await open('');
    await focusEnd(page);
    await page.keyboard.type('SET BOT ME');
    await page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'SET BOT MEMORY' }).first().waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => textOf(page)).toBe('SET BOT MEMORY "key", value');
    await page.keyboard.type('greeting');
    await expect.poll(() => textOf(page)).toBe('SET BOT MEMORY "greeting", value');
    await page.keyboard.press('Tab');
    await page.keyboard.type('1');
    await expect.poll(() => textOf(page)).toBe('SET BOT MEMORY "greeting", 1');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('BOT "n');
    await page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'nurse' }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => textOf(page)).toBe('SET BOT MEMORY "greeting", 1\nBOT "nurse"');
    expect(complaints).toEqual([]);
    await close();
  });

  test('a mistake is marked, and mended by keyboard', async () => {
    const { page, complaints, close } = await open('y = UPER("a")\nTALK y\n');
    await page.locator('.squiggly-error').waitFor({ state: 'attached' });
    await focusEnd(page);
    await page.keyboard.press('Control+Home');
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Control+.');
    await page.getByText('Write UPPER').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => textOf(page)).toBe('y = UPPER("a")\nTALK y\n');
    await page.locator('.squiggly-error').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await close();
  });

  test('renames, and says why where it does not', async () => {
    const { page, complaints, close } = await open('total = 1\r\nTALK "${total}"\nTALK username\n');
    await focusEnd(page);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('F2');
    await page.locator('.rename-input:focus').waitFor();
    await page.keyboard.type('sum_of');
    await page.keyboard.press('Enter');
    await expect.poll(() => textOf(page)).toBe('sum_of = 1\r\nTALK "${sum_of}"\nTALK username\n');
    await page.keyboard.press('Control+z');
    await expect.poll(() => textOf(page)).toBe('total = 1\r\nTALK "${total}"\nTALK username\n');
    await page.keyboard.press('Control+End');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('End');
    await page.keyboard.press('F2');
    await page.getByText('nothing in this script sets username').first().waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('one undo for what is typed and what the canvas did', async () => {
    const { page, complaints, close } = await open('TALK "a"\r\nTALK "b"\n');
    await focusEnd(page);
    await page.keyboard.type('x');
    await page.evaluate(() => (window as unknown as { pane: MemorySession }).pane.change([{ start: 0, end: 10, text: '' }]));
    await expect.poll(() => page.locator('.view-line').allTextContents()).toEqual(['TALK\u00a0"b"', 'x']);
    await page.keyboard.type('y');
    await expect.poll(() => textOf(page)).toBe('TALK "b"\nxy');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await expect.poll(() => textOf(page)).toBe('TALK "a"\r\nTALK "b"\nx');
    await expect.poll(() => page.locator('.view-line').allTextContents()).toEqual(['TALK\u00a0"a"', 'TALK\u00a0"b"', 'x']);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => textOf(page)).toBe('TALK "b"\nx');
    expect(complaints).toEqual([]);
    await close();
  });

  test('Esc, then Tab leaves; Tab alone indents', async () => {
    const { page, complaints, close } = await open('TALK 1');
    await focusEnd(page);
    await page.keyboard.press('Home');
    await page.keyboard.press('Tab');
    await expect.poll(() => textOf(page)).toBe('  TALK 1');
    await page.keyboard.press('Escape');
    await page.getByRole('status').filter({ hasText: 'The next Tab leaves the text.' }).waitFor();
    await page.keyboard.press('Tab');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('After');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    await expect.poll(() => textOf(page)).not.toBe('  TALK 1');
    expect(complaints).toEqual([]);
    await close();
  });

  test('a step is tried from its line, and what the canvas chose is lit', async () => {
    const text = 'TALK 1\nSTEP 1: BOT "nurse" "look"\n';
    const { page, complaints, close } = await open(text);
    await page.getByText('▶ Test step').click();
    await expect.poll(() => page.evaluate(() => (window as unknown as { pane: MemorySession }).pane.tested)).toEqual([7]);
    await page.evaluate(() => (window as unknown as { pane: MemorySession }).pane.choose(0, 7));
    await page.locator('.chosen-line').waitFor({ state: 'attached' });
    expect(complaints).toEqual([]);
    await close();
  });

  test('says what a keyword is, and is accessible in light and dark', async () => {
    const text =
      '\' a comment\nSUB go(n)\n  TALK "a ${n} b" + n.left\nEND SUB\nSET BOT MEMORY "k", 12\nCALL go(1)\nTALK custmer\ncustomer = 1\n';
    const { page, complaints, close } = await open(text);
    await page.locator('.squiggly-warning').waitFor({ state: 'attached' });
    await page.locator('.view-line span', { hasText: 'MEMORY' }).last().hover();
    await page.locator('.monaco-hover', { hasText: 'Exactly once, also after a crash.' }).waitFor();
    await screenshot(page, 'text-pane');
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page);
    await screenshot(page, 'text-pane-dark');
    expect(complaints).toEqual([]);
    await close();
  });

  test('nothing of other languages is loaded', () => {
    expect(server.asked.filter((path) => /worker/.test(path)).every((path) => /^\/assets\/monaco-worker-[A-Z0-9]+\.js$/.test(path))).toBe(
      true,
    );
    expect(server.asked.filter((path) => /(ts|css|html|json)\.worker/.test(path))).toEqual([]);
  });
});

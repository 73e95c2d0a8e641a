/** What the tests of the designer's screens share: pages at each width, clean in light and dark. */
import type { Browser, Page } from 'playwright-core';
import { expectAccessible, expectNoSidewaysScroll, openTab, screenshot, type Tab } from './browser.ts';

export const WIDTHS = [1280, 768, 390] as const;

export async function openScreen(browser: Browser, url: string, options = {}): Promise<Tab> {
  return openTab(browser, url, options);
}

/** A picture at each width, clean for axe in light and dark, and nothing to scroll sideways on a phone. */
export async function lookAt(page: Page, name: string): Promise<void> {
  const before = page.viewportSize() ?? { width: 1280, height: 800 };
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 800 });
    await screenshot(page, `${name}-${width}`);
    if (width === 390) await expectNoSidewaysScroll(page);
    if (width === 768) continue;
    await expectAccessible(page);
    if (width === 390) continue;
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page);
    await screenshot(page, `${name}-dark`);
    await page.emulateMedia({ colorScheme: 'light' });
  }
  await page.setViewportSize(before);
}

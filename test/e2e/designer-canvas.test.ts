/** The canvas in a real browser: what is done there changes what it should in the file, and not a byte more. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, openBrowser, screenshot } from '../support/browser.ts';
import { drag, focusIn, linesChanged, openDesigner, typeAtLine, writeScript } from '../support/designer.ts';
import { type ServeProcess, serveBots } from '../support/serve.ts';

const TALKS = 'TALK "one"\nTALK "two"\nIF x = 1 THEN\n  TALK "three"\nEND IF\nTALK "four"\n';
const MIXED = '\uFEFFTALK "one"\r\n\tTALK "two"   \' kept\n\n\' above\r\nIF x THEN\r\n    talk "three"\nend if\rTALK "four"';
const CLAIMS = `' Handles a claim, from the first word to the decision.
TALK "Let us look at your claim."
HEAR amount AS INTEGER WITH "How much is it?"
' @note Ask legal whether 1000 is still the limit
IF amount > 1000 THEN
  priority = "high"
ELSE
  priority = "low"
END IF
ORCHESTRATE WORKFLOW "claims"
  STEP 1: BOT "reader" READS report
  STEP 2: PARALLEL
    BRANCH a: BOT "checker" "check the contract" INTO contract
    BRANCH b: BOT "assessor" "estimate the damage" INTO estimate
  END PARALLEL
  STEP 3: HUMAN APPROVAL FROM "manager" FOR "Pay for the claim?" WITH amount = amount INTO decision TIMEOUT 86400
END WORKFLOW
FOR EACH item IN report.items
  IF item = "" THEN TALK "empty"
  TALK item
NEXT
RETURN decision.comment
`;
const NASTY = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '"><svg onload=alert(1)>',
  'javascript:alert(1)',
  '${alert(1)}',
  '</textarea><iframe srcdoc="<script>parent.alert(1)</script>">',
];
const XSS = [
  ...NASTY.map((each) => `TALK "${each.replaceAll('"', '""').replaceAll('$', '\\$')}"`),
  ...NASTY.map((each) => `' ${each}`),
  ...NASTY.map((each) => `' @note ${each}`),
  `BOT "${NASTY[0]!.replaceAll('"', '""')}" "check" INTO x`,
  'broken <img src=x onerror=alert(1)> (',
  'SUB x()\nEND SUB',
].join('\n');

let serve: ServeProcess;
let browser: Browser;
beforeAll(async () => {
  const bots = { bytes: 'TALK "x"\n', field: TALKS, mouse: TALKS, keys: TALKS, broken: TALKS, remarks: TALKS, undo: TALKS, copy: TALKS };
  [serve, browser] = await Promise.all([
    serveBots({ ...bots, other: 'TALK "end"\n', claims: CLAIMS, xss: XSS, odd: TALKS, huge: TALKS }),
    openBrowser(),
  ]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await serve?.close();
});

describe('the canvas', { timeout: 120_000 }, () => {
  test('showing it as canvas and as text changes nothing; one character typed changes one character', async () => {
    writeScript(serve, 'bytes', MIXED);
    const desk = await openDesigner(browser, serve, 'bytes', { viewport: { width: 760, height: 800 } });
    for (let turn = 0; turn < 10; turn++) {
      await desk.page.getByRole('button', { name: 'Text', exact: true }).click();
      await desk.page.locator('.plaintext').waitFor();
      await desk.page.getByRole('button', { name: 'Canvas', exact: true }).click();
      await desk.step('Say “four”').waitFor();
    }
    await desk.saved();
    expect(desk.read().equals(Buffer.from(MIXED))).toBe(true);
    await desk.page.getByRole('button', { name: 'Text', exact: true }).click();
    const area = desk.page.locator('.plaintext');
    await area.focus();
    await desk.page.keyboard.press('Control+End');
    await desk.page.keyboard.type('!');
    await desk.saved();
    expect(desk.read().toString()).toBe(`${MIXED}!`);
    expect(desk.complaints).toEqual([]);
    await desk.close();
  });

  test('a field of the form changes its line alone; typing in it is one step of undo', async () => {
    const desk = await openDesigner(browser, serve, 'field');
    await focusIn(desk.page, desk.step('Say “two”'));
    await desk.page.getByLabel('Message').fill('second');
    await desk.step('Say “second”').waitFor();
    await desk.saved();
    const after = desk.read().toString();
    expect(linesChanged(TALKS, after)).toEqual([[1, 1]]);
    expect(after).toBe(TALKS.replace('"two"', '"second"'));
    await desk.page.getByRole('button', { name: /^Undo/ }).click();
    await desk.step('Say “two”').waitFor();
    await desk.saved();
    expect(desk.read().toString()).toBe(TALKS);
    expect(desk.complaints).toEqual([]);
    await desk.close();
  });

  test('a step moved by mouse and by keyboard gives the same bytes', async () => {
    const mouse = await openDesigner(browser, serve, 'mouse');
    await drag(mouse.page, mouse.step('Say “four”'), mouse.step('Say “three”'), 'before');
    await mouse.saved();
    const keys = await openDesigner(browser, serve, 'keys');
    await focusIn(keys.page, keys.step('Say “four”'));
    await keys.page.keyboard.press('m');
    const spoken = keys.page.locator('[aria-live]');
    for (let turn = 0; turn < 10 && !/beginning of Then/.test((await spoken.textContent()) ?? ''); turn++) {
      const before = await spoken.textContent();
      await keys.page.keyboard.press('ArrowUp');
      await expect.poll(() => spoken.textContent()).not.toBe(before);
    }
    await keys.page.keyboard.press('Enter');
    await keys.saved();
    expect(keys.read().toString()).toBe('TALK "one"\nTALK "two"\nIF x = 1 THEN\n  TALK "four"\n  TALK "three"\nEND IF\n');
    expect(mouse.read().equals(keys.read())).toBe(true);
    expect(await keys.page.evaluate(() => document.activeElement?.textContent)).toContain('four');
    expect([...mouse.complaints, ...keys.complaints]).toEqual([]);
    await mouse.close();
    await keys.close();
  });

  test('a broken line becomes a block of text, edited in place; the other steps stay what they were', async () => {
    const desk = await openDesigner(browser, serve, 'broken', {}, 'view=both');
    await desk.step('Say “one”').evaluate((element) => element.setAttribute('data-mine', 'yes'));
    await desk.step('Say “four”').evaluate((element) => element.setAttribute('data-mine', 'yes'));
    const garbage = 'TALK TALK ( ) what';
    await typeAtLine(desk.page, 3, `${garbage}\n`);
    const block = desk.page.locator('.kind-text textarea').first();
    await block.waitFor();
    expect(await block.inputValue()).toBe(garbage);
    expect(await desk.page.locator('[data-mine]').count()).toBe(2);
    await block.fill('still ( not basic');
    await block.press('Control+Enter');
    await desk.saved();
    expect(desk.read().toString()).toBe(TALKS.replace('IF x', 'still ( not basic\nIF x'));
    await desk.page.locator('.kind-text textarea').first().fill('TALK "mended"');
    await desk.page.locator('.kind-text textarea').first().press('Control+Enter');
    await desk.step('Say “mended”').waitFor();
    expect(await desk.page.locator('[data-mine]').count()).toBe(2);
    await desk.close();
  });

  test('comments travel with their step, or stay when one says so', async () => {
    const script = '\' alone\n\n\' above\nTALK "a" \' behind\nTALK "b"\n\' last\n';
    writeScript(serve, 'remarks', script);
    const desk = await openDesigner(browser, serve, 'remarks');
    await focusIn(desk.page, desk.step('Say “a”'));
    await desk.page.keyboard.press('Delete');
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Keep the comments' }).click();
    await desk.step('Say “a”').waitFor({ state: 'detached' });
    await desk.saved();
    expect(desk.read().toString()).toContain("' above\n");
    expect(desk.read().toString()).not.toContain('TALK "a"');
    await desk.page.keyboard.press('Control+z');
    await desk.step('Say “a”').waitFor();
    await focusIn(desk.page, desk.step('Say “a”'));
    await desk.page.keyboard.press('Delete');
    await dialog.getByRole('button', { name: 'Delete with its comments' }).click();
    await desk.step('Say “a”').waitFor({ state: 'detached' });
    await desk.saved();
    expect(desk.read().toString()).toBe('\' alone\n\nTALK "b"\n\' last\n');
    await desk.page.keyboard.press('Control+z');
    await desk.step('Say “a”').waitFor();
    await desk.saved();
    expect(desk.read().toString()).toBe(script);
    await desk.close();
  });

  test('gestures and typing are one stack of undo, back to the first byte and forth to the last, in any view', async () => {
    const desk = await openDesigner(browser, serve, 'undo', {}, 'view=both');
    const { page } = desk;
    for (let turn = 0; turn < 10; turn++) {
      await focusIn(page, desk.step('Say “one”'));
      await page.keyboard.press('Control+d');
      await typeAtLine(page, 1, `TALK "typed ${turn}"\n`);
      await focusIn(page, desk.step(`Say “typed ${turn}”`));
      await page.getByLabel('Message').fill(`changed ${turn}`);
      await desk.step(`Say “changed ${turn}”`).waitFor();
    }
    await desk.saved();
    const last = desk.read().toString();
    expect(last).toContain('TALK "changed 9"');
    const undo = page.getByRole('button', { name: /^Undo|^Nothing to undo/ });
    for (let turn = 0; turn < 15; turn++) await undo.click();
    await page.getByRole('button', { name: 'Canvas', exact: true }).click();
    for (let turn = 0; turn < 60 && (await undo.isEnabled()); turn++) await undo.click();
    await desk.saved();
    expect(desk.read().toString()).toBe(TALKS);
    const redo = page.getByRole('button', { name: /^Redo|^Nothing to redo/ });
    for (let turn = 0; turn < 60 && (await redo.isEnabled()); turn++) await redo.click();
    await desk.saved();
    expect(desk.read().toString()).toBe(last);
    await desk.close();
  });

  test('steps are copied as their BASIC and pasted into another script', async () => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const desk = await openDesigner(browser, serve, 'copy', { permissions });
    await focusIn(desk.page, desk.step('Say “one”'));
    await desk.page.keyboard.press('Shift+ArrowDown');
    await desk.page.keyboard.press('Shift+ArrowDown');
    await expect.poll(() => desk.page.locator('.card[aria-selected=true]').count()).toBe(3);
    await desk.page.keyboard.press('Control+c');
    const copied = await desk.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(TALKS.slice(0, TALKS.indexOf('TALK "four"')));
    await desk.page.goto(`${serve.url}/designer/other?view=canvas`);
    await focusIn(desk.page, desk.step('Say “end”'));
    await desk.page.keyboard.press('Control+v');
    await desk.step('Say “three”').waitFor();
    await desk.page.keyboard.press('Control+s');
    await desk.page.locator('.savesign', { hasText: /^\s*Saved/ }).waitFor();
    const other = await openDesigner(browser, serve, 'other');
    expect(other.read().toString()).toBe(`TALK "end"\n${copied}`);
    await other.close();
    await desk.close();
  });

  test('nothing a script holds becomes markup', async () => {
    const desk = await openDesigner(browser, serve, 'xss', {}, 'view=both');
    await desk.page.locator('.step').first().waitFor();
    for (const step of (await desk.page.locator('.step').all()).slice(0, 4)) await focusIn(desk.page, step);
    expect(await desk.page.locator('.designer :is(img, script, iframe)').count()).toBe(0);
    await desk.page.getByRole('button', { name: /Problems/ }).click();
    await desk.page.locator('.found li').first().waitFor();
    expect(await desk.page.locator('.designer :is(img, script, iframe)').count()).toBe(0);
    expect(desk.complaints).toEqual([]);
    await desk.close();
  });

  test('a file that is not UTF-8 opens read-only, one of 5 MB as text, and both say why', async () => {
    writeScript(serve, 'odd', Buffer.concat([Buffer.from('TALK "caf'), Buffer.from([0xe9]), Buffer.from('"\n')]));
    const odd = await openDesigner(browser, serve, 'odd');
    await odd.page.getByText('opens read-only').waitFor();
    await odd.page.locator('.step').first().click();
    await odd.page.keyboard.press('Delete');
    expect(await odd.page.locator('.step').count()).toBe(1);
    await odd.close();
    const large = `${'TALK "a line that is repeated very often"\n'.repeat(125_000)}`;
    writeScript(serve, 'huge', large);
    const huge = await openDesigner(browser, serve, 'huge');
    await huge.page.getByText('the canvas is off').waitFor();
    expect(await huge.page.getByRole('button', { name: 'Canvas', exact: true }).isDisabled()).toBe(true);
    expect(await huge.page.locator('.step').count()).toBe(0);
    await huge.close();
  });

  test('it is accessible, light and dark, at twice the size and on a phone; Tab reaches every region', async () => {
    const desk = await openDesigner(browser, serve, 'claims');
    const { page } = desk;
    await focusIn(page, desk.step('Step 3'));
    await page.getByRole('button', { name: /Problems/ }).click();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
      await screenshot(page, `designer-${colorScheme}`);
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByRole('button', { name: 'Both' }).click();
    await expectAccessible(page);
    await screenshot(page, 'designer-both');
    // 200 % of a window of 1280.
    await page.setViewportSize({ width: 640, height: 400 });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Canvas', exact: true }).click();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const reached = new Set<string>();
    for (let stop = 0; stop < 40; stop++) {
      await page.keyboard.press('Tab');
      reached.add(
        await page.evaluate(() => {
          const at = document.activeElement;
          return at?.closest('.tree')
            ? 'canvas'
            : at?.closest('.palette')
              ? 'palette'
              : at?.closest('.stepform')
                ? 'form'
                : at?.closest('.bottom')
                  ? 'bottom'
                  : 'head';
        }),
      );
    }
    expect([...reached].sort()).toEqual(['bottom', 'canvas', 'form', 'head', 'palette']);
    const order = await page
      .locator('[role=treeitem]')
      .evaluateAll((items) => items.map((item) => item.querySelector('.says')?.textContent ?? item.textContent));
    const at = (words: string) => order.findIndex((label) => label?.includes(words));
    const told = [
      'Say “Let us',
      'If the amount',
      'Then',
      'Otherwise',
      'The workflow',
      'Step 1',
      'Step 2',
      'checker',
      'assessor',
      'Step 3',
      'For each item',
    ];
    expect(told.map(at)).toEqual([...told.map(at)].sort((a, b) => a - b));
    expect(desk.complaints).toEqual([]);
    await desk.close();

    const phone = await openDesigner(browser, serve, 'claims', { viewport: { width: 390, height: 844 }, hasTouch: true });
    await phone.step('Step 1').waitFor();
    await expectNoSidewaysScroll(phone.page);
    await expectAccessible(phone.page);
    await screenshot(phone.page, 'designer-phone');
    await phone.close();
  });
});

/** The chat page in a real browser against `basalt serve` as a process: what a visitor sees and can do. */
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { answered, expectAccessible, expectNoSidewaysScroll, openBrowser, openTab, say, screenshot, type Tab } from '../support/browser.ts';
import { putBot, type ServeProcess, serveBots } from '../support/serve.ts';

const BOTS = {
  desk: {
    'desk.gbot/config.csv':
      'name,value\nbot-name,Ada at the front desk\nbot-description,"Books rooms, answers questions about the house"\n',
    'desk.gbdialog/start.bas': `
ADD SUGGESTION "Book a room"
ADD SUGGESTION "hours" AS "Opening hours"
TALK "Good morning! I am **Ada**. I can book a room, or tell you when the house is open."
DO
  HEAR wish
  IF wish = "hours" THEN
    BEGIN TALK
### Opening hours

| Day | From | To |
|---|---|---|
| Monday to Thursday | 8:30 | 18:00 |
| Friday | 8:30 | 15:30 |

Outside these hours the side door opens with your badge.
    END TALK
  ELSE
    HEAR room AS "Garden room", "Library", "Small office" WITH "Which room would you like?"
    HEAR day AS DATE WITH "On which day?"
    ADD SWITCHER "mail" AS "Confirm by e-mail"
    TALK "Done: the " + room + " is yours on " + day + "."
  END IF
LOOP
`,
  },
  echo: `
DO
  HEAR line
  TALK line
LOOP
`,
  forms: `
HEAR a AS NAME WITH "name?"
HEAR b AS EMAIL WITH "email?"
HEAR c AS DATE WITH "date?"
HEAR d AS HOUR WITH "time?"
HEAR e AS INTEGER WITH "whole number?"
HEAR f AS BOOLEAN WITH "yes or no?"
HEAR g AS "red", "green", * WITH "which?"
HEAR h AS FILE WITH "file?"
HEAR i AS PASSWORD WITH "password?"
TALK "got: " + a + " | " + b + " | " + c + " | " + d + " | " + e + " | " + g
TALK "secret: " + i
`,
  chips: `
ADD SUGGESTION "one" AS "The first"
ADD SUGGESTION "The second"
ADD SWITCHER "short" AS "Keep it short"
TALK "Choose."
HEAR x
TALK "you chose " + x
CLEAR SWITCHERS
HEAR y
`,
  patient: `
TALK "before"
HEAR x
TALK "I will be back."
WAIT 4
TALK "said meanwhile"
HEAR y
TALK "and you said " + y
`,
  later: `
TALK "see you"
WAIT 86400
TALK "back"
`,
  failing: `
TALK "it begins"
THROW "no such room"
`,
};

let serve: ServeProcess;
let browser: Browser;
beforeAll(async () => {
  [serve, browser] = await Promise.all([serveBots(BOTS), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await serve?.close();
});

/** A page of a visitor of its own; what it complains of fails the test. */
async function visit(
  path: string,
  act: (page: Page, tab: Tab) => Promise<void>,
  options: Parameters<typeof openTab>[2] = {},
): Promise<void> {
  const tab = await openTab(browser, `${serve.url}${path}`, options);
  onTestFailed(() => screenshot(tab.page, `failed-${expect.getState().currentTestName?.replaceAll(/\W+/g, '-')}`));
  await act(tab.page, tab);
  expect(tab.complaints).toEqual([]);
  await tab.close();
}

test('one picks a bot and talks to it', { timeout: 60_000 }, () =>
  visit('/', async (page) => {
    await page.getByRole('link', { name: /Ada at the front desk/ }).click();
    await answered(page, 'Good morning!');
    expect(await page.title()).toBe('Ada at the front desk');
    await page.getByRole('button', { name: 'Opening hours' }).click();
    await answered(page, 'Outside these hours');
    expect(await page.locator('.said .bubble').allTextContents()).toEqual(['Opening hours']);
    await say(page, 'a room, please');
    await page.getByRole('button', { name: 'Library' }).click();
    await page.locator('input[type=date]').fill('2026-12-03');
    await page.keyboard.press('Enter');
    await answered(page, 'the Library is yours on 2026-12-03');
    await screenshot(page, 'chat');
  }),
);

test('every type of question has a control that fits, and a password leaves no trace', { timeout: 60_000 }, () =>
  visit('/forms', async (page) => {
    const fill = async (selector: string, value: string, question: string) => {
      await answered(page, question);
      await page.locator(`.composer ${selector}`).fill(value);
      await page.keyboard.press('Enter');
    };
    await fill('input[autocomplete=name]', 'Ana', 'name?');
    await fill('input[type=email]', 'ANA@example.org', 'email?');
    await fill('input[type=date]', '2026-12-03', 'date?');
    await fill('input[type=time]', '14:30', 'time?');
    await fill('input[type=number]', '42', 'whole number?');
    await page.getByRole('button', { name: 'Yes' }).click();
    await answered(page, 'which?');
    await page.getByRole('button', { name: 'green' }).click();
    await answered(page, 'file?');
    await page.locator('input[type=file]').setInputFiles({ name: 'plan.png', mimeType: 'image/png', buffer: Buffer.from(PIXEL, 'base64') });
    await fill('input[type=password]', 'hunter2-and-more', 'password?');
    await answered(page, '•••');
    await answered(page, /got: Ana \| ana@example\.org \| 2026-12-03 \| 14:30.* \| 42 \| green/);
    expect(await page.content()).not.toContain('hunter2');
    const conversation = (await page.evaluate('fetch("/api/v1/conversations").then((r) => r.json())')) as {
      conversations: { id: string }[];
    };
    const messages = await page.evaluate(
      (id) => fetch(`/api/v1/conversations/${id}/messages`).then((r) => r.text()),
      conversation.conversations[0]?.id,
    );
    expect(messages).not.toContain('hunter2');
    expect(await page.locator('.attached img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  }),
);

test('a password given in clear by a program is kept as a secret all the same', { timeout: 60_000 }, () =>
  visit('/forms', async (page) => {
    await answered(page, 'name?');
    const leaked = await page.evaluate(async () => {
      const json = (r: Response) => r.json();
      const [{ id }] = (await fetch('/api/v1/conversations').then(json)).conversations;
      const answers = ['Ana', 'a@example.org', '2026-12-03', '14:30', '42', 'yes', 'red', 'f', 'hunter2'];
      const read = () => fetch(`/api/v1/conversations/${id}/messages`).then((r) => r.text());
      for (const [n, text] of answers.entries()) {
        const body = JSON.stringify({ clientId: `c${n}`, text });
        await fetch(`/api/v1/conversations/${id}/messages`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
        const prompts = () => read().then((text) => text.split('"type":"prompt"').length - 1);
        while (n < answers.length - 1 && (await prompts()) < n + 2) await new Promise((next) => setTimeout(next, 50));
      }
      return read();
    });
    expect(leaked).not.toContain('hunter2');
  }),
);

test('chips and switches', { timeout: 60_000 }, () =>
  visit('/chips', async (page) => {
    const short = page.getByRole('button', { name: 'Keep it short' });
    await short.click();
    expect(await short.getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: 'The first' }).click();
    await answered(page, 'you chose one');
    await expectGone(page, '.chip');
  }),
);

const expectGone = (page: Page, selector: string) => page.locator(selector).first().waitFor({ state: 'detached' });

test('the server dies and comes back: what was said meanwhile is there, what is typed arrives once', { timeout: 120_000 }, () =>
  visit('/patient', async (page, tab) => {
    await answered(page, 'before');
    await say(page, 'go');
    await answered(page, 'I will be back.');
    await serve.kill();
    await page.getByText('Not connected. Trying again…').first().waitFor();
    await say(page, 'typed while away');
    await page.getByText('Will be sent when the connection is back').waitFor();
    await screenshot(page, 'chat-offline');
    await serve.start();
    await answered(page, 'said meanwhile');
    await answered(page, 'and you said typed while away');
    expect(await page.locator('.said .bubble').allTextContents()).toEqual(['go', 'typed while away']);
    expect(await page.locator('.answered').allTextContents()).toHaveLength(4);
    await page.reload();
    await answered(page, 'and you said typed while away');
    expect(await page.locator('.said .bubble').allTextContents()).toEqual(['go', 'typed while away']);
    // The browser says of each try that it failed.
    tab.complaints.splice(
      0,
      tab.complaints.length,
      ...tab.complaints.filter((line) => !line.includes('Failed to load resource') && !line.includes('net::ERR')),
    );
  }),
);

test('history stays with visitor and bot; another visitor begins anew', { timeout: 60_000 }, async () => {
  await visit('/echo', async (page) => {
    await say(page, 'remember me');
    await answered(page, 'remember me');
    await page.reload();
    await answered(page, 'remember me');
    await page.getByRole('button', { name: 'New conversation' }).click();
    await page.locator('.lines').waitFor({ state: 'attached' });
    await expectGone(page, '.answered');
    await page.getByLabel('Conversation', { exact: true }).selectOption({ index: 1 });
    await answered(page, 'remember me');
  });
  await visit('/echo', async (page) => {
    await say(page, 'somebody else');
    await answered(page, 'somebody else');
    expect(await page.getByText('remember me').count()).toBe(0);
  });
});

describe('what a bot says does no harm', () => {
  test('a list of attacks', { timeout: 120_000 }, () =>
    visit('/echo', async (page) => {
      for (const [index, attack] of ATTACKS.entries()) {
        await say(page, `${attack}\n\nend-${index}`);
        await answered(page, `end-${index}`);
      }
      const found = await page.evaluate(() => ({
        pwned: 'pwned' in globalThis,
        elements: [...document.querySelectorAll('.prose *')].filter((each) =>
          /^(script|iframe|object|embed|form|input|button|style|link|meta|base|svg|math|video|audio|img)$/i.test(each.tagName),
        ).length,
        attributes: [...document.querySelectorAll('.prose *')]
          .flatMap((each) => each.getAttributeNames())
          .filter((name) => /^on|^style$|^srcdoc$|^id$/i.test(name)),
        links: [...document.querySelectorAll<HTMLAnchorElement>('.prose a[href]')]
          .map(({ href }) => new URL(href).protocol)
          .filter((protocol) => !['http:', 'https:', 'mailto:'].includes(protocol)),
      }));
      expect(found).toEqual({ pwned: false, elements: 0, attributes: [], links: [] });
      for (const link of await page.locator('.prose a[href]:not([target])').all())
        throw new Error(`a link opens in place: ${await link.getAttribute('href')}`);
    }),
  );
});

describe('for everybody', () => {
  const looks = [
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }],
    ['phone-dark', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, colorScheme: 'dark' }],
    // As 200 % zoom on a small notebook.
    ['zoomed', { viewport: { width: 640, height: 400 } }],
    ['calm', { reducedMotion: 'reduce' }],
  ] as const;

  test.each(looks)('axe finds nothing: %s', { timeout: 120_000 }, async (name, options) => {
    await visit(
      '/',
      async (page) => {
        await page.getByRole('link', { name: /Ada/ }).waitFor();
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await screenshot(page, `home-${name}`);
        await page.getByRole('link', { name: /Ada/ }).click();
        await page.getByRole('button', { name: 'Opening hours' }).waitFor();
        await screenshot(page, `start-${name}`);
        await page.getByRole('button', { name: 'Opening hours' }).click();
        await answered(page, 'Outside these hours');
        await say(page, 'A room for next week, please, with a screen and enough chairs for twelve people');
        await page.getByRole('button', { name: 'Library' }).waitFor();
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await screenshot(page, `choice-${name}`);
        await page.getByRole('button', { name: 'Library' }).click();
        await page.locator('input[type=date]').waitFor();
        await expectAccessible(page);
        await screenshot(page, `date-${name}`);
        await page.locator('input[type=date]').fill('2026-12-03');
        await page.keyboard.press('Enter');
        await page.getByRole('button', { name: 'Confirm by e-mail' }).click();
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await screenshot(page, `chat-${name}`);
      },
      options,
    );
  });

  test('by keyboard alone', { timeout: 60_000 }, () =>
    visit('/', async (page) => {
      const focused = () =>
        page.evaluate(() => (document.activeElement === document.body ? '' : (document.activeElement?.textContent?.trim() ?? '')));
      const tabTo = async (wanted: RegExp) => {
        for (let step = 0; step < 20; step++) {
          if (wanted.test(await focused())) return;
          await page.keyboard.press('Tab');
        }
        throw new Error(`Tab does not reach ${wanted}`);
      };
      await page.getByRole('link', { name: /Ada/ }).waitFor();
      await tabTo(/Ada/);
      await page.keyboard.press('Enter');
      await answered(page, 'Good morning!');
      // The field has the focus already.
      await page.keyboard.type('a room');
      await page.keyboard.press('Enter');
      await answered(page, 'Which room');
      await tabTo(/^Library$/);
      await page.keyboard.press('Space');
      await answered(page, 'On which day?');
      await page.waitForFunction(() => document.activeElement?.getAttribute('type') === 'date');
      // The same in every order of day and month.
      await page.keyboard.type('12122026');
      await page.keyboard.press('Enter');
      await answered(page, 'the Library is yours on 2026-12-12');
    }),
  );

  test('what is new is read out, what stood there is not', { timeout: 60_000 }, () =>
    visit('/echo', async (page) => {
      const heard = () => page.getByRole('log').textContent();
      await say(page, 'first');
      await answered(page, 'first');
      await page.waitForFunction(() => document.querySelector('[role=log]')?.textContent === 'first');
      await page.reload();
      await answered(page, 'first');
      expect(await heard()).toBe('');
      await say(page, 'second');
      await page.waitForFunction(() => document.querySelector('[role=log]')?.textContent === 'second');
    }),
  );
});

describe('what goes on is said in words', () => {
  test('a long wait', { timeout: 60_000 }, () =>
    visit('/later', async (page) => {
      await page.getByText(/Waiting until .* You can close this page/).waitFor();
      await screenshot(page, 'chat-waiting');
    }),
  );

  test('a run that failed, with its place for the person at the machine', { timeout: 60_000 }, () =>
    visit('/failing', async (page) => {
      await page.getByText('This stopped because something went wrong').waitFor();
      await page.getByText('no such room').waitFor();
      await page.getByText('start.bas:3').waitFor();
      await expectAccessible(page);
    }),
  );

  test('a bot that is not there', { timeout: 60_000 }, async () => {
    const tab = await openTab(browser, `${serve.url}/nobody`);
    await tab.page.getByText('There is no bot called “nobody”').waitFor();
    await tab.close();
  });

  test('a change with a mistake: the version before answers, the page says what to mend', { timeout: 60_000 }, async () => {
    putBot(serve.packages, 'edited', 'TALK "the first version"\nHEAR x\n');
    await expect.poll(async () => (await fetch(`${serve.url}/edited`)).status, { timeout: 5_000 }).toBe(200);
    await visit('/edited', async (page) => {
      await answered(page, 'the first version');
      putBot(serve.packages, 'edited', 'TALK "the second version"\nTALKK "oops"\n');
      await page.getByText('The last change is not live: the version before it answers').waitFor();
      await page.getByText(/edited\.gbai\/edited\.gbdialog\/start\.bas:2:1/).waitFor();
      await expectAccessible(page);
      await screenshot(page, 'chat-broken');
      await page.getByRole('button', { name: 'New conversation' }).click();
      await answered(page, 'the first version');
      putBot(serve.packages, 'edited', 'TALK "the third version"\nHEAR x\n');
      await expectGone(page, '.notice.trouble');
      await page.getByRole('button', { name: 'New conversation' }).click();
      await answered(page, 'the third version');
    });
  });
});

test('the first load is small, and all of it comes from here', { timeout: 60_000 }, async () => {
  const tab = await openTab(browser, 'about:blank');
  const sizes: number[] = [];
  tab.page.on('response', async (response) => {
    if (!response.url().includes('/api/')) sizes.push(gzipSync(await response.body()).length);
  });
  await tab.page.goto(`${serve.url}/echo`);
  await tab.page.locator('.composer textarea').waitFor();
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(10_000);
  expect(total).toBeLessThanOrEqual(60 * 1024);
  await tab.close();
});

/** One black point. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const ATTACKS = [
  '<script>globalThis.pwned = 1</script>',
  '<img src=x onerror="globalThis.pwned = 1">',
  '<svg onload="globalThis.pwned = 1"><script>globalThis.pwned = 1</script></svg>',
  '<svg><animate onbegin="globalThis.pwned = 1" attributeName=x dur=1s>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=globalThis.pwned=1&gt;">',
  '<iframe srcdoc="<script>parent.pwned = 1</script>"></iframe>',
  '<a href="javascript:globalThis.pwned=1">click</a>',
  '[click](javascript:globalThis.pwned=1)',
  '[click](JaVaScRiPt:globalThis.pwned=1)',
  '[click](&#106;avascript:globalThis.pwned=1)',
  '[click](data:text/html,<script>globalThis.pwned=1</script>)',
  '[click](vbscript:globalThis.pwned=1)',
  '![x](https://evil.example/track.png)',
  '![x](x"onerror="globalThis.pwned=1)',
  '<img src="https://evil.example/track.png" srcset="https://evil.example/2.png 2x">',
  '<video src="https://evil.example/v.mp4" autoplay onplay="globalThis.pwned=1"></video>',
  '<object data="https://evil.example/x.swf"></object><embed src="https://evil.example/x.swf">',
  '<form action="https://evil.example"><input name=q autofocus onfocus="globalThis.pwned=1"><button>go</button></form>',
  '<style>body { background: url(https://evil.example/s.png) }</style>',
  '<link rel=stylesheet href=https://evil.example/s.css><base href=https://evil.example/>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<div style="position:fixed;inset:0;background:url(https://evil.example/s.png)">cover</div>',
  '<details open ontoggle="globalThis.pwned=1"><summary>x</summary></details>',
  '<p id="page" onclick="globalThis.pwned=1">clobber</p><form id=page><input name=children>',
  '<a href="//evil.example/x">protocol-relative</a>',
  '<noscript><p title="</noscript><img src=x onerror=globalThis.pwned=1>">',
  '<template><script>globalThis.pwned=1</script></template>',
  '`<script>globalThis.pwned=1</script>`',
  '```\n</code></pre><script>globalThis.pwned=1</script>\n```',
  '<x-y onpointerenter=globalThis.pwned=1>custom</x-y>',
];

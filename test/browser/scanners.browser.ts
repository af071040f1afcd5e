import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aScannedWorld, GUESS, type ScannedMail, type ScannedWorld } from '../scanners/scanned-world.ts';
import { aBrowser } from './support/browser.ts';
import { findBrowser } from './support/find-browser.ts';

/** How many mails each scanner gets hold of. */
const RUNS = 100;

const SHOWN = 'section:not([hidden]):not(#loading) h1';

/** What every form is filled with: something for each kind of field, and a guess at the code. */
const FILL = `for (const field of document.querySelectorAll('input, textarea')) {
  field.value = field.name === 'minutes' ? '1' : '${GUESS}';
  field.dispatchEvent(new Event('input', { bubbles: true }));
}`;

/** Scanners that run a browser. Each has the page open, with its script run and the request on show. */
const PROFILES: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'runs the script of the page': async () => undefined,
  'clicks every link of the page': (page) =>
    page.evaluate(
      'for (const link of document.querySelectorAll("a, area, [href], [onclick]")) link.click?.()',
    ),
  'submits every form of the page': (page) =>
    page.evaluate(`${FILL} for (const form of document.forms) {
      form.requestSubmit();
      form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    }`),
  'clicks every button of the page': (page) =>
    page.evaluate(`for (const button of document.querySelectorAll('button')) button.click()`),
};

/** The last of them types what could be a code as well, into one link, until it takes no more. */
const guessing = async (page: Page): Promise<void> => {
  for (let press = 0; press < 6; press += 1) {
    await page.evaluate(`${FILL} document.querySelector('.${press % 2 ? 'reject' : 'approve'}').click()`);
    await page.locator('.approve:not([disabled])').waitFor({ state: 'attached' });
  }
};

describe.skipIf(findBrowser() === undefined)(
  'a mail scanner with a browser decides nothing, in 100 mails',
  () => {
    const browser = aBrowser();
    let world: ScannedWorld;
    const mails: ScannedMail[] = [];

    beforeAll(async () => {
      world = await aScannedWorld();
      while (mails.length < RUNS) mails.push(await world.mail());
    });
    afterAll(() => world.stop());

    const visitAll = async (scan: (page: Page) => Promise<unknown>): Promise<void> => {
      const { page } = await browser.window(world.now());
      for (const { link } of mails) {
        await page.goto('about:blank');
        await page.goto(link);
        await page.locator(SHOWN).waitFor();
        await scan(page);
      }
    };

    it.each(Object.entries(PROFILES))('that %s', async (_, scan) => {
      await visitAll(scan);
      expect(await world.decided(mails)).toEqual([]);
      const shown = await Promise.all(mails.map((mail) => world.stillShows(mail)));
      expect(shown.filter((isShown) => isShown)).toHaveLength(RUNS);
    });

    it('that types a guess and clicks every button, until the link takes no more codes', async () => {
      await visitAll(guessing);
      expect(await world.decided(mails)).toEqual([]);
    });
  },
);

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { findBrowser } from './find-browser.ts';

const SCREENSHOTS = join(import.meta.dirname, '../screenshots');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const DESKTOP = { width: 1_024, height: 900 };
export const PHONE = { width: 360, height: 740 };

/** A closed network refuses what a browser looks up for itself: those lookups are off. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What an approver sees, and everything that the browser did for it. */
export class Window {
  readonly page: Page;
  /** Addresses of all calls, and what the console complained of. */
  readonly called: string[] = [];
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('request', (request) => this.called.push(request.url()));
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      // That an answer was a refusal is what the page is there to tell.
      const isRefusal = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isRefusal) this.complaints.push(message.text());
    });
  }

  heading = () => this.page.locator('section:not([hidden]) h1');
  button = (name: string | RegExp) => this.page.getByRole('button', { name });

  /** Resolves once the heading says so. */
  async reads(title: string | RegExp): Promise<void> {
    await this.heading().filter({ hasText: title }).waitFor();
  }

  async text(): Promise<string> {
    return await this.page.locator('section:not([hidden])').innerText();
  }

  async decide(button: string | RegExp, code: string): Promise<void> {
    await this.page.getByLabel('Mailed code').fill(code);
    await this.button(button).click();
  }

  /**
   * Has axe look at the page in both schemes on both sizes, looks for what a phone would have to scroll sideways for,
   * and takes two pictures.
   */
  async isSound(name: string): Promise<void> {
    for (const [colorScheme, size, sizeName] of [
      ['light', PHONE, 'phone'],
      ['dark', DESKTOP, 'desktop'],
      ['light', DESKTOP, 'desktop'],
      ['dark', PHONE, 'phone'],
    ] as const) {
      await this.page.emulateMedia({ colorScheme });
      await this.page.setViewportSize(size);
      expect(await this.violations(), `${name}, ${colorScheme}, ${sizeName}`).toEqual([]);
      const width = await this.page.evaluate<number>('document.documentElement.scrollWidth');
      expect(width, `${name} on a ${sizeName}`).toBeLessThanOrEqual(size.width);
      if ((colorScheme === 'dark') === (sizeName === 'phone')) {
        const path = join(SCREENSHOTS, `${name}-${colorScheme}-${sizeName}.png`);
        await this.page.screenshot({ path, fullPage: true });
      }
    }
    expect(this.complaints).toEqual([]);
  }

  async violations(): Promise<readonly string[]> {
    await this.page.evaluate(AXE);
    const violations = await this.page.evaluate<readonly Violation[]>(
      'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
    );
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  }
}

/** A browser for the tests of one file; each window of it has a profile of its own. */
export const aBrowser = () => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    const executablePath = findBrowser();
    if (executablePath !== undefined) browser = await chromium.launch({ executablePath, args: FLAGS });
  });
  afterAll(async () => await browser?.close());
  return {
    /** @param now what the clock on the approver's wall says; timers run as they do */
    window: async (now: number, options: BrowserContextOptions = {}): Promise<Window> => {
      if (browser === undefined) throw new Error('There is no browser');
      const context = await browser.newContext({
        viewport: DESKTOP,
        locale: 'en-GB',
        timezoneId: 'Europe/Berlin',
        reducedMotion: 'reduce',
        ...options,
      });
      onTestFinished(() => context.close());
      context.setDefaultTimeout(8_000);
      const page = await context.newPage();
      await page.clock.setSystemTime(now);
      return new Window(page);
    },
  };
};

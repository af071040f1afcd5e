import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { aBrowser, PHONE, type Window } from './support/browser.ts';
import { aBrowserWorld } from './support/browser-world.ts';
import { findBrowser } from './support/find-browser.ts';

const HOSTILE = [
  '</blockquote><script>document.title="taken"</script><img src=x onerror=alert(1)>',
  '<form action="https://evil.example.com"><input name=code></form>',
  `https://evil.example.com/${'a'.repeat(300)}`,
  '\u202etxet desrever\u202c',
].join('\n');

describe.skipIf(findBrowser() === undefined)('the approval page', () => {
  const browser = aBrowser();

  const shown = async (reason: string, options: Parameters<typeof browser.window>[1] = {}) => {
    const { world } = await aBrowserWorld();
    const request = await world.http.ask('alice', { reason });
    await world.passSeconds(1);
    const mailed = await world.http.mailedLink('bob');
    const window = await browser.window(world.clock.now(), options);
    await window.page.goto(mailed.link);
    await window.reads('asks for demo-db');
    return { world, window, request, ...mailed };
  };

  const focused = ({ page }: Window): Promise<string> =>
    page.evaluate('document.activeElement.id || document.activeElement.textContent.trim()');

  const outlined = ({ page }: Window): Promise<string> =>
    page.evaluate('getComputedStyle(document.activeElement).outlineStyle');

  it('is used from the heading to the decision by keyboard alone, and shows where one is', async () => {
    const { world, window, code } = await shown('A stuck migration');
    const { keyboard } = window.page;
    expect(await focused(window)).toBe('alice@example.com asks for demo-db');
    for (const stop of ['code', 'minutes', 'comment', 'Approve for 10 minutes', 'Reject']) {
      await keyboard.press('Tab');
      expect(await focused(window)).toBe(stop);
      expect(await outlined(window)).toBe('solid');
    }
    await keyboard.press('Shift+Tab');
    await keyboard.press('Enter');
    // What is missing is told, and the cursor stands where it is to be typed.
    await window.page.getByText('Type the six digits').waitFor();
    expect(await focused(window)).toBe('code');
    await keyboard.type(code);
    // Enter in a field sends nothing.
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await keyboard.press('ArrowDown');
    await keyboard.press('Tab');
    await keyboard.type('By keyboard');
    await keyboard.press('Tab');
    expect(await focused(window)).toBe('Approve for 9 minutes');
    await keyboard.press('Space');
    await window.reads('Approved');
    expect(await focused(window)).toBe('Approved');
    await world.passSeconds(5);
    await window.reads('The port is open');
  });

  it('fits a phone, with buttons that a thumb hits', async () => {
    const { window } = await shown(HOSTILE, { viewport: PHONE, hasTouch: true, isMobile: true });
    expect(await window.page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
      360,
    );
    for (const control of await window.page.locator('#ask :is(button, input, textarea)').all()) {
      const box = await control.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(44);
      expect(box?.width).toBeGreaterThanOrEqual(44);
    }
  });

  it('shows what a requester wrote as text, whatever it looks like', async () => {
    const { window } = await shown(HOSTILE);
    const reason = window.page.locator('#reason');
    expect(await reason.innerText()).toContain('<img src=x onerror=alert(1)>');
    expect(await reason.innerText()).not.toMatch(/[\u202a-\u202e]/);
    expect(await window.page.locator('blockquote *, img, a, iframe').count()).toBe(0);
    expect(await window.page.locator('script').count()).toBe(1);
    expect(await window.page.title()).toBe('alice@example.com asks for demo-db: Postern');
    expect(window.complaints).toEqual([]);
    await window.isSound('hostile');
  });

  it('shows what is unusual, from where and for how long before a reason, however long that is', async () => {
    const long = Array.from({ length: 50 }, (_, line) => `Line ${line + 1}, and so on`).join('\n');
    const { window, code } = await shown(long, { viewport: PHONE, hasTouch: true, isMobile: true });
    const topOf = async (text: string) => (await window.page.getByText(text).boundingBox())?.y ?? -1;
    const { y, height } = (await window.page.locator('#reason').boundingBox()) ?? { y: -1, height: -1 };
    for (const text of ['Worth noticing', '127.0.0.1/32 (one address)', '10 minutes from approval']) {
      expect(await topOf(text), text).toBeGreaterThan(0);
      expect(await topOf(text), text).toBeLessThan(y);
    }
    expect(height).toBeLessThanOrEqual(12 * 16);
    const buttons = await window.button('Reject').boundingBox();
    expect((buttons?.y ?? 0) + (buttons?.height ?? 0)).toBeLessThan(2 * PHONE.height);
    await window.isSound('long-reason');
    // By keyboard one reads it to its end, and goes on.
    await window.heading().focus();
    await window.page.keyboard.press('Tab');
    expect(await focused(window)).toBe('reason');
    expect(await outlined(window)).toBe('solid');
    await window.page.keyboard.press('End');
    const last = window.page.locator('#reason');
    await expect
      .poll(() => last.evaluate((it) => it.scrollTop + it.clientHeight >= it.scrollHeight - 1))
      .toBe(true);
    await window.decide(/Approve/, code);
    await window.reads('Approved');
  });

  it('paints what people wrote nowhere but in its place', async () => {
    const { window } = await shown('A stuck migration');
    const { page } = window;
    await page.evaluate('document.activeElement.blur()');
    const places = page.locator('#reason, #ask dl div:has([data-text="owner"])');
    /** Of everything around those places. */
    const picture = async () => {
      const taken = await page.screenshot({ fullPage: true, mask: [places] });
      return createHash('sha256').update(taken).digest('hex');
    };
    const before = await picture();
    // More than the server leaves of it: the page itself must hold.
    await page.evaluate(`
      for (const place of document.querySelectorAll('#reason, #ask [data-text="owner"]')) {
        place.textContent += 'e' + '\\u0300'.repeat(60);
      }
    `);
    expect(await picture()).toBe(before);
  });

  it('keeps the secret out of every address, the history and every store', async () => {
    const { window, token, code } = await shown('A stuck migration');
    await window.decide(/Approve/, code);
    await window.reads('Approved');
    expect(window.page.url()).not.toContain('#');
    const [opened, ...calls] = window.called;
    expect(opened).toContain('/approve');
    expect(calls.join(' ')).not.toContain(token);
    expect(calls.join(' ')).not.toContain(code);
    const stored = await window.page.evaluate<string>(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state])',
    );
    expect(stored).toBe('[{},{},"",null]');
    await window.page.goBack();
    await window.page.goForward();
    await window.reads('A part of the link is missing');
  });

  it('is small: six files of less than 40 KB together, and nothing from elsewhere', async () => {
    const { window } = await shown('A stuck migration');
    const files = new Set(
      window.called.filter((address) => !address.endsWith('/preview')).map((it) => it.split('#')[0]),
    );
    expect(files.size).toBe(6);
    const origin = new URL(window.page.url()).origin;
    let bytes = 0;
    for (const file of files) {
      expect(file?.startsWith(origin)).toBe(true);
      bytes += (await (await fetch(file ?? '')).arrayBuffer()).byteLength;
    }
    expect(bytes).toBeLessThan(40_000);
  });
});

import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../functions/domain/configuration.ts';
import { aBrowser } from './support/browser.ts';
import { aBrowserWorld } from './support/browser-world.ts';
import { findBrowser } from './support/find-browser.ts';

const wrong = (code: string): string => (code === '999999' ? '000000' : '999999');

const withEmergencies = (configuration: Configuration): Configuration => ({
  ...configuration,
  targets: configuration.targets.map((target) => ({
    ...target,
    breakGlass: { requesters: ['alice@example.com'], maxMinutes: 15 },
  })),
});

describe.skipIf(findBrowser() === undefined)('of an emergency, the page', () => {
  const browser = aBrowser();

  const opened = async () => {
    const { restartWith } = await aBrowserWorld();
    const world = await restartWith(withEmergencies);
    const request = await world.http.ask('alice', {
      breakGlass: true,
      durationMinutes: 15,
      reason: 'Orders are lost: the queue table is locked, and nobody of the approvers answers the phone.',
    });
    await world.passSeconds(5);
    const atBobs = async () => {
      const mailed = await world.http.mailedLink('bob');
      const window = await browser.window(world.clock.now());
      await window.page.goto(mailed.link);
      return { window, ...mailed };
    };
    return { world, request, atBobs };
  };

  it('shows who opened what, why and until when, and has it found to be fine', async () => {
    const { world, request, atBobs } = await opened();
    const { window, code } = await atBobs();
    await window.reads('alice@example.com opened demo-db in an emergency');
    const text = await window.text();
    for (const part of [
      'Nobody was asked before. Rejecting ends it at once, and keeps alice@example.com from opening it like this for a day.',
      'Orders are lost',
      'since 10:00, until 10:15',
      '127.0.0.1/32 (one address)',
      'Sent to bob@example.com',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('Decide by');
    expect(await window.page.getByLabel('Minutes open').isVisible()).toBe(false);
    await window.isSound('emergency');
    await window.page.getByLabel('Comment, if you like').fill('Right. Let us talk about the lock tomorrow.');
    await window.decide('It was fine', code);
    await window.reads('You found it to be fine');
    expect(await window.text()).toContain('demo-db is open until 10:15');
    await window.isSound('emergency-fine');
    expect(await world.knock()).toBe('GREETED');
    expect(await world.http.request(request.id)).toMatchObject({
      afterwards: 'REVIEWED',
      reviews: [{ reviewer: 'bob@example.com', decision: 'APPROVE' }],
    });
    await world.pass(0);
    expect((await world.http.subjects('alice')).at(-1)).toContain('Found to be fine');
  });

  it('ends it where it is rejected, and follows until it is shut', async () => {
    const { world, atBobs } = await opened();
    const { window, code } = await atBobs();
    await window.decide('Reject, and end it', code);
    await window.reads('You rejected this');
    await world.passSeconds(5);
    await window.page.getByText('demo-db was closed').waitFor();
    expect(await window.page.locator('.steps [data-state="done"]').count()).toBe(3);
    await window.isSound('emergency-rejected');
    expect(await world.knock()).toBe('REFUSED');
  });

  it('shows one that is over as such, and takes a word on it', async () => {
    const { world, request, atBobs } = await opened();
    await world.passMinutes(17);
    const { window, code } = await atBobs();
    await window.reads('alice@example.com opened demo-db in an emergency');
    expect(await window.text()).toContain('from 10:00 to 10:15; it is shut');
    await window.isSound('emergency-over');
    await window.decide('Reject', code);
    await window.reads('You rejected this');
    expect((await world.http.request(request.id)).grant?.status).toBe('EXPIRED');
  });

  it('shows what a colleague has said of it', async () => {
    const { world, request, atBobs } = await opened();
    const { window, link } = await atBobs();
    await world.http.review(request.id, 'carol', {
      decision: 'APPROVE',
      comment: 'I was on the phone with her',
    });
    await window.page.goto('about:blank');
    await window.page.goto(link);
    await window.reads('alice@example.com opened demo-db in an emergency');
    expect(await window.text()).toContain('I was on the phone with her');
    await window.isSound('emergency-after-others');
  });

  it('has a fresh mail sent for a link that is too old', async () => {
    const { world, atBobs } = await opened();
    const { window: first, link } = await atBobs();
    await first.reads('opened demo-db');
    await world.passMinutes(8 * 24 * 60);
    const old = await browser.window(world.clock.now());
    await old.page.goto(link);
    await old.reads('This link is too old');
    await old.isSound('emergency-link-too-old');
    await old.button('Send me a fresh mail').click();
    await old.reads('Asked for a fresh mail');
    await world.passSeconds(1);
    const { window, code } = await atBobs();
    await window.decide('It was fine', code);
    await window.reads('You found it to be fine');
  });

  it('says what is left to do once no code is taken any more', async () => {
    const { world, request, atBobs } = await opened();
    for (let mail = 0; mail < 3; mail += 1) {
      const { window, code } = await atBobs();
      for (let count = 0; count < 5; count += 1) await window.decide('It was fine', wrong(code));
      await window.reads('This link takes no more codes');
      if (mail === 2) {
        expect(await window.text()).toContain(`decide through the API (request ${request.id})`);
        expect(await window.button('Send me a fresh mail').isVisible()).toBe(false);
        await window.isSound('no-more-codes-at-all');
        break;
      }
      await world.passMinutes(2);
      await window.button('Send me a fresh mail').click();
      await window.reads('Asked for a fresh mail');
      await world.passSeconds(1);
    }
    await world.pass(0);
    expect((await world.http.subjects('bob')).at(-1)).toContain('No more codes are taken from you');
    expect(world.said.join('\n')).toContain('TRIES_EXHAUSTED');
  });

  it('says that too many calls came at once, and takes the decision then', async () => {
    const { atBobs } = await opened();
    const { window, code } = await atBobs();
    await window.page.route(
      '**/approve',
      (route) => route.fulfill({ status: 429, json: { message: 'Too Many Requests' } }),
      { times: 1 },
    );
    await window.decide('It was fine', code);
    await window.page.getByText('Too many calls came at once').waitFor();
    await window.isSound('busy');
    await window.button('It was fine').click();
    await window.reads('You found it to be fine');
  });
});

import { describe, expect, it } from 'vitest';
import type { LocalWorld } from '../journeys/support/local-world.ts';
import { aBrowser } from './support/browser.ts';
import { aBrowserWorld } from './support/browser-world.ts';
import { findBrowser } from './support/find-browser.ts';

const ORDERS = { target: 'orders-db', source: '10.20.30.40', durationMinutes: 60 };

const wrong = (code: string): string => (code === '999999' ? '000000' : '999999');

describe.skipIf(findBrowser() === undefined)('the approval page', () => {
  const browser = aBrowser();

  const asked = async (world: LocalWorld, more: Record<string, unknown> = {}) => {
    const request = await world.http.ask('alice', more);
    await world.passSeconds(1);
    return request;
  };

  const opened = async (world: LocalWorld, name = 'bob') => {
    const mailed = await world.http.mailedLink(name);
    const window = await browser.window(world.clock.now());
    await window.page.goto(mailed.link);
    return { window, ...mailed };
  };

  /** What alice asks for, before bob. */
  const atBobs = async (more: Record<string, unknown> = {}) => {
    const { world, restartWith } = await aBrowserWorld();
    const request = await asked(world, more);
    return { world, restartWith, request, ...(await opened(world)) };
  };

  it('shows who asks what, why, from where, until when, and what is unusual', async () => {
    const { window } = await atBobs({
      reason: 'Migration 42 is stuck on a lock.\nI need to see who holds it, and end that session.',
      ticket: 'OPS-1234',
      durationMinutes: 30,
    });
    await window.reads('alice@example.com asks for demo-db');
    const text = await window.text();
    for (const part of [
      'Migration 42 is stuck on a lock.',
      'First time: alice@example.com never had this open before.',
      '127.0.0.1/32 (one address)',
      '30 minutes from approval',
      'tcp 5432',
      'A small service behind a gate on your own machine',
      'Whoever runs npm start',
      'OPS-1234',
      // 09:00 UTC and an hour; and half an hour.
      '11:00 (in 60 minutes)',
      'Until about 10:30.',
      'Sent to bob@example.com',
      'Europe/Berlin (CET)',
    ]) {
      expect(text).toContain(part);
    }
    await window.isSound('ask');
  });

  it('approves, says what happens next, and follows until the port is open', async () => {
    const { world, window, code } = await atBobs();
    await window.decide('Approve for 10 minutes', code);
    await window.reads('Approved');
    await window.isSound('approved');
    await world.passSeconds(5);
    await window.reads('The port is open');
    expect(await window.text()).toContain('demo-db is open until 10:10, and closes by itself.');
    expect(await world.knock()).toBe('GREETED');
    await window.isSound('open');
  });

  it('approves for less', async () => {
    const { world, window, code, request } = await atBobs();
    await window.page.getByLabel('Minutes open').fill('4');
    expect(await window.text()).toContain('Until about 10:04, less than the 10 asked.');
    await window.isSound('less');
    await window.decide('Approve for 4 minutes', code);
    await window.reads('Approved');
    expect((await world.http.request(request.id)).grant).toMatchObject({ durationMinutes: 4 });
  });

  it('rejects with a comment', async () => {
    const { world, window, code, request } = await atBobs();
    await window.page.getByLabel('Comment, if you like').fill('Use the replica, please.');
    await window.decide('Reject', code);
    await window.reads('You rejected this');
    expect(await window.text()).toContain('Use the replica, please.');
    await window.isSound('rejected');
    expect(await world.http.request(request.id)).toMatchObject({
      status: 'REJECTED',
      reviews: [{ reviewer: 'bob@example.com', comment: 'Use the replica, please.' }],
    });
  });

  it('shows earlier decisions, and what others decided in the meantime', async () => {
    const { world } = await aBrowserWorld();
    const { id } = await asked(world, { ...ORDERS, reason: 'Two orders of yesterday are stuck' });
    await world.http.review(id, 'dora', {
      decision: 'APPROVE',
      comment: 'Short, please',
      durationMinutes: 30,
    });
    const { window } = await opened(world);
    await window.reads('alice@example.com asks for orders-db');
    expect(await window.text()).toContain('dora@example.com approved for 30 minutes, 10:00');
    // What opens is the narrowest: nobody is offered more than dora left.
    await window.button('Approve for 30 minutes').waitFor();
    await window.isSound('ask-after-others');
    await world.http.approve(id, 'carol');
    await world.passSeconds(5);
    // Nobody guards this port here: what is to open it fails.
    await window.decide(/Approve/, '000000');
    await window.reads(/did not open|Approved/);
  });

  it('waits with whoever approved first', async () => {
    const { world, window, code, request } = await atBobs(ORDERS);
    await window.decide(/Approve/, code);
    await window.reads('Your approval is recorded');
    expect(await window.text()).toContain('1 of 2 approvals are there');
    await window.isSound('recorded');
    await world.http.review(request.id, 'carol', { decision: 'REJECT', comment: 'Not today' });
    await window.reads('Rejected by somebody else');
    expect(await window.text()).toContain('Not today');
  });

  it('says that opening failed', async () => {
    const { world, window, code, request } = await atBobs(ORDERS);
    await window.decide(/Approve/, code);
    await world.http.approve(request.id, 'carol');
    await world.passMinutes(15);
    await window.reads('The port did not open');
    await window.isSound('failed');
  });

  it.each([
    ['rejected-by-others', 'Rejected by somebody else'],
    ['approved-by-others', 'The port is open'],
    ['cancelled', 'Taken back'],
    ['expired', 'Too late'],
    ['closed-again', 'Open, and closed again'],
    ['ended-early', 'Ended early'],
  ])('has a plain page for what was decided: %s', async (name, title) => {
    const { world } = await aBrowserWorld();
    const { id } = await asked(world);
    const review = (decision: string) => world.http.review(id, 'carol', { decision });
    const cases: Record<string, () => Promise<unknown>> = {
      'rejected-by-others': () => review('REJECT'),
      'approved-by-others': () => review('APPROVE'),
      cancelled: () => world.http.call('POST', `/v1/requests/${id}/cancel`, { by: 'alice' }),
      expired: () => world.passMinutes(61),
      'closed-again': async () => {
        await review('APPROVE');
        await world.passMinutes(12);
      },
      'ended-early': async () => {
        await review('APPROVE');
        await world.passMinutes(2);
        await world.http.call('POST', `/v1/requests/${id}/revoke`, { by: 'alice' });
      },
    };
    // The link as it was mailed first: later mails have none.
    const { link } = await world.http.mailedLink('bob');
    await cases[name]?.();
    await world.passSeconds(10);
    const window = await browser.window(world.clock.now());
    await window.page.goto(link);
    await window.reads(title);
    await window.isSound(name);
  });

  it('shows a link that was used what became of it', async () => {
    const { world, window, code, link } = await atBobs();
    await window.decide(/Approve/, code);
    await window.reads('Approved');
    await world.passSeconds(5);
    const again = await browser.window(world.clock.now());
    await again.page.goto(link);
    await again.reads('The port is open');
    expect(await again.text()).toContain('bob@example.com approved');
    await again.isSound('used');
  });

  it('says how many tries a wrong code leaves, and after the last offers a fresh mail', async () => {
    const { world, window, code } = await atBobs();
    await window.decide(/Approve/, 'abc');
    expect(await window.page.locator('#problem').innerText()).toBe(
      'Type the six digits that stand in the mail.',
    );
    for (const left of [4, 3, 2, 1]) {
      await window.decide(/Approve/, wrong(code));
      await window.page.getByText(`Tries left: ${left}.`).waitFor();
    }
    await window.isSound('wrong-code');
    await window.decide(/Approve/, wrong(code));
    await window.reads('This link takes no more codes');
    await window.isSound('no-more-codes');
    await world.passMinutes(2);
    await window.button('Send me a fresh mail').click();
    await window.reads('Asked for a fresh mail');
    await window.isSound('fresh-mail');
    await world.passSeconds(1);
    const fresh = await opened(world);
    await fresh.window.decide(/Approve/, fresh.code);
    await fresh.window.reads('Approved');
  });

  it('has one page for every token that leads nowhere', async () => {
    const { world, window, link } = await atBobs();
    const texts = new Set<string>();
    for (const token of ['A'.repeat(43), `${link.slice(-43, -1)}!`, 'x']) {
      const dead = await browser.window(world.clock.now());
      await dead.page.goto(`${world.postern.origin}/approve#${token}`);
      await dead.reads('This link leads nowhere');
      texts.add((await dead.text()).replace('Send me a fresh mail', '').trim());
    }
    expect(texts.size).toBe(1);
    await window.page.goto('about:blank');
    await window.page.goto(`${world.postern.origin}/approve#${'A'.repeat(43)}`);
    await window.reads('This link leads nowhere');
    await window.isSound('dead');
  });

  it('takes the link from the mail where a gateway stripped its secret', async () => {
    const { world, window, link, token } = await atBobs();
    await window.page.goto('about:blank');
    await window.page.goto(`${world.postern.origin}/approve`);
    await window.reads('A part of the link is missing');
    await window.page
      .getByLabel('The whole link, copied from the mail')
      .fill('https://postern.example.com/approve');
    await window.button('Show the request').click();
    await window.page.getByText('This has no #').waitFor();
    await window.isSound('stripped');
    for (const pasted of [
      ` ${link} `,
      token,
      `https://gateway.example.com/?url=${encodeURIComponent(link)}&data=05%7C02`,
    ]) {
      await window.page.goto('about:blank');
      await window.page.goto(`${world.postern.origin}/approve`);
      await window.page.getByLabel('The whole link, copied from the mail').fill(pasted);
      await window.button('Show the request').click();
      await window.reads('alice@example.com asks for demo-db');
    }
  });

  it('tells somebody who is no approver any more', async () => {
    const { world, restartWith } = await aBrowserWorld();
    await asked(world);
    const { link } = await world.http.mailedLink('bob');
    await restartWith((configuration) => ({
      ...configuration,
      targets: configuration.targets.map((target) => ({ ...target, approvers: ['carol@example.com'] })),
    }));
    const window = await browser.window(world.clock.now());
    await window.page.goto(link);
    await window.reads('You do not decide on this any more');
    expect(await window.text()).not.toContain('alice');
    await window.isSound('no-approver');
  });

  it('says when Postern cannot be reached, and looks again', async () => {
    const { window, code } = await atBobs();
    await window.page.route('**/approve', (route) => route.abort());
    await window.decide(/Approve/, code);
    await window.reads('Postern could not be reached');
    await window.isSound('unreachable');
    await window.button('Look again').click();
    await window.reads('alice@example.com asks for demo-db');
  });

  it('says what its person decided from another of their mailboxes, and follows', async () => {
    const { restartWith } = await aBrowserWorld();
    const world = await restartWith((configuration) => ({
      ...configuration,
      people: { bob: ['bob@example.com', 'adam@example.com'] },
      targets: configuration.targets.map((target) => ({
        ...target,
        approvers: ['bob@example.com', 'adam@example.com', 'carol@example.com'],
        requiredApprovals: 2,
      })),
    }));
    const { id } = await asked(world);
    const { link } = await world.http.mailedLink('bob');
    await world.http.approve(id, 'adam');
    const window = await browser.window(world.clock.now());
    await window.page.goto(link);
    await window.reads('Your approval is recorded');
    expect(await window.text()).toContain('1 of 2 approvals are there');
    await window.isSound('recorded-from-another-mailbox');
    await world.http.review(id, 'carol', { decision: 'REJECT' });
    await window.reads('Rejected by somebody else');
  });

  it('says that it needs its script', async () => {
    const { world } = await aBrowserWorld();
    const window = await browser.window(world.clock.now(), { javaScriptEnabled: false });
    await window.page.goto(`${world.postern.origin}/approve`);
    await window.page.getByRole('heading', { name: 'This page needs JavaScript' }).waitFor();
  });
});

import { describe, expect, it } from 'vitest';
import { askApprovers } from '../../functions/use-cases/ask-approvers.ts';
import { cancelRequest } from '../../functions/use-cases/cancel-request.ts';
import { decideByLink } from '../../functions/use-cases/decide-by-link.ts';
import { expireRequest } from '../../functions/use-cases/expire-request.ts';
import { previewLink } from '../../functions/use-cases/preview-link.ts';
import { reviewRequest } from '../../functions/use-cases/review-request.ts';
import { aConfiguration, aWorld, ORDERS, person, type World } from '../support/world.ts';

const review = (
  world: World,
  id: string,
  by: string,
  decision: 'APPROVE' | 'REJECT' = 'APPROVE',
  durationMinutes: number | null = null,
) => reviewRequest(world.dependencies)({ caller: person(by), id, decision, comment: null, durationMinutes });

/** Asks the approvers, and takes link and code out of the mail as a person would. */
const mailedLink = async (world: World, requestId: string, approver = 'bob') => {
  await askApprovers(world.dependencies)({ requestId, taskToken: `task-token-of-${requestId}` });
  const mail = world.mails.find(({ to }) => to === `${approver}@example.com`);
  const token = /approve#([A-Za-z0-9_-]{43})/.exec(mail?.text ?? '')?.[1];
  const code = /\b(\d{6})\b/.exec(mail?.text.replace(/approve#\S+/, '') ?? '')?.[1];
  if (!token || !code) throw new Error('The mail has no link or no code');
  return { token, code };
};
const decide = (world: World, link: { token: string; code: string }) =>
  decideByLink(world.dependencies)({ ...link, decision: 'APPROVE', comment: null, durationMinutes: null });

describe('a review', () => {
  it('by an approver approves, and the waiting execution is told', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await askApprovers(world.dependencies)({ requestId: id, taskToken: 'the-task-token' });
    expect(await review(world, id, 'bob')).toMatchObject({
      outcome: 'REVIEWED',
      request: { status: 'APPROVED' },
    });
    expect(world.resumed).toEqual([{ taskToken: 'the-task-token', decision: { outcome: 'APPROVED' } }]);
  });

  it.each(['carol', 'Carol', 'CAROL', 'carol+tag'])('by the requester, as %s, is refused', async (alias) => {
    const world = aWorld();
    const { id } = await world.ask({ by: 'carol' });
    expect(await review(world, id, alias)).toEqual({ outcome: 'SELF_REVIEW' });
    expect((await world.read(id)).status).toBe('PENDING');
  });

  it('by somebody else does not even learn that there is a request', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    expect(await review(world, id, 'mallory')).toEqual({ outcome: 'NOT_FOUND' });
    expect(await review(world, id, 'audra')).toEqual({ outcome: 'NOT_AN_APPROVER' });
  });

  it('may narrow and never widen', async () => {
    const world = aWorld();
    const { id } = await world.ask({ minutes: 30 });
    expect(await review(world, id, 'bob', 'APPROVE', 31)).toMatchObject({ outcome: 'INVALID' });
    expect(await review(world, id, 'bob', 'REJECT', 10)).toMatchObject({ outcome: 'INVALID' });
    expect(await review(world, id, 'bob', 'APPROVE', 10)).toMatchObject({
      request: { grant: { minutes: 10 } },
    });
  });

  it('is one of two where two are needed; the same person twice is one', async () => {
    const world = aWorld(
      aConfiguration({
        targets: [
          { ...ORDERS, requiredApprovals: 2, approvers: [...ORDERS.approvers, 'bob+again@example.com'] },
        ],
      }),
    );
    const { id } = await world.ask();
    expect(await review(world, id, 'bob')).toMatchObject({ request: { status: 'PENDING' } });
    expect(await review(world, id, 'Bob+again')).toEqual({ outcome: 'ALREADY_REVIEWED' });
    expect(await review(world, id, 'carol', 'APPROVE', 5)).toMatchObject({
      request: { status: 'APPROVED', grant: { minutes: 5 } },
    });
  });

  it('that comes after the first decision changes nothing', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    const outcomes = await Promise.all([review(world, id, 'bob', 'REJECT'), review(world, id, 'carol')]);
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['ALREADY_DECIDED', 'REVIEWED']);
    expect(await world.eventTypes(id)).toHaveLength(2);
  });

  it('that comes after the time to decide is too late, even before anybody noticed', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await world.afterMinutes(60);
    expect(await review(world, id, 'bob')).toEqual({ outcome: 'ALREADY_DECIDED', status: 'EXPIRED' });
  });
});

describe('a mailed link', () => {
  it('shows what is asked, and decides with the code of the mail, once', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    const link = await mailedLink(world, id);
    expect(await previewLink(world.dependencies)(link)).toMatchObject({
      outcome: 'FOUND',
      approver: 'bob@example.com',
      usable: true,
      triesLeft: 5,
    });
    expect(await decide(world, link)).toMatchObject({ outcome: 'DECIDED', request: { status: 'APPROVED' } });
    expect(await decide(world, link)).toEqual({ outcome: 'ALREADY_DECIDED', status: 'APPROVED' });
    expect((await world.read(id)).reviews).toMatchObject([{ reviewer: 'bob@example.com' }]);
  });

  it('looked at a hundred times decides nothing', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    const link = await mailedLink(world, id);
    for (let look = 0; look < 100; look += 1) await previewLink(world.dependencies)(link);
    expect((await world.read(id)).status).toBe('PENDING');
    expect(await world.eventTypes(id)).toEqual(['REQUESTED']);
  });

  it('takes five wrong codes, then is dead even for the right one', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    const link = await mailedLink(world, id);
    const wrong = { ...link, code: link.code === '999999' ? '000000' : '999999' };
    for (const left of [4, 3, 2, 1, 0])
      expect(await decide(world, wrong)).toEqual({ outcome: 'WRONG_CODE', left });
    expect(await decide(world, link)).toEqual({ outcome: 'NOT_FOUND' });
    expect((await world.read(id)).status).toBe('PENDING');
  });

  it('takes five of a hundred codes that are sent at once', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    const link = await mailedLink(world, id);
    const guesses = Array.from({ length: 100 }, (_, index) => String(500_000 + index));
    const outcomes = await Promise.all(guesses.map((code) => decide(world, { ...link, code })));
    expect(outcomes.filter(({ outcome }) => outcome === 'WRONG_CODE')).toHaveLength(5);
  });

  it('does not count a code that is none', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    const link = await mailedLink(world, id);
    expect(await decide(world, { ...link, code: '12345' })).toMatchObject({ outcome: 'INVALID' });
    expect(await previewLink(world.dependencies)(link)).toMatchObject({ triesLeft: 5 });
  });

  it('is none where it is forged, cut off, or for a request that was since resolved otherwise', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    const link = await mailedLink(world, id);
    for (const token of [
      link.token.slice(1),
      `${link.token}x`,
      link.token.toLowerCase().replace('t', 'u'),
      '',
    ]) {
      expect(await decide(world, { ...link, token })).toEqual({ outcome: 'NOT_FOUND' });
    }
  });

  it('stops working when its request is decided, and when its time is over', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    const link = await mailedLink(world, id);
    await world.afterMinutes(61);
    expect(await decide(world, link)).toEqual({ outcome: 'NOT_FOUND' });
    await expireRequest(world.dependencies)({ requestId: id });
    expect(await decide(world, link)).toEqual({ outcome: 'ALREADY_DECIDED', status: 'EXPIRED' });
  });

  it('is kept only as hashes, and is in no event and no signal', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    const link = await mailedLink(world, id);
    await decide(world, { ...link, code: '999999' });
    await decide(world, link);
    const kept = JSON.stringify([await world.read(id), await world.store.events(id), world.signals]);
    expect(kept).not.toContain(link.token);
    expect(kept).not.toContain(`task-token-of-${id}`);
  });
});

describe('asking the approvers', () => {
  it('mails each of them once, the requester never, however often it is retried', async () => {
    const world = aWorld();
    const { id } = await world.ask({ by: 'alice' });
    await askApprovers(world.dependencies)({ requestId: id, taskToken: 'first' });
    await askApprovers(world.dependencies)({ requestId: id, taskToken: 'second' });
    expect(world.mails.map(({ to }) => to)).toEqual(['bob@example.com', 'carol@example.com']);
    expect(await world.store.readTaskToken(id)).toBe('second');
  });

  it('after somebody decided tells the execution instead', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await review(world, id, 'bob');
    expect(world.resumed).toEqual([]);
    await askApprovers(world.dependencies)({ requestId: id, taskToken: 'late' });
    expect(world.resumed).toEqual([{ taskToken: 'late', decision: { outcome: 'APPROVED' } }]);
    expect(world.mails).toEqual([]);
  });

  it('is tried again where the mail service is away', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    world.mailer.answer = { outcome: 'UNAVAILABLE', detail: 'throttled' };
    const ask = () => askApprovers(world.dependencies)({ requestId: id, taskToken: 'token' });
    await expect(ask()).rejects.toMatchObject({ name: 'MailUnavailable' });
    world.mailer.answer = { outcome: 'SENT' };
    expect(await ask()).toEqual({ outcome: 'ASKED', mailed: 2, of: 2 });
  });

  it('goes on where one address is refused, and says so', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    world.mailer.answer = { outcome: 'REFUSED', detail: 'no such mailbox' };
    expect(await askApprovers(world.dependencies)({ requestId: id, taskToken: 'token' })).toMatchObject({
      mailed: 0,
      of: 2,
    });
    expect(world.signals.filter(({ code }) => code === 'MAIL_NOT_SENT')).toHaveLength(2);
  });
});

describe('taking a request back', () => {
  it('is for the requester alone, and only while it is pending', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    const cancel = (by: string) => cancelRequest(world.dependencies)({ caller: person(by), id });
    expect(await cancel('bob')).toEqual({ outcome: 'NOT_FOUND' });
    expect(await cancel('alice')).toMatchObject({ outcome: 'CANCELLED' });
    expect(await cancel('alice')).toEqual({ outcome: 'ALREADY_DECIDED', status: 'CANCELLED' });
    expect(await review(world, id, 'bob')).toEqual({ outcome: 'ALREADY_DECIDED', status: 'CANCELLED' });
  });
});

import { describe, expect, it } from 'vitest';
import { linkView } from '../../../functions/handlers/schemas/approvals.ts';
import { publishEvent } from '../../../functions/use-cases/publish-event.ts';
import { ORDERS } from '../../support/world.ts';
import { anApiWorld } from '../support/api-world.ts';

const opened = async (by = 'erin') => {
  const world = anApiWorld({
    targets: [
      {
        ...ORDERS,
        escalateTo: ['lena@example.com'],
        breakGlass: { requesters: ['erin@example.com', 'bob@example.com'], maxMinutes: 15 },
      },
    ],
  });
  const { id } = await world.ask({ by, minutes: 15, breakGlass: true });
  for (const event of await world.store.events(id)) await publishEvent(world.dependencies)(event);
  await world.activate(id);
  const linkOf = (name: string) => {
    const text = world.mails.findLast(({ to }) => to === `${name}@example.com`)?.text ?? '';
    const [, token = '', code = ''] = /#([\w-]{43})\s+Code: (\d{6})/.exec(text) ?? [];
    return { token, code };
  };
  const say = (name: string, decision: string, more: Record<string, unknown> = {}) =>
    world.onPage('/approve', { ...linkOf(name), decision, ...more });
  return { ...world, id, linkOf, say };
};

const wrong = (code: string): string => (code === '999999' ? '000000' : '999999');

describe('an emergency, on the page afterwards', () => {
  it('is shown as one, with what became of it', async () => {
    const { onPage, linkOf, writes } = await opened();
    const before = writes.length;
    const { status, json } = await onPage('/approve/preview', { token: linkOf('bob').token });
    expect(status).toBe(200);
    expect(linkView.parse(json)).toEqual(json);
    expect(json).toMatchObject({
      approver: 'bob@example.com',
      usable: true,
      triesLeft: 5,
      request: { status: 'APPROVED', afterwards: 'REVIEW_DUE', grant: { status: 'ACTIVE' } },
    });
    expect(writes.length).toBe(before);
  });

  it('is found to be fine, which changes nothing of the grant', async () => {
    const { say, id, read } = await opened();
    const { status, json } = await say('bob', 'APPROVE', { comment: 'Well done' });
    expect([status, json.status]).toEqual([200, 'APPROVED']);
    expect(await read(id)).toMatchObject({
      reviews: [{ reviewer: 'bob@example.com', decision: 'APPROVE', comment: 'Well done' }],
      grant: { status: 'ACTIVE' },
    });
  });

  it('is rejected, which ends it', async () => {
    const { say, id, read, converge } = await opened();
    expect((await say('bob', 'REJECT')).status).toBe(200);
    await converge();
    expect((await read(id)).grant?.status).toBe('REVOKED');
  });

  it('is looked at days later, by whom the first link is no use any more: a fresh one is', async () => {
    const { say, onPage, linkOf, sendOrders, afterMinutes, end, id, read } = await opened();
    await afterMinutes(8 * 24 * 60);
    await end(id);
    const old = linkOf('bob');
    expect((await say('bob', 'APPROVE')).status).toBe(404);
    await onPage('/approve/resend', { token: old.token });
    await sendOrders();
    expect(linkOf('bob').token).not.toBe(old.token);
    expect((await say('bob', 'APPROVE')).status).toBe(200);
    expect((await read(id)).reviews).toHaveLength(1);
  });

  it('takes one word of each approver, by a link that works once', async () => {
    const { say, onPage, linkOf, id, read } = await opened();
    const bobs = linkOf('bob');
    await say('bob', 'APPROVE');
    expect((await onPage('/approve', { ...bobs, decision: 'REJECT' })).json.code).toBe('ALREADY_REVIEWED');
    expect((await onPage('/approve/preview', { token: bobs.token })).json.usable).toBe(false);
    expect((await say('carol', 'REJECT')).status).toBe(200);
    expect((await read(id)).reviews.map(({ decision }) => decision)).toEqual(['APPROVE', 'REJECT']);
    expect((await read(id)).grant?.status).toBe('REVOKING');
  });

  it('of ten who press at once with one link, takes one', async () => {
    const { say, id, read } = await opened();
    const answers = await Promise.all(Array.from({ length: 5 }, () => say('bob', 'REJECT')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await read(id)).reviews).toHaveLength(1);
  });

  it('counts wrong codes as ever, and no tries for what is none', async () => {
    const { onPage, linkOf, id, read } = await opened();
    const { token, code } = linkOf('bob');
    const attempt = (given: string) => onPage('/approve', { token, code: given, decision: 'REJECT' });
    expect((await attempt('x')).status).toBe(400);
    for (const left of [4, 3, 2, 1, 0]) expect((await attempt(wrong(code))).json.triesLeft).toBe(left);
    expect((await attempt(code)).status).toBe(404);
    expect(await read(id)).toMatchObject({ reviews: [], grant: { status: 'ACTIVE' } });
  });

  it('takes no minutes: it is open already', async () => {
    const { say, id, read } = await opened();
    const { status, json } = await say('bob', 'APPROVE', { durationMinutes: 5 });
    expect([status, json.errors[0].path]).toEqual([400, 'durationMinutes']);
    expect((await read(id)).reviews).toEqual([]);
  });

  it('is nothing to look at for whoever broke the glass, though they are an approver', async () => {
    const { mails, id, store, dependencies, onPage, read } = await opened('bob');
    expect(mails.map(({ to }) => to)).toEqual(['carol@example.com', 'lena@example.com']);
    const { hashDecision, hashToken } = await import('../../../functions/domain/approval-link.ts');
    const [token, code] = ['A'.repeat(43), '123456'];
    const { digest } = await read(id);
    await store.putLink({
      tokenHash: hashToken(token),
      decisionHash: hashDecision(token, code),
      requestId: id,
      approver: 'bob@example.com',
      digest,
      issuedAt: dependencies.clock.now(),
      expiresAt: dependencies.clock.now() + 60_000,
      tries: 0,
      spentAt: null,
    });
    expect((await onPage('/approve', { token, code, decision: 'APPROVE' })).status).toBe(404);
    expect((await onPage('/approve/preview', { token })).status).toBe(403);
    expect((await read(id)).reviews).toEqual([]);
  });

  it('has no link for those who are only told', async () => {
    const { mails } = await opened();
    const toLena = mails.find(({ to }) => to === 'lena@example.com');
    expect(toLena?.text).not.toContain('#');
    expect(toLena?.text).not.toContain('Code:');
  });
});

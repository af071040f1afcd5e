import { describe, expect, it } from 'vitest';
import { askApprovers } from '../../functions/use-cases/ask-approvers.ts';
import { decideByLink } from '../../functions/use-cases/decide-by-link.ts';
import { previewLink } from '../../functions/use-cases/preview-link.ts';
import { resendLink } from '../../functions/use-cases/resend-link.ts';
import { aWorld, type World } from '../support/world.ts';

/** Links in the order in which they were mailed to somebody. */
const linksOf = (world: World, name: string) =>
  world.mails
    .filter(({ to }) => to === `${name}@example.com`)
    .flatMap(({ text }) => {
      const [, token, code] = /#([A-Za-z0-9_-]{43})\s+Code: (\d{6})/.exec(text) ?? [];
      return token && code ? [{ token, code }] : [];
    });

const asked = async () => {
  const world = aWorld();
  const { id } = await world.ask();
  await askApprovers(world.dependencies)({ requestId: id, taskToken: 'task-token' });
  const [first] = linksOf(world, 'bob');
  if (first === undefined) throw new Error('Bob was mailed no link');
  const resend = async (token = first.token) => {
    await resendLink(world.dependencies)({ token });
    await world.sendOrders();
    return linksOf(world, 'bob').length;
  };
  const tryCode = (link: { token: string; code: string }, code = link.code) =>
    decideByLink(world.dependencies)({
      token: link.token,
      code,
      decision: 'APPROVE',
      comment: null,
      durationMinutes: null,
    });
  return { world, id, first, resend, tryCode };
};

const wrong = (code: string): string => (code === '999999' ? '000000' : '999999');

describe('tries that are used up', () => {
  const usedUp = async () => {
    const bobs = await asked();
    const { world, id } = bobs;
    for (let count = 0; count < 14; count += 1) {
      await world.store.countApproverTry(id, 'bob@example.com', 15);
    }
    const told = async () => {
      await world.sendOrders();
      return world.mails.filter(({ subject }) => subject.includes('No more codes are taken from you'));
    };
    const signals = () => world.signals.filter(({ code }) => code === 'TRIES_EXHAUSTED');
    return { ...bobs, told, signals };
  };

  it('are told to the approver, once, with what to do, and signalled', async () => {
    const { world, id, first, tryCode, told, signals } = await usedUp();
    expect(await told()).toEqual([]);
    expect(await tryCode(first, wrong(first.code))).toEqual({ outcome: 'WRONG_CODE', left: 0 });
    const [mail, ...others] = await told();
    expect([mail?.to, others]).toEqual(['bob@example.com', []]);
    expect(mail?.text).toContain(`POST /v1/requests/${id}/reviews`);
    expect(mail?.text).not.toContain('#');
    await tryCode(first);
    await resendLink(world.dependencies)({ token: first.token });
    expect(await told()).toHaveLength(1);
    expect(signals()).toEqual([{ code: 'TRIES_EXHAUSTED', requestId: id, approver: 'bob@example.com' }]);
    expect(await world.eventTypes(id)).toEqual(['REQUESTED']);
  });

  it('are told although the call that used up the last one died before it could', async () => {
    const { world, id, first, tryCode, told, signals } = await usedUp();
    await world.store.countApproverTry(id, 'bob@example.com', 15);
    await tryCode(first);
    expect(await told()).toHaveLength(1);
    expect(signals()).toHaveLength(1);
  });

  it('are told although a fresh link is all that is asked for afterwards', async () => {
    const { world, id, first, told } = await usedUp();
    await world.store.countApproverTry(id, 'bob@example.com', 15);
    await resendLink(world.dependencies)({ token: first.token });
    expect(await told()).toHaveLength(1);
  });

  it('are told once, of ten last tries at once', async () => {
    const { first, tryCode, told, signals } = await usedUp();
    await Promise.all(Array.from({ length: 10 }, () => tryCode(first, wrong(first.code))));
    expect(await told()).toHaveLength(1);
    expect(signals()).toHaveLength(1);
  });

  it('are no matter where the last of them is right', async () => {
    const { first, tryCode, told, signals } = await usedUp();
    expect(await tryCode(first)).toMatchObject({ outcome: 'DECIDED' });
    expect(await told()).toEqual([]);
    expect(signals()).toEqual([]);
  });
});

describe('a fresh link', () => {
  it('goes to the approver of the link alone, and decides', async () => {
    const { world, id, resend, tryCode } = await asked();
    expect(await resend()).toBe(2);
    expect(linksOf(world, 'carol')).toHaveLength(1);
    const [, second] = linksOf(world, 'bob');
    expect(await tryCode(second as { token: string; code: string })).toMatchObject({ outcome: 'DECIDED' });
    expect((await world.read(id)).status).toBe('APPROVED');
  });

  it('is to be had three times, a minute apart', async () => {
    const { world, resend } = await asked();
    expect(await resend()).toBe(2);
    expect(await resend()).toBe(2);
    await world.afterSeconds(59);
    expect(await resend()).toBe(2);
    await world.afterSeconds(1);
    expect(await resend()).toBe(3);
    await world.afterMinutes(1);
    expect(await resend()).toBe(4);
    await world.afterMinutes(1);
    expect(await resend()).toBe(4);
  });

  it('is sent once, however often its order is handed over', async () => {
    const { world, resend } = await asked();
    await resend();
    await world.sendOrders();
    expect(linksOf(world, 'bob')).toHaveLength(2);
  });

  it('comes once, of ten calls at once', async () => {
    const { world, first } = await asked();
    await Promise.all(
      Array.from({ length: 10 }, () => resendLink(world.dependencies)({ token: first.token })),
    );
    await world.sendOrders();
    expect(linksOf(world, 'bob')).toHaveLength(2);
  });

  it('is to be had for one whose tries are used up, until fifteen are in all', async () => {
    const { world, resend, tryCode } = await asked();
    for (const round of [1, 2, 3]) {
      const link = linksOf(world, 'bob').at(-1) as { token: string; code: string };
      for (const left of [4, 3, 2, 1, 0]) {
        expect(await tryCode(link, wrong(link.code))).toEqual({ outcome: 'WRONG_CODE', left });
      }
      expect(await tryCode(link)).toEqual({ outcome: 'NOT_FOUND' });
      expect(await resend()).toBe(Math.min(3, round + 1));
      await world.afterMinutes(1);
    }
    const last = linksOf(world, 'bob').at(-1) as { token: string; code: string };
    expect(await previewLink(world.dependencies)({ token: last.token })).toMatchObject({
      usable: false,
      triesLeft: 0,
    });
  });

  it('leaves no more tries on an unused link than are left in all', async () => {
    const { world, first, tryCode } = await asked();
    const { id } = (
      await world.store.list({
        sources: [{ by: 'target', name: 'orders-db' }],
        where: {},
        limit: 1,
      })
    ).items[0] as { id: string };
    for (let count = 0; count < 13; count += 1) {
      await world.store.countApproverTry(id, 'bob@example.com', 15);
    }
    expect(await previewLink(world.dependencies)({ token: first.token })).toMatchObject({ triesLeft: 2 });
    expect(await tryCode(first, wrong(first.code))).toEqual({ outcome: 'WRONG_CODE', left: 1 });
  });

  it('is not to be had for what is decided, expired, reviewed or no link at all', async () => {
    const { world, id, resend } = await asked();
    expect(await resend('x'.repeat(43))).toBe(1);
    await world.approve(id, 'carol');
    expect(await resend()).toBe(1);
    const other = await asked();
    await other.world.afterMinutes(60);
    expect(await other.resend()).toBe(1);
  });

  it('that was ordered is not sent once somebody has decided', async () => {
    const { world, id, first } = await asked();
    await resendLink(world.dependencies)({ token: first.token });
    await world.approve(id, 'carol');
    await world.sendOrders();
    expect(linksOf(world, 'bob')).toHaveLength(1);
  });
});

import { describe, expect, it } from 'vitest';
import { askApprovers } from '../../functions/use-cases/ask-approvers.ts';
import { aConfiguration, aWorld, ORDERS, type World } from '../support/world.ts';

const subjects = (world: World) =>
  world.mails.map(({ to, subject }) => `${to.split('@')[0]}: ${subject.slice(10).replace(/ \(req_.*/, '')}`);

const asked = async (overrides: Parameters<typeof aConfiguration>[0] = {}) => {
  const world = aWorld(
    aConfiguration({
      targets: [{ ...ORDERS, requiredApprovals: 2, approvers: ['bob@example.com', 'erin@example.com'] }],
      ...overrides,
    }),
  );
  const { id } = await world.ask();
  await askApprovers(world.dependencies)({ requestId: id, taskToken: 'task-token' });
  world.mails.length = 0;
  const later = async (minutes: number) => {
    await world.afterMinutes(minutes);
    await world.tick();
    await world.sendOrders();
    return subjects(world);
  };
  return { world, id, later };
};

const escalating = {
  targets: [{ ...ORDERS, escalateTo: ['group:leads', 'alice@example.com'], approvers: ['bob@example.com'] }],
  groups: { leads: ['lena@example.com', 'louis@example.com'] },
};

describe('a reminder', () => {
  it('goes after a quarter of the time to those who have not decided, with a link of its own, once', async () => {
    const { world, id, later } = await asked();
    expect(await later(14)).toEqual([]);
    await world.approve(id, 'bob');
    expect(await later(1)).toEqual(['erin: Reminder, please decide: alice@example.com asks for orders-db']);
    expect(world.mails[0]?.text).toMatch(/#[A-Za-z0-9_-]{43}\s+Code: \d{6}/);
    expect(await later(1)).toHaveLength(1);
  });

  it('comes when the configuration says', async () => {
    const { later } = await asked({ reminders: { afterMinutes: 5 } });
    expect(await later(4)).toEqual([]);
    expect(await later(1)).toHaveLength(2);
  });

  it('does not come for what is decided or expired', async () => {
    const decided = await asked();
    await decided.world.approve(decided.id, 'bob');
    await decided.world.approve(decided.id, 'erin');
    expect(await decided.later(15)).toEqual([]);
    const late = await asked();
    expect(await late.later(60)).toEqual([]);
    expect((await late.world.read(late.id)).status).toBe('EXPIRED');
  });

  it('that mail did not take is tried again, and sent once to each', async () => {
    const { world, later } = await asked();
    world.mailer.answer = { outcome: 'UNAVAILABLE', detail: 'throttled' };
    await expect(later(15)).rejects.toMatchObject({ name: 'MailUnavailable' });
    world.mailer.answer = { outcome: 'SENT' };
    await world.sendOrders();
    await world.sendOrders();
    expect(world.mails).toHaveLength(2);
  });
});

describe('escalation', () => {
  it('tells whom the target names after half of the time, never who asked, and carries no link', async () => {
    const { world, later } = await asked(escalating);
    expect(await later(29)).toHaveLength(1);
    expect((await later(1)).slice(1)).toEqual([
      'lena: Nobody has decided: alice@example.com asks for orders-db',
      'louis: Nobody has decided: alice@example.com asks for orders-db',
    ]);
    expect(world.mails[1]?.text).toContain('Waiting for: bob@example.com');
    expect(world.mails[1]?.text).not.toContain('#');
  });

  it('is nothing to do where a target names nobody', async () => {
    const { world, later } = await asked();
    await later(15);
    expect(await world.afterMinutes(15).then(world.tick)).toEqual({ due: 0, failed: 0 });
  });
});

describe('a word before the end', () => {
  const open = async (minutes: number) => {
    const world = aWorld();
    const { id } = await world.openGrant({ minutes });
    const later = async (passed: number) => {
      await world.afterMinutes(passed);
      await world.tick();
      await world.sendOrders();
      return subjects(world);
    };
    return { world, id, later };
  };

  it('comes ten minutes before, to the requester, once, and says how to ask for more', async () => {
    const { world, later } = await open(30);
    expect(await later(19)).toEqual([]);
    expect(await later(1)).toEqual(['alice: Ends in 10 minutes: orders-db for alice@example.com']);
    expect(world.mails[0]?.text).toMatch(/ask again now.*without a gap/s);
    expect(await later(1)).toHaveLength(1);
  });

  it('is left out where less than twenty minutes were granted', async () => {
    const { later } = await open(19);
    expect(await later(10)).toEqual([]);
  });

  it('is not sent for what was ended before', async () => {
    const { world, id, later } = await open(30);
    await world.revoke(id);
    expect(await later(20)).toEqual([]);
  });
});

describe('who was told', () => {
  it('is on the request: how many were to be asked, and whose mails were taken', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    const send = world.mailer.send;
    world.mailer.send = async (mail) =>
      mail.to === 'bob@example.com' ? { outcome: 'REFUSED', detail: 'no such mailbox' } : await send(mail);
    await askApprovers(world.dependencies)({ requestId: id, taskToken: 'task-token' });
    expect((await world.read(id)).notices).toMatchObject({ asked: 2, notified: ['carol@example.com'] });
    expect(world.signals.map(({ code }) => code)).toContain('MAIL_NOT_SENT');
    world.mailer.send = send;
    await world.afterMinutes(15);
    await world.tick();
    await world.sendOrders();
    expect((await world.read(id)).notices?.notified.toSorted()).toEqual([
      'bob@example.com',
      'carol@example.com',
    ]);
    expect(await world.eventTypes(id)).toEqual(['REQUESTED']);
  });
});

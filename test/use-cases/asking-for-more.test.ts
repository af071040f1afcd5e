import { describe, expect, it } from 'vitest';
import type { Signal } from '../../functions/ports/signals.ts';
import { publishEvent } from '../../functions/use-cases/publish-event.ts';
import { requestAccess } from '../../functions/use-cases/request-access.ts';
import { aConfiguration, aWorld, ORDERS, person, type World } from '../support/world.ts';

const callsOf = ({ ec2 }: World, kind: 'authorize' | 'revoke') =>
  ec2.calls.filter((call) => call.kind === kind).length;
const alarms = ({ signals }: World): readonly Signal[] =>
  signals.filter(({ code }) => code !== 'OVERDUE_OPEN_RULES');

/** Alice has 30 minutes, and asks for 30 more when 20 of them are over. */
const askedAgain = async () => {
  const world = aWorld();
  const first = await world.openGrant();
  await world.afterMinutes(20);
  const second = await world.ask();
  return { world, first, second };
};

describe('asking for more while a grant is active', () => {
  it('is decided anew: nothing of the first approval counts', async () => {
    const { world, second } = await askedAgain();
    expect(second.status).toBe('PENDING');
    expect(await world.activate(second.id)).toMatchObject({ outcome: 'NOT_ACTIVE', status: 'PENDING' });
    await world.afterMinutes(10);
    await world.converge();
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
  });

  it('is asked of the policy as it is by now', async () => {
    const { world } = await askedAgain();
    const withdrawn = aConfiguration({ targets: [{ ...ORDERS, requesters: ['dave@example.com'] }] });
    const { configuredPolicy } = await import('../../functions/adapters/configuration/configured-policy.ts');
    const outcome = await requestAccess({
      ...world.dependencies,
      configuration: withdrawn,
      policy: configuredPolicy(withdrawn, 'v2'),
    })({
      caller: person('alice'),
      target: 'orders-db',
      durationMinutes: 30,
      reason: 'More',
      source: '10.20.30.40',
      callerAddress: null,
      ticket: null,
      startsAt: null,
      idempotency: null,
    });
    expect(outcome.outcome).toBe('DENIED_BY_POLICY');
  });

  it('joins without a gap: the same rule stands from the first to the last moment, by one call each', async () => {
    const { world, first, second } = await askedAgain();
    const [rule] = world.ec2.standing(ORDERS.group);
    await world.approve(second.id);
    expect(await world.activate(second.id)).toMatchObject({ outcome: 'ACTIVE' });
    for (let minute = 20; minute < 50; minute += 1) {
      expect(world.ec2.standing(ORDERS.group).map(({ ruleId }) => ruleId)).toEqual([rule?.ruleId]);
      if (minute === 30) await world.end(first.id);
      await world.sweep();
      await world.afterMinutes(1);
    }
    expect((await world.read(first.id)).grant).toMatchObject({
      status: 'EXPIRED',
      held: [{ byGrant: second.id }],
    });
    await world.end(second.id);
    expect(await world.grantStatus(second.id)).toBe('EXPIRED');
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect([callsOf(world, 'authorize'), callsOf(world, 'revoke')]).toEqual([1, 1]);
    expect(alarms(world)).toEqual([]);
  });

  it('ends when the later one does, even where the first is revoked', async () => {
    const { world, first, second } = await askedAgain();
    await world.approve(second.id);
    await world.activate(second.id);
    await world.revoke(first.id);
    await world.converge();
    expect(await world.grantStatus(first.id)).toBe('REVOKED');
    expect(world.ec2.standing(ORDERS.group)).toHaveLength(1);
    expect((await world.read(second.id)).grant).toMatchObject({ status: 'ACTIVE' });
  });

  it('says in the mails that the port stays open for the other, and until when', async () => {
    const { world, first, second } = await askedAgain();
    await world.approve(second.id);
    await world.activate(second.id);
    await world.afterMinutes(10);
    await world.end(first.id);
    for (const id of [first.id, second.id]) {
      for (const event of await world.store.events(id)) await publishEvent(world.dependencies)(event);
    }
    const mail = (title: string, id: string) =>
      world.mails.find(({ subject }) => subject.includes(`] ${title}`) && subject.includes(id))?.text;
    expect(mail('Ended', first.id)).toContain(`the port stays open for the same source: ${second.id}`);
    expect(mail('Open', second.id)).toContain('2026-11-23T09:50:00.000Z');
  });

  it('for a shorter time than is left is refused, and names the grant that stands', async () => {
    const world = aWorld();
    await world.openGrant();
    await expect(world.ask({ minutes: 30 })).rejects.toThrow('ALREADY_GRANTED');
  });
});

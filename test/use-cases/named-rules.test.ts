import { describe, expect, it } from 'vitest';
import { closed } from '../../functions/domain/mails/closed.ts';
import { isWithGrant } from '../../functions/domain/mails/request-facts.ts';
import { revokeFailed } from '../../functions/domain/mails/revoke-failed.ts';
import type { ObservedRule } from '../../functions/domain/observed-rule.ts';
import { presentRequest } from '../../functions/handlers/api/present-request.ts';
import { aConfiguration, aWorld, ORDERS, person, type World } from '../support/world.ts';

const onlyRule = (world: World): ObservedRule => {
  const [rule, ...others] = world.ec2.standing(ORDERS.group);
  if (rule === undefined || others.length > 0) throw new Error('Not one rule stands');
  return rule;
};

const shown = async (world: World, id: string) =>
  presentRequest(await world.read(id), person('alice'), world.configuration).grant;

describe('a rule that somebody edited', () => {
  const ways: readonly (readonly [string, (rule: ObservedRule) => ObservedRule])[] = [
    [
      'to let in others',
      (rule) => ({ ...rule, permission: rule.permission && { ...rule.permission, source: '10.0.0.0/8' } }),
    ],
    ['so that its description no longer says whose it is', (rule) => ({ ...rule, ledgerId: null })],
    ['so that its description names another', (rule) => ({ ...rule, ledgerId: `lg_${'z'.repeat(26)}` })],
  ];

  it.each(ways)('%s is closed and opened anew, and the grant names the one that stands', async (_, edit) => {
    const world = aWorld();
    const { id } = await world.openGrant();
    const before = onlyRule(world).ruleId;
    world.ec2.byHand(ORDERS.group, (rules) => rules.map(edit));
    await world.sweep();
    const after = onlyRule(world);
    expect(after.ruleId).not.toBe(before);
    expect((await shown(world, id))?.rules).toEqual([after.ruleId]);
    expect(world.signals.map(({ code }) => code)).toContain('RULE_EDITED');
    expect(await world.grantStatus(id)).toBe('ACTIVE');
  });
});

describe('a rule that somebody took our tag from', () => {
  const untagged = async (minutes: number) => {
    const world = aWorld();
    const { id } = await world.openGrant({ minutes: 60 });
    const before = onlyRule(world).ruleId;
    await world.afterMinutes(minutes);
    world.ec2.byHand(ORDERS.group, (rules) => rules.map((rule) => ({ ...rule, deployment: null })));
    await world.sweep();
    return { world, id, before };
  };

  it('is flagged, closed and opened anew', async () => {
    const { world, id, before } = await untagged(10);
    expect(world.signals.map(({ code }) => code)).toContain('RULE_EDITED');
    expect(onlyRule(world)).toMatchObject({ deployment: 'test' });
    expect(onlyRule(world).ruleId).not.toBe(before);
    expect(await world.grantStatus(id)).toBe('ACTIVE');
  });

  it('is left alone while a read may lag behind the tags of a new rule', async () => {
    const { world, before } = await untagged(1);
    expect(onlyRule(world).ruleId).toBe(before);
    expect(world.signals.map(({ code }) => code)).not.toContain('RULE_EDITED');
  });

  it('is closed at its end all the same', async () => {
    const { world, id } = await untagged(1);
    await world.afterMinutes(60);
    await world.end(id);
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect(await world.grantStatus(id)).toBe('EXPIRED');
  });
});

describe('a rule that somebody removed, and that is opened again', () => {
  it('is the one that the grant names, and leaves no event', async () => {
    const world = aWorld(aConfiguration({ missingRule: 'reopen' }));
    const { id } = await world.openGrant();
    const events = await world.eventTypes(id);
    await world.afterMinutes(10);
    world.ec2.byHand(ORDERS.group, () => []);
    await world.sweep();
    await world.sweep();
    expect((await shown(world, id))?.rules).toEqual([onlyRule(world).ruleId]);
    expect(await world.eventTypes(id)).toEqual(events);
  });
});

describe('a close that fails', () => {
  it('names the rules that may still stand, and not those that stood once', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    world.ec2.byHand(ORDERS.group, (rules) => rules.map((rule) => ({ ...rule, ledgerId: null })));
    await world.sweep();
    const { ruleId } = onlyRule(world);
    await world.afterMinutes(30);
    world.ec2.fail('revoke', 'ACCESS_DENIED');
    await world.end(id);
    const request = await world.read(id);
    if (!isWithGrant(request, 'REVOKE_FAILED')) throw new Error('It did not fail');
    expect(revokeFailed(request).text).toContain(ruleId);
    expect((await shown(world, id))?.rules).toEqual([ruleId]);
  });
});

describe('a grant that was ended while its rule opened unseen', () => {
  const endedUnseen = async (world: World) => {
    const { id } = await world.ask();
    await world.approve(id);
    world.ec2.fail('authorize', 'LOST_AFTER');
    world.ec2.fail('list', 'THROTTLED');
    await world.activate(id);
    expect(world.ec2.standing(ORDERS.group)).toHaveLength(1);
    await world.afterMinutes(2);
    await world.revoke(id);
    return id;
  };

  it('names the rule while closing it fails', async () => {
    const world = aWorld();
    const id = await endedUnseen(world);
    const { ruleId } = onlyRule(world);
    world.ec2.fail('revoke', 'ACCESS_DENIED');
    await world.end(id);
    expect(await shown(world, id)).toMatchObject({ status: 'REVOKE_FAILED', rules: [ruleId] });
  });

  it('was open, says its receipt: sessions may live on', async () => {
    const world = aWorld();
    const id = await endedUnseen(world);
    const { ruleId } = onlyRule(world);
    await world.end(id);
    expect(await shown(world, id)).toMatchObject({
      status: 'REVOKED',
      sessions: 'may-continue',
      closures: [{ ruleId }],
    });
    const request = await world.read(id);
    if (!isWithGrant(request, 'REVOKED')) throw new Error('It is not revoked');
    expect(closed(request).text).not.toContain('never opened');
  });
});

describe('a rule with our marks and without a record', () => {
  it('is closed whatever it lets in', async () => {
    const world = aWorld();
    const marked = world.ec2.newRule(
      { protocol: 'tcp', fromPort: 1, toPort: 2, source: '10.0.0.1/32' },
      { deployment: 'test', ledgerId: `lg_${'a'.repeat(26)}` },
    );
    const everything = { ...marked, permission: null, summary: 'all traffic from 0.0.0.0/0' };
    world.ec2.byHand(ORDERS.group, (rules) => [...rules, everything]);
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect(world.signals.map(({ code }) => code)).toContain('ORPHAN_RULE');
    expect((await world.store.readGroup(ORDERS.group)).ledger).toMatchObject([{ state: 'SETTLED' }]);
  });
});

describe('ends that a run died before saying', () => {
  it('are said by the next with all that their receipts must name', async () => {
    const world = aWorld();
    const ids = [];
    for (let index = 0; index < 24; index += 1) {
      ids.push((await world.openGrant({ source: `10.0.1.${index}` })).id);
    }
    await world.afterMinutes(30);
    const { commit } = world.store;
    let isDead = false;
    world.store.commit = async (written) => {
      if (isDead) throw new Error('Killed');
      const outcome = await commit.call(world.store, written);
      isDead = (written.group?.removeGrants.length ?? 0) > 0;
      return outcome;
    };
    await world.end(ids[23] ?? '').catch(() => 'Killed');
    world.store.commit = commit;
    const statuses = await Promise.all(ids.map(world.grantStatus));
    expect(statuses).toContain('EXPIRED');
    expect(statuses.filter((status) => status !== 'EXPIRED')).not.toEqual([]);
    for (const id of ids) await world.end(id);
    for (const id of ids) {
      const closures = (await shown(world, id))?.closures ?? [];
      expect(closures).toHaveLength(1);
      expect(closures[0]?.otherWaysIn).toEqual([]);
    }
  });
});

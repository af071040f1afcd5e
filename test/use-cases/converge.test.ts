import { describe, expect, it } from 'vitest';
import { firstBrokenLink } from '../../functions/domain/audit-event.ts';
import { noted } from '../../functions/domain/change.ts';
import { convergeGroup } from '../../functions/use-cases/converge/converge-group.ts';
import { aConfiguration, aWorld, ORDERS, type World } from '../support/world.ts';

const PERMISSION = { protocol: 'tcp', fromPort: 5432, toPort: 5432, source: '10.20.30.40/32' } as const;
const callsOf = (world: ReturnType<typeof aWorld>) => world.ec2.calls.map(({ kind }) => kind);

describe('a grant that goes well', () => {
  it('opens with one call, and its clock starts when the rule stands', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await world.approve(id);
    await world.afterMinutes(3);
    const activated = await world.activate(id);
    expect(activated).toEqual({ outcome: 'ACTIVE', expiresAt: world.clock.now() + 30 * 60_000 });
    expect(callsOf(world)).toEqual(['authorize']);
    expect(world.ec2.standing(ORDERS.group)).toMatchObject([{ permission: PERMISSION, deployment: 'test' }]);
  });

  it('closes with one revoke and one read, and says EXPIRED only then', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    await world.afterMinutes(30);
    expect(await world.end(id)).toEqual({ outcome: 'ENDED', status: 'EXPIRED' });
    expect(callsOf(world)).toEqual(['authorize', 'revoke', 'list']);
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect((await world.read(id)).grant).toMatchObject({
      closures: [{ ruleId: expect.stringMatching(/^sgr-/), evidence: 'ANSWERED_AND_ABSENT' }],
      held: [],
    });
  });

  it('has one event a transition, in order and chained', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    await world.afterMinutes(30);
    await world.end(id);
    const events = await world.store.events(id);
    expect(events.map(({ type, from, to }) => `${type}: ${from} → ${to}`)).toEqual([
      'REQUESTED: null → PENDING',
      'APPROVED: PENDING → APPROVED/SCHEDULED',
      'ACTIVATION_STARTED: APPROVED/SCHEDULED → APPROVED/ACTIVATING',
      'ACTIVATED: APPROVED/ACTIVATING → APPROVED/ACTIVE',
      'REVOCATION_STARTED: APPROVED/ACTIVE → APPROVED/REVOKING',
      'EXPIRED: APPROVED/REVOKING → APPROVED/EXPIRED',
    ]);
    expect(firstBrokenLink(events)).toBeUndefined();
  });

  it('is not ended before its time', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    await world.afterSeconds(30 * 60 - 1);
    expect(await world.end(id)).toEqual({ outcome: 'NOT_YET_DUE' });
    expect(world.ec2.isOpen(ORDERS.group, PERMISSION)).toBe(true);
  });

  it('is closed by the sweeper where nobody else does it', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    await world.afterMinutes(30);
    expect(await world.sweep()).toMatchObject({ waiting: 0, failed: 0, overdue: 0 });
    expect(await world.grantStatus(id)).toBe('EXPIRED');
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
  });

  it('is not changed by activating, ending or sweeping once more', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    await world.activate(id);
    await world.sweep();
    await world.afterMinutes(30);
    await world.end(id);
    const { version } = await world.read(id);
    const group = await world.store.readGroup(ORDERS.group);
    expect(await world.activate(id)).toMatchObject({ outcome: 'NOT_ACTIVE', status: 'EXPIRED' });
    expect(await world.end(id)).toMatchObject({ outcome: 'ENDED' });
    await world.sweep();
    await world.sweep();
    expect((await world.read(id)).version).toBe(version);
    expect(await world.store.readGroup(ORDERS.group)).toEqual(group);
  });
});

describe('the receipt of a closed grant', () => {
  it('names what else lets the same source reach the port, and nothing else', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    const wide = world.ec2.newRule({ ...PERMISSION, source: '10.0.0.0/8' });
    const everything = {
      ...world.ec2.newRule({ ...PERMISSION, source: '0.0.0.0/0' }),
      permission: null,
      admits: { protocol: 'all', fromPort: 0, toPort: 65_535, source: '0.0.0.0/0' } as const,
    };
    const fromGroup = {
      ...world.ec2.newRule(PERMISSION),
      permission: null,
      admits: { protocol: 'tcp', fromPort: 5432, toPort: 5432, source: null } as const,
    };
    const elsewhere = [
      world.ec2.newRule({ ...PERMISSION, source: '10.20.30.41/32' }),
      world.ec2.newRule({ ...PERMISSION, fromPort: 22, toPort: 22 }),
      world.ec2.newRule({ ...PERMISSION, source: '2001:db8::/64' }),
    ];
    world.ec2.byHand(ORDERS.group, (rules) => [...rules, wide, everything, fromGroup, ...elsewhere]);
    await world.afterMinutes(30);
    await world.end(id);
    expect((await world.read(id)).grant).toMatchObject({
      closures: [
        {
          otherWaysIn: [
            { ruleId: wide.ruleId, certain: true },
            { ruleId: everything.ruleId, certain: true },
            { ruleId: fromGroup.ruleId, certain: false },
          ],
        },
      ],
    });
  });
});

describe('two grants that need the same rule', () => {
  it('share it, and the first to end leaves it to the other, which is named', async () => {
    const world = aWorld();
    const first = await world.openGrant({ by: 'alice', minutes: 30 });
    await world.afterMinutes(10);
    const second = await world.openGrant({ by: 'dave', minutes: 60 });
    expect(world.ec2.standing(ORDERS.group)).toHaveLength(1);

    await world.afterMinutes(20);
    expect(await world.end(first.id)).toEqual({ outcome: 'ENDED', status: 'EXPIRED' });
    expect(world.ec2.isOpen(ORDERS.group, PERMISSION)).toBe(true);
    expect((await world.read(first.id)).grant).toMatchObject({ held: [{ byGrant: second.id }] });

    await world.afterMinutes(40);
    expect(await world.end(second.id)).toEqual({ outcome: 'ENDED', status: 'EXPIRED' });
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
  });

  it('both activate at once with one rule', async () => {
    const world = aWorld();
    const [a, b] = [await world.ask({ by: 'alice' }), await world.ask({ by: 'dave' })];
    await world.approve(a.id);
    await world.approve(b.id);
    await Promise.all([world.activate(a.id), world.activate(b.id)]);
    await world.activate(a.id);
    await world.activate(b.id);
    expect(await world.grantStatus(a.id)).toBe('ACTIVE');
    expect(await world.grantStatus(b.id)).toBe('ACTIVE');
    expect(world.ec2.standing(ORDERS.group)).toHaveLength(1);
  });
});

describe('an authorize call', () => {
  it('whose answer is lost after its effect is found by reading, and not made twice', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await world.approve(id);
    world.ec2.fail('authorize', 'LOST_AFTER');
    await world.activate(id);
    expect(await world.activate(id)).toMatchObject({ outcome: 'ACTIVE' });
    expect(world.ec2.standing(ORDERS.group)).toHaveLength(1);
  });

  it('whose answer is lost before its effect is announced and made again', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await world.approve(id);
    world.ec2.fail('authorize', 'LOST_BEFORE');
    expect(await world.activate(id)).toEqual({ outcome: 'STILL_OPENING' });
    expect(await world.activate(id)).toMatchObject({ outcome: 'ACTIVE' });
    expect(world.ec2.standing(ORDERS.group)).toHaveLength(1);
  });

  it('that may still take effect keeps its grant from ending until no call can', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await world.approve(id);
    world.ec2.fail('authorize', 'LOST_BEFORE');
    await world.activate(id);
    await world.revoke(id);
    expect(await world.end(id)).toEqual({ outcome: 'STILL_CLOSING' });
    await world.afterMinutes(11);
    expect(await world.end(id)).toEqual({ outcome: 'STILL_CLOSING' });
    await world.afterMinutes(2);
    expect(await world.end(id)).toEqual({ outcome: 'ENDED', status: 'REVOKED' });
  });

  it('that takes effect late, after its grant was revoked, is closed', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await world.approve(id);
    world.ec2.fail('authorize', 'LOST_BEFORE');
    await world.activate(id);
    await world.revoke(id);
    const [row] = (await world.store.readGroup(ORDERS.group)).ledger;
    world.ec2.byHand(ORDERS.group, (rules) => [
      ...rules,
      world.ec2.newRule(PERMISSION, { deployment: 'test', ledgerId: row?.id ?? null }),
    ]);
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect(await world.grantStatus(id)).toBe('REVOKED');
  });

  it('refused for good fails the grant with the reason', async () => {
    const world = aWorld();
    world.ec2.limit = 0;
    const { id } = await world.ask();
    await world.approve(id);
    expect(await world.activate(id)).toMatchObject({
      outcome: 'NOT_ACTIVE',
      status: 'FAILED',
      reason: 'LIMIT_EXCEEDED',
    });
  });

  it('throttled is made again', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await world.approve(id);
    world.ec2.fail('authorize', 'THROTTLED');
    expect(await world.activate(id)).toEqual({ outcome: 'STILL_OPENING' });
    expect(await world.activate(id)).toMatchObject({ outcome: 'ACTIVE' });
  });
});

describe('a rule that is not ours', () => {
  it('fails the grant that would need it, and is named', async () => {
    const world = aWorld();
    const foreign = world.ec2.newRule(PERMISSION);
    world.ec2.byHand(ORDERS.group, () => [foreign]);
    const { id } = await world.ask();
    await world.approve(id);
    expect(await world.activate(id)).toMatchObject({ status: 'FAILED', reason: 'RULE_EXISTS' });
    expect((await world.read(id)).grant).toMatchObject({
      ending: { detail: expect.stringContaining(foreign.ruleId) },
    });
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toEqual([foreign]);
  });

  it('is not touched although it carries one of our marks', async () => {
    const world = aWorld();
    await world.openGrant();
    const half = [
      world.ec2.newRule({ ...PERMISSION, source: '10.1.1.1/32' }, { deployment: 'test' }),
      world.ec2.newRule(
        { ...PERMISSION, source: '10.1.1.2/32' },
        { ledgerId: 'lg_0000000000000000000000zzzz' },
      ),
      world.ec2.newRule(
        { ...PERMISSION, source: '10.1.1.3/32' },
        { deployment: 'other', ledgerId: 'lg_0000000000000000000000zzzy' },
      ),
    ];
    world.ec2.byHand(ORDERS.group, (rules) => [...rules, ...half]);
    await world.afterMinutes(31);
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toEqual(half);
  });

  it('is ours after all where it carries both marks without a row: it is closed, loudly', async () => {
    const world = aWorld();
    world.ec2.byHand(ORDERS.group, () => [
      world.ec2.newRule(PERMISSION, { deployment: 'test', ledgerId: 'lg_0000000000000000000000zzzz' }),
    ]);
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect(world.signals.map(({ code }) => code)).toContain('ORPHAN_RULE');
  });
});

describe('a revoke call', () => {
  it.each(['LOST_BEFORE', 'THROTTLED', 'ACCESS_DENIED', 'NO_EFFECT'] as const)(
    'that meets %s is made again until the rule is gone',
    async (fault) => {
      const world = aWorld();
      const { id } = await world.openGrant();
      world.ec2.fail('revoke', fault);
      await world.afterMinutes(30);
      expect(await world.end(id)).toEqual({ outcome: 'STILL_CLOSING' });
      expect(world.ec2.isOpen(ORDERS.group, PERMISSION)).toBe(true);
      await world.afterSeconds(3);
      expect(await world.end(id)).toEqual({ outcome: 'ENDED', status: 'EXPIRED' });
      expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    },
  );

  it('whose answer is lost after its effect is made again, and EC2 then knows no such rule', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    world.ec2.fail('revoke', 'LOST_AFTER');
    await world.afterMinutes(30);
    expect(await world.end(id)).toEqual({ outcome: 'STILL_CLOSING' });
    await world.afterSeconds(10);
    expect(await world.end(id)).toEqual({ outcome: 'ENDED', status: 'EXPIRED' });
    expect((await world.read(id)).grant).toMatchObject({ closures: [{ evidence: 'ABSENT' }] });
  });

  it('that is never answered settles only once no read can be stale', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    await world.afterMinutes(30);
    world.ec2.byHand(ORDERS.group, () => []);
    for (let calls = 0; calls < 100; calls += 1) world.ec2.fail('revoke', 'LOST_BEFORE');
    expect(await world.end(id)).toEqual({ outcome: 'STILL_CLOSING' });
    await world.afterSeconds(7 * 60 - 1);
    expect(await world.end(id)).toEqual({ outcome: 'STILL_CLOSING' });
    await world.afterSeconds(1);
    expect(await world.end(id)).toEqual({ outcome: 'ENDED', status: 'EXPIRED' });
  });

  it('that is refused is called failed at once, kept with its error, and never given up', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    world.ec2.fail('revoke', 'ACCESS_DENIED');
    await world.afterMinutes(30);
    await world.end(id);
    expect((await world.read(id)).grant).toMatchObject({
      status: 'REVOKE_FAILED',
      lastError: 'ACCESS_DENIED',
    });
    expect(world.signals.map(({ code }) => code)).toContain('REVOKE_FAILED');
    await world.afterMinutes(5);
    await world.sweep();
    expect(await world.grantStatus(id)).toBe('EXPIRED');
  });

  it('is believed only when a read agrees, however stale reads are', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    await world.afterMinutes(30);
    world.ec2.staleReads = 4 * 60_000;
    expect(await world.end(id)).toEqual({ outcome: 'STILL_CLOSING' });
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    await world.afterMinutes(4);
    expect(await world.end(id)).toEqual({ outcome: 'ENDED', status: 'EXPIRED' });
  });

  it('closes the rest of a batch although one of its rules was removed by hand', async () => {
    const world = aWorld();
    const grants = [];
    for (const source of ['10.0.0.1', '10.0.0.2', '10.0.0.3']) grants.push(await world.openGrant({ source }));
    world.ec2.byHand(ORDERS.group, ([, ...rest]) => rest);
    await world.afterMinutes(30);
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    await world.afterMinutes(7);
    await world.sweep();
    for (const { id } of grants) expect(await world.grantStatus(id)).toBe('EXPIRED');
  });
});

describe('a key that is needed again while its rule is closing', () => {
  it('waits for the end, and then gets a rule of its own', async () => {
    const world = aWorld();
    const first = await world.openGrant({ by: 'alice' });
    await world.afterMinutes(30);
    world.ec2.staleReads = 2 * 60_000;
    await world.end(first.id);
    const second = await world.ask({ by: 'dave' });
    await world.approve(second.id);
    expect(await world.activate(second.id)).toEqual({ outcome: 'STILL_OPENING' });
    await world.afterMinutes(2);
    expect(await world.activate(second.id)).toMatchObject({ outcome: 'ACTIVE' });
    const [rule] = world.ec2.standing(ORDERS.group);
    expect((await world.read(second.id)).grant).toMatchObject({ rules: [rule?.ruleId] });
    expect(await world.grantStatus(first.id)).toBe('EXPIRED');
  });
});

describe('a rule of ours that somebody edits', () => {
  it('is closed and opened anew as it was approved', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    world.ec2.byHand(ORDERS.group, (rules) =>
      rules.map((rule) => ({ ...rule, permission: { ...PERMISSION, source: '10.0.0.0/8' } })),
    );
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toMatchObject([{ permission: PERMISSION }]);
    expect(world.signals.map(({ code }) => code)).toContain('RULE_EDITED');
    expect(await world.grantStatus(id)).toBe('ACTIVE');
  });
});

describe('a rule of ours that somebody removes', () => {
  const removed = async (missingRule: 'report' | 'reopen') => {
    const world = aWorld(aConfiguration({ missingRule }));
    const { id } = await world.openGrant({ minutes: 60 });
    const ruleId = String(world.ec2.standing(ORDERS.group)[0]?.ruleId);
    world.ec2.byHand(ORDERS.group, () => []);
    await world.afterMinutes(5);
    await world.sweep();
    expect(missing(world)).toBe(0);
    await world.afterMinutes(3);
    await world.sweep();
    return { world, id, ruleId };
  };
  const missing = (world: ReturnType<typeof aWorld>) =>
    world.signals.filter(({ code }) => code === 'RULE_MISSING').length;

  it('is reported once no read can be stale, and ends the grant that had it, which says why', async () => {
    const { world, id, ruleId } = await removed('report');
    expect(missing(world)).toBe(1);
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect((await world.read(id)).grant).toMatchObject({
      status: 'REVOKED',
      ending: { by: 'postern', reason: 'RULE_MISSING', detail: expect.stringContaining(ruleId) },
      closures: [{ ruleId, evidence: 'ABSENT' }],
    });
    expect(await world.end(id)).toEqual({ outcome: 'ENDED', status: 'REVOKED' });
  });

  it('is opened anew for whoever asks again', async () => {
    const { world } = await removed('report');
    const { id } = await world.openGrant({ minutes: 60 });
    const rules = world.ec2.standing(ORDERS.group).map(({ ruleId }) => ruleId);
    expect(rules).toHaveLength(1);
    expect((await world.read(id)).grant).toMatchObject({ status: 'ACTIVE', rules });
  });

  it('is not taken for open by who asks before anybody has noticed', async () => {
    const world = aWorld(aConfiguration({ missingRule: 'report' }));
    const { id: had } = await world.openGrant({ minutes: 60 });
    world.ec2.byHand(ORDERS.group, () => []);
    await world.afterMinutes(8);
    const { id } = await world.openGrant({ minutes: 90 });
    const rules = world.ec2.standing(ORDERS.group).map(({ ruleId }) => ruleId);
    expect(rules).toHaveLength(1);
    expect((await world.read(id)).grant).toMatchObject({ status: 'ACTIVE', rules });
    expect(await world.grantStatus(had)).toBe('REVOKED');
    expect(missing(world)).toBe(1);
  });

  it('ends all who had it, be they more than one plan moves', async () => {
    const world = aWorld(aConfiguration({ missingRule: 'report' }));
    const ids: string[] = [];
    for (let count = 0; count < 23; count += 1) {
      ids.push((await world.openGrant({ minutes: 60 + count })).id);
    }
    world.ec2.byHand(ORDERS.group, () => []);
    await world.afterMinutes(8);
    await world.sweep();
    expect(missing(world)).toBe(1);
    expect(new Set(await Promise.all(ids.map((id) => world.grantStatus(id))))).toEqual(new Set(['REVOKED']));
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
  });

  it('is opened again where the configuration says so, until the end that was granted', async () => {
    const { world, id } = await removed('reopen');
    expect(missing(world)).toBe(1);
    expect(world.ec2.standing(ORDERS.group)).toMatchObject([{ permission: PERMISSION }]);
    await world.afterMinutes(52);
    expect(await world.end(id)).toEqual({ outcome: 'ENDED', status: 'EXPIRED' });
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
  });
});

describe('many grants that end in the same second', () => {
  it('are closed with few calls, all of them', async () => {
    const world = aWorld();
    const grants = [];
    for (let index = 0; index < 55; index += 1)
      grants.push(await world.openGrant({ source: `10.0.1.${index}` }));
    world.ec2.calls.length = 0;
    await world.afterMinutes(30);
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    for (const { id } of grants) expect(await world.grantStatus(id)).toBe('EXPIRED');
    expect(world.ec2.calls.filter(({ kind }) => kind === 'revoke')).toHaveLength(3);
  });
});

describe('a grant whose own record contradicts its group', () => {
  it('is signalled, and keeps no port open', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    const contradicting = { status: 'CANCELLED', grant: null, decidedAt: world.clock.now() } as const;
    await world.store.commit({ changes: [noted({ ...(await world.read(id)), ...contradicting }, {})] });
    await world.afterMinutes(30);
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect(world.signals).toContainEqual({ code: 'RECORD_CONTRADICTS_GROUP', requestId: id });
  });
});

describe('what must never keep a port open', () => {
  const twoOpen = async () => {
    const world = aWorld();
    const broken = await world.openGrant({ source: '10.0.0.1' });
    const healthy = await world.openGrant({ source: '10.0.0.2' });
    await world.afterMinutes(30);
    return { world, broken, healthy };
  };

  const sweepEachMinute = async (world: World, times: number) => {
    for (let sweeps = 0; sweeps < times; sweeps += 1) {
      await world.sweep();
      await world.afterMinutes(1);
    }
  };

  it('is a record that cannot be read', async () => {
    const { world, broken, healthy } = await twoOpen();
    const read = world.store.read.bind(world.store);
    world.store.read = async (id) => {
      if (id === broken.id) throw new Error('The item is damaged');
      return await read(id);
    };
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect((await read(healthy.id))?.grant?.status).toBe('EXPIRED');
    expect(world.signals).toContainEqual({ code: 'RECORD_CONTRADICTS_GROUP', requestId: broken.id });
  });

  it('is a record that cannot be written', async () => {
    const { world, broken } = await twoOpen();
    const commit = world.store.commit.bind(world.store);
    world.store.commit = async (written) => {
      if (written.changes.some(({ after }) => after.id === broken.id))
        throw new Error('The item is too large');
      return await commit(written);
    };
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect(world.signals.map(({ code }) => code)).toContain('RECORD_NOT_WRITTEN');
  });

  it('is one rule whose removal is refused: the others of its batch close', async () => {
    const { world } = await twoOpen();
    const [refused] = world.ec2.standing(ORDERS.group);
    const revoke = world.ec2.revoke.bind(world.ec2);
    world.ec2.revoke = async (group, ruleIds) =>
      ruleIds.includes(refused?.ruleId ?? '')
        ? { outcome: 'REFUSED', detail: 'not this one' }
        : await revoke(group, ruleIds);
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toEqual([refused]);
  });

  it('is one rule that EC2 chokes on without saying why: the others of its batch close all the same', async () => {
    const { world } = await twoOpen();
    const [choking] = world.ec2.standing(ORDERS.group);
    const revoke = world.ec2.revoke.bind(world.ec2);
    world.ec2.revoke = async (group, ruleIds) =>
      ruleIds.includes(choking?.ruleId ?? '')
        ? { outcome: 'UNKNOWN', detail: 'InternalError' }
        : await revoke(group, ruleIds);
    await sweepEachMinute(world, 3);
    expect(world.ec2.standing(ORDERS.group)).toEqual([choking]);
  });

  it('are rules that hang until the time for calls is over: those behind them are called first the next time', async () => {
    const world = aWorld();
    for (let index = 0; index < 6; index += 1) await world.openGrant({ source: `10.0.0.${index}` });
    await world.afterMinutes(30);
    const hanging = world.ec2.standing(ORDERS.group).slice(0, 4);
    const revoke = world.ec2.revoke.bind(world.ec2);
    world.ec2.revoke = async (group, ruleIds) => {
      if (!hanging.some(({ ruleId }) => ruleIds.includes(ruleId))) return await revoke(group, ruleIds);
      await world.afterSeconds(10);
      return { outcome: 'UNKNOWN', detail: 'time-out' };
    };
    await sweepEachMinute(world, 4);
    expect(world.ec2.standing(ORDERS.group)).toEqual(hanging);
  });

  it('are a thousand rules that somebody removed: once EC2 takes no more calls, none is made', async () => {
    const { world } = await twoOpen();
    world.ec2.byHand(ORDERS.group, () => []);
    let calls = 0;
    world.ec2.revoke = async (_, ruleIds) => {
      calls += 1;
      return ruleIds.length > 1
        ? { outcome: 'RULE_NOT_FOUND', detail: 'gone' }
        : { outcome: 'THROTTLED', detail: 'no more' };
    };
    await world.sweep();
    expect(calls).toBe(2);
  });

  it('is an outage: once EC2 is back, one call closes all that failed while it lasted', async () => {
    const { world } = await twoOpen();
    const revoke = world.ec2.revoke.bind(world.ec2);
    world.ec2.revoke = async () => ({ outcome: 'UNKNOWN', detail: 'ServiceUnavailable' });
    await sweepEachMinute(world, 3);
    world.ec2.revoke = revoke;
    world.ec2.calls.length = 0;
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect(world.ec2.calls.filter(({ kind }) => kind === 'revoke')).toHaveLength(1);
  });

  it('is counted while it does: a rule that cannot be removed is overdue after three minutes, whoever needed it', async () => {
    const { world } = await twoOpen();
    world.ec2.revoke = async () => ({ outcome: 'ACCESS_DENIED', detail: 'no rights' });
    await world.sweep();
    await world.afterMinutes(4);
    expect(await world.sweep()).toMatchObject({ overdue: 2 });
    const orphan = aWorld();
    orphan.ec2.byHand(ORDERS.group, () => [
      orphan.ec2.newRule(PERMISSION, { deployment: 'test', ledgerId: 'lg_0000000000000000000000zzzz' }),
    ]);
    orphan.ec2.revoke = async () => ({ outcome: 'ACCESS_DENIED', detail: 'no rights' });
    await orphan.sweep();
    await orphan.afterMinutes(4);
    expect(await orphan.sweep()).toMatchObject({ overdue: 1 });
  });

  it('is a record that grows: a receipt holds this grant’s rules alone, and at most ten other ways in', async () => {
    const world = aWorld();
    const others = Array.from({ length: 30 }, (_, index) =>
      world.ec2.newRule({ ...PERMISSION, source: `10.${index}.0.0/8` }),
    );
    world.ec2.byHand(ORDERS.group, () => others);
    for (let cycle = 0; cycle < 5; cycle += 1) {
      const { id } = await world.openGrant();
      await world.afterSeconds(5);
      await world.revoke(id);
      await world.converge();
    }
    const { id } = await world.openGrant();
    await world.afterMinutes(30);
    await world.end(id);
    const { grant } = await world.read(id);
    expect(grant).toMatchObject({ status: 'EXPIRED', closures: [{ otherWaysIn: { length: 10 } }] });
  });
});

describe('what a group believes', () => {
  it('opens nothing where no approved request stands behind it', async () => {
    const world = aWorld();
    const { version } = await world.store.readGroup(ORDERS.group);
    const forged = {
      grantId: 'req_forged',
      target: 'orders-db',
      requester: 'mallory@example.com',
      permissions: [{ ...PERMISSION, source: '10.0.0.0/8' }],
      minutes: 60,
      phase: 'ACTIVATING',
      endsAt: world.clock.now() + 60_000,
      ending: null,
    } as const;
    await world.store.commit({
      changes: [],
      group: {
        group: ORDERS.group,
        basedOn: version,
        putGrants: [forged],
        removeGrants: [],
        putRows: [],
        removeRows: [],
      },
    });
    await world.sweep();
    expect(world.ec2.calls.filter(({ kind }) => kind === 'authorize')).toEqual([]);
    expect(world.signals).toContainEqual({ code: 'RECORD_CONTRADICTS_GROUP', requestId: 'req_forged' });
  });

  it('finds what a call opened although the deployment was renamed meanwhile', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await world.approve(id);
    world.ec2.fail('authorize', 'LOST_AFTER');
    await world.activate(id);
    await world.revoke(id);
    const renamed = {
      ...world.dependencies,
      configuration: { ...world.configuration, deployment: 'renamed' },
    };
    await convergeGroup(renamed)({ group: ORDERS.group, sweeping: true });
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
  });

  it('names a rule with both marks that it cannot close', async () => {
    const world = aWorld();
    const strange = {
      ...world.ec2.newRule(PERMISSION, { deployment: 'test', ledgerId: 'lg_0000000000000000000000zzzz' }),
      permission: null,
    };
    world.ec2.byHand(ORDERS.group, () => [strange]);
    await world.sweep();
    expect(world.signals).toContainEqual(
      expect.objectContaining({ code: 'ORPHAN_RULE', ruleId: strange.ruleId }),
    );
  });
});

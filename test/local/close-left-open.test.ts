import { describe, expect, it } from 'vitest';
import { GATE_CONSISTENCY } from '../../functions/adapters/local/gate/gate.ts';
import { MINUTE, SECOND } from '../../functions/domain/instant.ts';
import { sweep } from '../../functions/use-cases/sweep.ts';
import { closeLeftOpen, LeftOpen } from '../../local/drive/close-left-open.ts';
import { aWorld, ORDERS, type World } from '../support/world.ts';

/** Begins to close what the process before has left. */
const begin = ({ dependencies }: World): Promise<void> => {
  const local = { ...dependencies, consistency: GATE_CONSISTENCY };
  return closeLeftOpen({ ...local, sweep: sweep(local) });
};

describe('what is closed before Postern answers', () => {
  it('is the rule of a grant whose time is over', async () => {
    const world = aWorld();
    const { id } = await world.openGrant({ minutes: 10 });
    await world.clock.advance(11 * MINUTE);
    await begin(world);
    expect(await world.grantStatus(id)).toBe('EXPIRED');
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
  });

  it('is not the rule of a grant that lasts', async () => {
    const world = aWorld();
    const { id } = await world.openGrant({ minutes: 10 });
    await world.clock.advance(9 * MINUTE);
    await begin(world);
    expect(await world.grantStatus(id)).toBe('ACTIVE');
    expect(world.ec2.standing(ORDERS.group)).toHaveLength(1);
  });

  it('is waited for while a close has to be repeated', async () => {
    const world = aWorld();
    const { id } = await world.openGrant({ minutes: 10 });
    await world.clock.advance(11 * MINUTE);
    world.ec2.fail('revoke', 'THROTTLED');
    let isDone = false;
    const closing = begin(world).then(() => {
      isDone = true;
    });
    await world.clock.advance(SECOND);
    expect(isDone).toBe(false);
    await world.clock.advance(10 * SECOND);
    await closing;
    expect(await world.grantStatus(id)).toBe('EXPIRED');
  });

  it('is not said of a rule that somebody still needs', async () => {
    const world = aWorld();
    await world.openGrant({ minutes: 10, source: '10.20.30.1' });
    await world.openGrant({ minutes: 60, source: '10.20.30.2' });
    const [ended, needed] = ['10.20.30.1/32', '10.20.30.2/32'].map((source) =>
      world.ec2.standing(ORDERS.group).find((rule) => rule.permission?.source === source),
    );
    await world.clock.advance(11 * MINUTE);
    for (let calls = 0; calls < 100; calls += 1) world.ec2.fail('revoke', 'ACCESS_DENIED');
    const closing = begin(world).catch((error: LeftOpen) => error.message);
    await world.clock.advance(MINUTE);
    const said = await closing;
    expect(said).toContain(String(ended?.ruleId));
    expect(needed?.ruleId).toMatch(/^sgr-/);
    expect(said).not.toContain(String(needed?.ruleId));
  });

  it('keeps Postern from starting where it cannot be closed', async () => {
    const world = aWorld();
    await world.openGrant({ minutes: 10 });
    await world.clock.advance(11 * MINUTE);
    const [rule] = world.ec2.standing(ORDERS.group);
    for (let calls = 0; calls < 100; calls += 1) world.ec2.fail('revoke', 'ACCESS_DENIED');
    const closing = begin(world).catch((error: unknown) => error);
    await world.clock.advance(MINUTE);
    const failure = await closing;
    expect(failure).toBeInstanceOf(LeftOpen);
    expect((failure as LeftOpen).message).toContain(
      `What was left open could not be closed: ${rule?.ruleId} of ${ORDERS.group.groupId} (ACCESS_DENIED)`,
    );
  });
});

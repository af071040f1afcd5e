import { describe, expect, it } from 'vitest';
import { SECOND } from '../../functions/domain/instant.ts';
import { type GroupRef, groupKey } from '../../functions/domain/rule-key.ts';
import type { IngressRules } from '../../functions/ports/ingress-rules.ts';
import { sweep } from '../../functions/use-cases/sweep.ts';
import { aConfiguration, aWorld, ORDERS } from '../support/world.ts';

const GROUPS: readonly GroupRef[] = Array.from({ length: 60 }, (_, index) => ({
  ...ORDERS.group,
  groupId: `sg-${String(index).padStart(17, '0')}`,
}));

describe('a sweep of more groups than it has time for', () => {
  it('comes to each of them within a few turns, since each turn begins far from the one before', async () => {
    const targets = GROUPS.map((group, index) => ({ ...ORDERS, name: `target-${index}`, group }));
    const world = aWorld(aConfiguration({ targets }));
    const read = new Set<string>();
    const slow: IngressRules = {
      list: async (group) => {
        read.add(groupKey(group));
        await world.clock.advance(10 * SECOND);
        return { outcome: 'THROTTLED', detail: 'as the test has it' };
      },
      authorize: (...call) => world.ec2.authorize(...call),
      revoke: (...call) => world.ec2.revoke(...call),
    };
    const sweepAll = sweep({ ...world.dependencies, ingressRules: slow });
    const startsAt = world.clock.now();
    let turns = 0;
    for (; read.size < GROUPS.length && turns < GROUPS.length; turns += 1) {
      await sweepAll({ all: true });
      await world.clock.advanceTo(startsAt + (turns + 1) * 60 * SECOND);
    }
    // Each comes to a handful of them.
    expect(turns).toBeLessThanOrEqual(20);
  });
});

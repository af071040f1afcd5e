import { MINUTE, SECOND } from '../../../functions/domain/instant.ts';
import type { Random } from '../engine/random.ts';
import {
  APPROVERS,
  AUTOMATIC,
  FLEET_SOURCE,
  FROM_FLEET,
  NETWORKS,
  REQUESTERS,
  TARGET_NAMES,
} from './cast.ts';
import type { Ask, ReviewToCome } from './story.ts';

/** Asks and faults begin within this. */
export const ACTS = 20 * MINUTE;

export const times = <Item>(count: number, make: () => Item): readonly Item[] =>
  Array.from({ length: count }, make);

export const review = (random: Random): ReviewToCome => ({
  by: random.chance(0.93) ? random.pick(APPROVERS) : random.pick(REQUESTERS),
  after: random.chance(0.7) ? random.between(1, 90) * SECOND : random.between(1, 16) * MINUTE,
  decision: random.chance(0.85) ? 'APPROVE' : 'REJECT',
  via: random.chance(0.5) ? 'LINK' : 'API',
  minutes: random.chance(0.2) ? 1 : null,
  wrongCodes: random.chance(0.1) ? random.between(1, 6) : 0,
  isDoubled: random.chance(0.2),
});

/** Asks from the group where that is what the target takes: by a machine, or by somebody who is refused. */
const fitted = (random: Random, asked: Ask): Ask =>
  asked.target === FROM_FLEET
    ? { ...asked, source: FLEET_SOURCE, by: random.chance(0.9) ? 'robot' : asked.by }
    : asked;

export const anAsk = (random: Random, isFirst: boolean): Ask => ({
  kind: 'ASK',
  at: isFirst ? 0 : Math.round(random.next() * ACTS),
  by: random.pick(REQUESTERS),
  target: random.chance(0.5) ? random.pick(['orders', 'orders-twin']) : random.pick(TARGET_NAMES),
  minutes: random.chance(0.5) ? random.between(1, 3) : random.between(4, 12),
  source: random.chance(0.6) ? 0 : random.below(NETWORKS.length),
  startsIn: random.chance(0.1) ? random.between(1, 5) * MINUTE : null,
  reviews: times(random.between(1, 4), () => review(random)),
  revoke: random.chance(0.25)
    ? { after: random.between(10, 600) * SECOND, by: random.pick([...REQUESTERS, 'adam', 'bob']) }
    : null,
  cancelAfter: random.chance(0.08) ? random.between(1, 300) * SECOND : null,
});

export const ask = (random: Random, isFirst: boolean): Ask => fitted(random, anAsk(random, isFirst));

/**
 * Grants that meet: one that starts as the other ends on the same rule, or two rules of a group that end together. The
 * target that approves by itself makes the moment sure to the second.
 */
export const meeting = (random: Random): readonly Ask[] => {
  const first = {
    ...ask(random, false),
    target: AUTOMATIC,
    source: 0,
    startsIn: null,
    minutes: random.between(1, 3),
  };
  const isRelay = random.chance(0.5);
  const apart = isRelay ? first.minutes * MINUTE : 0;
  return [
    first,
    ...times(
      random.between(1, 2),
      (): Ask => ({
        ...first,
        by: random.pick(REQUESTERS),
        // A grant ends up to a second after its minutes are over: waits are rounded up.
        at: first.at + apart + random.between(0, isRelay ? 1_300 : 1_500),
        source: isRelay ? 0 : NETWORKS.length - 1,
        minutes: isRelay ? random.between(1, 4) : first.minutes,
        revoke: random.chance(0.3)
          ? { after: random.between(100, 4_000), by: random.pick(['adam', 'bob', 'erin']) }
          : first.revoke,
      }),
    ),
  ];
};

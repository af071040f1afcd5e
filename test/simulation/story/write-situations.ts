import { MINUTE, SECOND } from '../../../functions/domain/instant.ts';
import type { Random } from '../engine/random.ts';
import { AUTOMATIC, AUTOMATIC_GROUP, EMERGENCY, NETWORKS, REQUESTERS, TARGET_NAMES } from './cast.ts';
import type { Ask, HandDeed, ReviewToCome, StoryItem } from './story.ts';
import { anAsk, ask, review, times } from './write-asks.ts';

/** A grant that lasts until what is missing is no longer taken for late, and the hand that takes its rule, or the rule's tag. */
export const taking = (random: Random, deed: 'RULE_UNTAGGED' | 'RULE_REMOVED'): readonly [Ask, HandDeed] => {
  const asked = { ...ask(random, false), target: AUTOMATIC, startsIn: null, minutes: random.between(25, 40) };
  return [
    { ...asked, revoke: null, cancelAfter: null },
    {
      kind: 'HAND',
      at: asked.at + random.between(1, 20) * MINUTE,
      deed,
      group: AUTOMATIC_GROUP,
      when: 'OPEN',
    },
  ];
};

/** The same, and somebody else who asks for the same access while the first may still be said to have it. */
export const robbed = (random: Random): readonly StoryItem[] => {
  const [asked, hand] = taking(random, 'RULE_REMOVED');
  const others = REQUESTERS.filter((name) => name !== asked.by);
  const at = hand.at + random.between(10, 12 * 60) * SECOND;
  return [asked, hand, { ...asked, by: random.pick(others), at }];
};

/** A grant of two ports of which one may open long before the other. */
export const partlyOpened = (random: Random): readonly StoryItem[] => {
  const asked = { ...ask(random, false), target: AUTOMATIC, startsIn: null, minutes: random.between(4, 6) };
  const from = asked.at;
  const to = from + random.between(8, 16) * MINUTE;
  return [
    { ...asked, revoke: null, cancelAfter: null },
    { kind: 'WINDOW', fault: 'EC2_THROTTLED', from, to, rate: random.pick([0.7, 0.8, 0.9]) },
  ];
};

/** Grants of one group that open and end within the same seconds, while everything is slow: their runs meet. */
export const crowd = (random: Random): readonly StoryItem[] => {
  const first = { ...ask(random, false), target: AUTOMATIC, startsIn: null, minutes: random.between(1, 2) };
  const asks = times(
    random.between(3, 6),
    (): Ask => ({
      ...first,
      by: random.pick(REQUESTERS),
      source: random.below(NETWORKS.length),
      at: first.at + random.between(0, 1_500),
      revoke: random.chance(0.4) ? { after: random.between(1_000, 70_000), by: 'adam' } : null,
      cancelAfter: null,
    }),
  );
  const [from, to] = [first.at, first.at + 4 * MINUTE];
  return [...asks, { kind: 'WINDOW', fault: 'SLOW', from, to, rate: random.pick([0.2, 0.4, 0.6]) }];
};

/** Looked at afterwards by some, late or never. */
const afterwards = (random: Random): ReviewToCome => ({
  ...review(random),
  decision: random.chance(0.6) ? 'APPROVE' : 'REJECT',
  minutes: random.chance(0.05) ? 1 : null,
});

/** One who breaks the glass again and again, as far as they are let, or who may not. */
export const emergencies = (random: Random): readonly Ask[] => {
  const who = random.chance(0.85) ? random.pick(EMERGENCY.people) : random.pick(REQUESTERS);
  const target = random.chance(0.9) ? random.pick(EMERGENCY.targets) : random.pick(TARGET_NAMES);
  const begin = random.between(0, 10) * MINUTE;
  const isAtOnce = random.chance(0.3);
  return times(random.between(1, 7), (): Ask => {
    const asked = anAsk(random, false);
    return {
      ...asked,
      by: who,
      target,
      at: begin + (isAtOnce ? random.between(0, 400) : random.between(0, 10 * 60) * SECOND),
      // Several that mean one rule are refused as long as one of them stands.
      source: random.below(NETWORKS.length),
      startsIn: null,
      isEmergency: true,
      cancelAfter: null,
      reviews: times(random.between(0, 3), () => afterwards(random)),
    };
  });
};

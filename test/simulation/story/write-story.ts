import { DAY, MINUTE, SECOND } from '../../../functions/domain/instant.ts';
import { CALL_FAULTS, EC2_FAULTS, OTHER_CALL_FAULTS } from '../engine/fault-kinds.ts';
import { Random } from '../engine/random.ts';
import {
  APPROVERS,
  AUTOMATIC,
  AUTOMATIC_GROUP,
  EMERGENCY,
  FLEET_SOURCE,
  FROM_FLEET,
  GROUPS,
  NETWORKS,
  REQUESTERS,
  TARGET_NAMES,
} from './cast.ts';
import type { Ask, Deploy, ExecutionDeed, HandDeed, ReviewToCome, Story, StoryItem } from './story.ts';
import { overtaken } from './write-deployments.ts';

/** Faults that make calls of different functions meet. */
const RACES = ['SLOW', 'SLOW', 'SLOW', 'STORE_CONFLICT', 'CRASH', 'DUPLICATED'] as const;
/** Faults of calls that are made seldom, or that few stories have: without help they would never meet some phases. */
const SELDOM = [...OTHER_CALL_FAULTS, 'STORE_5XX', 'EC2_LIMIT_REACHED', 'EC2_PARTIAL_BATCH'] as const;
/** Asks and faults begin within this. */
const ACTS = 20 * MINUTE;

const times = <Item>(count: number, make: () => Item): readonly Item[] => Array.from({ length: count }, make);
const maybe = <Item>(random: Random, probability: number, make: () => Item): readonly Item[] =>
  random.chance(probability) ? [make()] : [];

const review = (random: Random): ReviewToCome => ({
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

const anAsk = (random: Random, isFirst: boolean): Ask => ({
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

const ask = (random: Random, isFirst: boolean): Ask => fitted(random, anAsk(random, isFirst));

/**
 * Grants that meet: one that starts as the other ends on the same rule, or two rules of a group that end together. The
 * target that approves by itself makes the moment sure to the second.
 */
const meeting = (random: Random): readonly Ask[] => {
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

const window = (random: Random): StoryItem => {
  const from = Math.round(random.next() * ACTS);
  return {
    kind: 'WINDOW',
    fault: random.pick(random.pick([EC2_FAULTS, RACES, SELDOM, CALL_FAULTS])),
    from,
    to: from + (random.chance(0.8) ? random.between(1, 15) : random.between(20, 40)) * MINUTE,
    rate: random.pick([0.03, 0.1, 0.1, 0.3, 0.3, 0.6, 1]),
  };
};

const hand = (random: Random): HandDeed => ({
  kind: 'HAND',
  at: Math.round(random.next() * 1.3 * ACTS),
  deed: random.pick([
    'FOREIGN_RULE',
    'FOREIGN_RULE',
    'RULE_REMOVED',
    'RULE_REMOVED',
    'RULE_EDITED',
    'RULE_EDITED',
    'RULE_UNTAGGED',
    'RULE_COPIED',
    'GROUP_DELETED',
  ]),
  group: random.chance(0.3) ? 0 : random.below(GROUPS.length),
  when: random.chance(0.6)
    ? random.pick(['ASKING', 'OPENING', 'OPENING', 'OPEN', 'CLOSING', 'CLOSING'])
    : null,
});

/** A grant that lasts until what is missing is no longer taken for late, and the hand that takes its rule, or the rule's tag. */
const taking = (random: Random, deed: 'RULE_UNTAGGED' | 'RULE_REMOVED'): readonly [Ask, HandDeed] => {
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

/** A grant of two ports of which one may open long before the other. */
const partlyOpened = (random: Random): readonly StoryItem[] => {
  const asked = { ...ask(random, false), target: AUTOMATIC, startsIn: null, minutes: random.between(4, 6) };
  const from = asked.at;
  const to = from + random.between(8, 16) * MINUTE;
  return [
    { ...asked, revoke: null, cancelAfter: null },
    { kind: 'WINDOW', fault: 'EC2_THROTTLED', from, to, rate: random.pick([0.7, 0.8, 0.9]) },
  ];
};

/** Grants of one group that open and end within the same seconds, while everything is slow: their runs meet. */
const crowd = (random: Random): readonly StoryItem[] => {
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
const emergencies = (random: Random): readonly Ask[] => {
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

const execution = (random: Random): ExecutionDeed => ({
  kind: 'EXECUTION',
  at: Math.round(random.next() * 1.2 * ACTS),
  deed: random.chance(0.6) ? 'EXECUTION_STOPPED' : 'EXECUTION_REDRIVEN',
});

const deploy = (random: Random): Deploy => ({
  kind: 'DEPLOY',
  at: Math.round(random.next() * ACTS),
  change: random.pick([
    'WORKFLOW',
    'TARGET_RETIRED',
    'PORT_CHANGED',
    'APPROVER_REMOVED',
    'REQUESTER_REMOVED',
  ]),
  target: random.pick(TARGET_NAMES),
});

const stall = (random: Random): StoryItem => {
  const from = Math.round(random.next() * ACTS);
  return {
    kind: 'STREAM_STALLED',
    from,
    to: from + (random.chance(0.1) ? DAY : random.between(1, 40) * MINUTE),
  };
};

/** The story that a seed tells. */
export const writeStory = (seed: number): Story => {
  const random = new Random(seed, 'story');
  const afflicted = new Random(seed, 'emergencies');
  const deployed = new Random(seed, 'deployments');
  const robbed = new Random(seed, 'missing rules');
  const crowded = new Random(seed, 'crowds');
  const windows = random.chance(0.1) ? 0 : random.between(1, 6);
  return [
    ...times(random.between(1, 5), () => 0).map((_, index) => ask(random, index === 0)),
    ...(random.chance(0.75) ? times(random.between(1, 3), () => meeting(random)).flat() : []),
    ...times(windows, () => window(random)),
    ...times(random.chance(0.4) ? 0 : random.between(1, 3), () => hand(random)),
    ...times(random.chance(0.5) ? 0 : random.between(1, 4), () => execution(random)),
    ...maybe(random, 0.2, () => deploy(random)),
    ...maybe(random, 0.1, () => stall(random)),
    ...maybe(random, 0.5, (): StoryItem => ({ kind: 'OFF', closer: random.pick(['SWEEPER', 'WORKFLOW']) })),
    ...maybe(
      random,
      0.2,
      (): StoryItem => ({
        kind: 'CLOCK_SKEW',
        most: random.pick([5 * SECOND, MINUTE, 5 * MINUTE]),
      }),
    ),
    ...(afflicted.chance(0.25) ? emergencies(afflicted) : []),
    ...(afflicted.chance(0.05) ? taking(afflicted, 'RULE_UNTAGGED') : []),
    ...(afflicted.chance(0.1) ? partlyOpened(afflicted) : []),
    ...(deployed.chance(0.25) ? overtaken(deployed, ask(deployed, false)) : []),
    ...(robbed.chance(0.05) ? taking(robbed, 'RULE_REMOVED') : []),
    ...(crowded.chance(0.1) ? crowd(crowded) : []),
  ];
};

import { DAY, MINUTE, SECOND } from '../../../functions/domain/instant.ts';
import { CALL_FAULTS, EC2_FAULTS, OTHER_CALL_FAULTS } from '../engine/fault-kinds.ts';
import { Random } from '../engine/random.ts';
import { GROUPS, TARGET_NAMES } from './cast.ts';
import type { Deploy, ExecutionDeed, HandDeed, Story, StoryItem } from './story.ts';
import { ACTS, ask, meeting, times } from './write-asks.ts';
import { overtaken } from './write-deployments.ts';
import { crowd, emergencies, partlyOpened, robbed, taking } from './write-situations.ts';

/** Faults that make calls of different functions meet. */
const RACES = ['SLOW', 'SLOW', 'SLOW', 'STORE_CONFLICT', 'CRASH', 'DUPLICATED'] as const;
/** Faults of calls that are made seldom, or that few stories have: without help they would never meet some phases. */
const SELDOM = [...OTHER_CALL_FAULTS, 'STORE_5XX', 'EC2_LIMIT_REACHED', 'EC2_PARTIAL_BATCH'] as const;

const maybe = <Item>(random: Random, probability: number, make: () => Item): readonly Item[] =>
  random.chance(probability) ? [make()] : [];

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
  const missing = new Random(seed, 'missing rules');
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
    ...(missing.chance(0.1) ? robbed(missing) : []),
    ...(crowded.chance(0.1) ? crowd(crowded) : []),
  ];
};

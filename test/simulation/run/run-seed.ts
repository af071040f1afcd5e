import { HOUR, MINUTE, SECOND } from '../../../functions/domain/instant.ts';
import { Cloud } from '../functions/cloud.ts';
import { phasesIn } from '../functions/phases.ts';
import type { Violation } from '../oracle/court.ts';
import { isOver, judgeRepetition, unfinished } from '../oracle/judge-the-end.ts';
import { watch } from '../oracle/oracle.ts';
import type { Plant } from '../planted/plant.ts';
import { endOf, type Story } from '../story/story.ts';
import { writeStory } from '../story/write-story.ts';
import { startSchedules } from './clockwork.ts';
import { EventStream } from './event-stream.ts';
import { People } from './people.ts';
import { playStory } from './play.ts';

export interface RunOptions {
  readonly seed: number;
  readonly plant?: Plant | undefined;
  /** Keeps every line of what happened. */
  readonly isTraced?: boolean;
  /** Items of the story that are left out, by index; firings that are left out, by ordinal. */
  readonly without?: ReadonlySet<number>;
  readonly muted?: ReadonlySet<number>;
}

export interface RunResult {
  readonly seed: number;
  readonly violation: Violation | null;
  /** Moments at which something happened. */
  readonly steps: number;
  /** Faults that struck. */
  readonly fired: number;
  readonly hits: ReadonlyMap<string, number>;
  readonly simulated: number;
  readonly invocations: number;
  /** Milliseconds by which the latest close came after need and disturbance. */
  readonly worst: number;
  readonly lines: readonly string[];
  readonly hash: string;
}

const LOOK_EVERY = 10 * SECOND;
/** After the last blow: to decide, to start, to be open, and for what was uncertain to become certain. */
const PATIENCE = 2 * HOUR;

/** Tells the story of a seed to its end, or to its first violation. */
export const runSeed = async (options: RunOptions): Promise<RunResult> => {
  const { seed, plant, isTraced = false, without = new Set<number>(), muted = new Set<number>() } = options;
  const story: Story = writeStory(seed);
  const cloud = new Cloud({ seed, isTraced, plant, muted });
  const people = new People(cloud);
  const stream = new EventStream(cloud);
  const { court, closing, missing, requests, writes } = watch(cloud, story, { people, stream });
  const isKept = (index: number): boolean => !without.has(index);
  playStory(cloud, story, isKept, { people, stream });
  startSchedules(cloud);

  const lastBlow = Math.max(...story.map((item, index) => (isKept(index) ? endOf(item) : 0)));
  // A deed by hand may wait for its moment.
  const calmFrom = cloud.startsAt + lastBlow + 5 * MINUTE;
  let isDone = false;
  const lookAround = (): void => {
    closing.look();
    missing.look();
    countConditions(cloud, stream);
    const now = cloud.scheduler.now();
    if (now > calmFrom) {
      if (cloud.isSweeperOff) redriveAll(cloud);
      if (isOver(cloud, stream)) isDone = true;
      else if (now > calmFrom + PATIENCE) {
        court.accuse(
          11,
          `hours after the last fault: ${unfinished(cloud).join('; ') || 'events are not published'}`,
        );
      }
    }
    cloud.scheduler.after(LOOK_EVERY, lookAround);
  };
  cloud.scheduler.after(LOOK_EVERY, lookAround);
  const isStopped = (): boolean => court.violation !== null || cloud.workflow.failure !== undefined;
  await cloud.scheduler.run(() => isDone || isStopped());

  if (!isStopped()) {
    requests.judgeChains();
    let isRepeated = false;
    judgeRepetition(cloud, court, writes).then(
      () => {
        isRepeated = true;
      },
      (error: unknown) => court.accuse(12, `a sweep in calm fails: ${error}`),
    );
    await cloud.scheduler.run(() => isRepeated || isStopped());
  }
  if (cloud.workflow.failure !== undefined) {
    throw new Error(`The workflow runner failed at seed ${seed}`, { cause: cloud.workflow.failure });
  }
  return {
    seed,
    violation: court.violation,
    steps: cloud.scheduler.turns,
    fired: cloud.faults.fired,
    hits: cloud.faults.hits,
    simulated: cloud.scheduler.now() - cloud.startsAt,
    invocations: cloud.functions.invocations,
    worst: closing.worst,
    lines: cloud.trace.lines ?? [],
    hash: cloud.trace.hash(),
  };
};

/** Somebody on call takes up what was stopped. */
const redriveAll = ({ workflow }: Cloud): void => {
  for (const name of workflow.names()) workflow.redrive(name);
};

/** Conditions that last strike nobody in particular: they count for every phase that they last through. */
const countConditions = (cloud: Cloud, stream: EventStream): void => {
  const conditions = [
    ...(cloud.isSweeperOff ? (['SWEEPER_OFF'] as const) : []),
    ...(cloud.isWorkflowCloserOff ? (['WORKFLOW_OFF'] as const) : []),
    ...(cloud.skews.length > 1 ? (['CLOCK_SKEW'] as const) : []),
    ...(stream.isStalled ? (['STREAM_STALLED'] as const) : []),
  ];
  if (conditions.length === 0) return;
  const phases = phasesIn(cloud.tables, { what: 'all' });
  for (const fault of conditions) cloud.faults.count(fault, phases);
};

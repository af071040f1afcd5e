import { type Instant, MINUTE, SECOND } from '../../../functions/domain/instant.ts';
import type { Ec2Limits } from '../ec2/ec2-service.ts';
import { EC2_LIMITS } from '../ec2/ec2-service.ts';
import { Cloud } from '../functions/cloud.ts';
import { isOver, unfinished } from '../oracle/judge-the-end.ts';
import { watch } from '../oracle/oracle.ts';
import { remember } from '../oracle/truth.ts';
import { startSchedules } from '../run/clockwork.ts';
import { EventStream } from '../run/event-stream.ts';
import { People } from '../run/people.ts';
import { configurationOf, standGrants } from './standing-grants.ts';

export interface Storm {
  readonly seed: number;
  readonly grants: number;
  readonly groups: number;
  /** EC2 answers nobody from a minute before the end until so long after it; 0 for no outage. */
  readonly outage: number;
  /** How long each call hangs during the outage, in milliseconds; left out: it fails at once. */
  readonly hangsFor?: number;
  readonly closersOff?: 'SWEEPER' | 'WORKFLOW';
  readonly limits?: Partial<Ec2Limits>;
}

export interface StormResult {
  /** Milliseconds from the end (or from when EC2 was back) until the last rule was gone. */
  readonly lastClose: number;
  /** … until the last end was said. */
  readonly lastEnd: number;
  readonly calls: { readonly list: number; readonly authorize: number; readonly revoke: number };
  readonly invocations: number;
  /** Functions that took longer than they may: what they knew is not written then, and not said. */
  readonly timedOut: number;
  /** First broken invariant, or what was not over in the end; null where all is well. */
  readonly wrong: string | null;
}

const LIFE = 10 * MINUTE;

/** Grants that all end in one second, and what becomes of them. */
export const runStorm = async (storm: Storm): Promise<StormResult> => {
  const limits = { ...EC2_LIMITS, ...storm.limits };
  const cloud = new Cloud({
    seed: storm.seed,
    isTraced: false,
    limits,
    configuration: configurationOf(storm.groups),
    pageSize: 500,
  });
  cloud.isSweeperOff = storm.closersOff === 'SWEEPER';
  cloud.isWorkflowCloserOff = storm.closersOff === 'WORKFLOW';
  const endsAt = cloud.startsAt + LIFE;
  standGrants(cloud, storm.grants, endsAt);
  const people = new People(cloud);
  const stream = new EventStream(cloud);
  const { court } = watch(cloud, [], { people, stream });
  for (const request of cloud.tables.requests.values()) remember(cloud, request);
  startSchedules(cloud);
  const backAt = storm.outage === 0 ? endsAt : endsAt + storm.outage;
  if (storm.outage > 0) {
    cloud.scheduler.at(endsAt - MINUTE, () => {
      cloud.ec2.isAway = true;
      cloud.ec2.hangsFor = storm.hangsFor ?? 0;
    });
    cloud.scheduler.at(backAt, () => {
      cloud.ec2.isAway = false;
    });
  }
  let lastClose: Instant = backAt;
  let lastEnd: Instant = backAt;
  let isDone = false;
  const look = (): void => {
    const now = cloud.scheduler.now();
    if (now < backAt) cloud.faults.disturbedUntil(now);
    if (cloud.ec2.rules.all().length > 0) lastClose = now;
    if (unfinished(cloud).some((what) => what.includes('req_'))) lastEnd = now;
    if (now > backAt && isOver(cloud, stream)) isDone = true;
    else cloud.scheduler.after(now > endsAt && now < backAt ? MINUTE : SECOND / 4, look);
  };
  cloud.scheduler.at(endsAt - SECOND, look);
  const giveUpAt = backAt + 60 * MINUTE;
  await cloud.scheduler.run(() => isDone || court.violation !== null || cloud.scheduler.now() > giveUpAt);
  const left = isDone ? [] : unfinished(cloud);
  return {
    lastClose: lastClose - backAt,
    lastEnd: lastEnd - backAt,
    calls: { ...cloud.ec2.calls },
    invocations: cloud.functions.invocations,
    timedOut: cloud.functions.timedOut,
    wrong: court.violation?.what ?? (left.length > 0 ? left.slice(0, 5).join('; ') : null),
  };
};

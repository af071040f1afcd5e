import { short } from '../ec2/invoked-ingress-rules.ts';
import type { Cloud } from '../functions/cloud.ts';
import type { EventStream } from '../run/event-stream.ts';
import type { Court } from './court.ts';
import { untold } from './judge-emergencies.ts';
import { isMarked } from './truth.ts';

const OVER = ['EXPIRED', 'REVOKED', 'FAILED'];

/** What is not over yet, in words; empty once all is. Invariants 2, 3 and 11 as liveness. */
export const unfinished = (cloud: Cloud): readonly string[] => {
  const { tables, ec2, workflow } = cloud;
  const requests = [...tables.requests.values()];
  return [
    ...requests.filter(({ status }) => status === 'PENDING').map(({ id }) => `${id} is undecided`),
    ...requests.flatMap(({ id, grant }) =>
      grant === null || OVER.includes(grant.status) ? [] : [`${id} is ${grant.status}`],
    ),
    ...[...tables.groups.values()].flatMap(({ rows }) =>
      [...rows.values()].flatMap(({ id, state }) =>
        state === 'SETTLED' ? [] : [`${short(id)} is ${state}`],
      ),
    ),
    ...ec2.rules
      .all()
      .flatMap((rule) =>
        rule.origin === 'POSTERN' || isMarked(cloud, rule) ? [`${short(rule.ruleId)} stands`] : [],
      ),
    ...untold(cloud),
    ...(ec2.inFlight.size > 0 ? ['a call is under way'] : []),
    ...workflow.running().map(({ name, state }) => `${name} is at "${state}"`),
  ];
};

/** The workflow's closer, switched off, never ends its executions: they are not waited for. */
export const isOver = (cloud: Cloud, stream: EventStream): boolean => {
  const open = unfinished(cloud).filter((what) => !(cloud.isWorkflowCloserOff && what.includes('is at "')));
  return open.length === 0 && stream.isDrained;
};

/** Invariant 12: a second sweep finds nothing to do. That tombstones are forgotten in time is no change. */
export const judgeRepetition = async (cloud: Cloud, court: Court, writes: () => number): Promise<void> => {
  const sweep = () =>
    cloud.functions.invoke({ to: 'sweeper', what: 'sweep all' }, (useCases) => useCases.sweep({ all: true }));
  const done = (): number => writes() + cloud.ec2.calls.authorize + cloud.ec2.calls.revoke;
  await sweep();
  const before = done();
  await sweep();
  court.demand(12, done() === before, () => 'a second sweep changes something');
};

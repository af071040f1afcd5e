import type { Commit } from '../../../functions/ports/access-store.ts';
import type { Cloud } from '../functions/cloud.ts';
import type { Invocation } from '../functions/invocation.ts';
import type { EventStream } from '../run/event-stream.ts';
import type { People } from '../run/people.ts';
import type { Story } from '../story/story.ts';
import { Court } from './court.ts';
import { AlarmsJudge } from './judge-alarms.ts';
import { ClosingJudge } from './judge-closing.ts';
import { EmergenciesJudge } from './judge-emergencies.ts';
import { EndsJudge } from './judge-ends.ts';
import { EntitlementJudge } from './judge-entitlement.ts';
import { MissingRulesJudge } from './judge-missing-rules.ts';
import { OpeningJudge } from './judge-opening.ts';
import { OverdueJudge } from './judge-overdue.ts';
import { PeopleJudge } from './judge-people.ts';
import { ReceiptsJudge } from './judge-receipts.ts';
import { RequestsJudge } from './judge-requests.ts';
import { judgeSources } from './judge-sources.ts';
import { TalliesJudge } from './judge-tallies.ts';
import { traceCommit } from './trace-commit.ts';
import { groupOf, remember } from './truth.ts';

export interface Watched {
  readonly court: Court;
  readonly closing: ClosingJudge;
  readonly missing: MissingRulesJudge;
  readonly requests: RequestsJudge;
  /** Commits that changed something in a group. */
  readonly writes: () => number;
}

/** Puts the judges where they see everything that changes: every write of the table, every rule, every signal. */
export const watch = (
  cloud: Cloud,
  story: Story,
  { people, stream }: { readonly people: People; readonly stream: EventStream },
): Watched => {
  const court = new Court(cloud);
  const opening = new OpeningJudge(cloud, court);
  const closing = new ClosingJudge(cloud, court);
  const ends = new EndsJudge(cloud, court);
  const receipts = new ReceiptsJudge(cloud, court);
  const requests = new RequestsJudge(cloud, court);
  const persons = new PeopleJudge(cloud, court);
  const tallies = new TalliesJudge(cloud, court);
  const emergencies = new EmergenciesJudge(cloud, court);
  const alarms = new AlarmsJudge(cloud, court);
  const overdue = new OverdueJudge(cloud, court);
  const missing = new MissingRulesJudge(cloud, court);
  const entitlement = new EntitlementJudge(cloud, court);
  /** Whose write the table takes. */
  let writer: Invocation | null = null;
  let writes = 0;
  const look = (commit: Commit): void => {
    for (const { after } of commit.changes) closing.look(groupOf(after));
  };
  cloud.tables.observer = {
    before: (commit) => {
      if (changesSomething(commit)) writes += 1;
      for (const { before, after } of commit.changes) if (before === null) remember(cloud, after);
      look(commit);
      requests.committing(commit);
      persons.committing(commit);
      tallies.committing(commit);
      emergencies.committing(commit);
      overdue.committing(commit);
      if (writer === null) return;
      alarms.committing(commit, writer);
      entitlement.committing(commit, writer);
    },
    after: (commit) => {
      traceCommit(cloud, commit);
      opening.committed(commit);
      ends.committed(commit);
      receipts.committed(commit);
      missing.committed(commit);
      look(commit);
      for (const { before, after } of commit.changes) {
        if (before !== null) continue;
        judgeSources(court, story, after, commit.idempotency?.key);
        people.requestMade(after, commit.idempotency?.key);
      }
      stream.advance();
    },
  };
  cloud.ec2.onSent = (call) => opening.sent(call);
  cloud.ec2.rules.observer = {
    created: (rule) => {
      opening.created(rule);
      receipts.created(rule);
    },
    removed: (rule, by) => {
      closing.removed(rule, by);
      missing.removed(rule, by);
    },
    edited: () => {},
  };
  cloud.signals.onSignal = (signal, by) => {
    persons.signalled(signal);
    alarms.signalled(signal, by);
    overdue.signalled(signal, by);
  };
  cloud.functions.onWrite = (by) => {
    writer = by;
    persons.wrote(by);
  };
  cloud.functions.onOver = (run) => {
    alarms.over(run);
    overdue.over(run);
  };
  people.onDecidedByLink = (decided) => persons.decided(decided);
  return { court, closing, missing, requests, writes: () => writes };
};

/** Other than forgetting tombstones, and than what people say. */
const changesSomething = ({ changes, group }: Commit): boolean =>
  group !== undefined && [changes, group.putGrants, group.putRows, group.removeGrants].flat().length > 0;

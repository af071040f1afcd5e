import type { Change } from '../../../domain/change.ts';
import type { Instant } from '../../../domain/instant.ts';
import type { Commit, CommitOutcome, IdempotencyRecord } from '../../../ports/access-store.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

type Conflict = Extract<CommitOutcome, { readonly outcome: 'CONFLICT' }>['on'];

/** When a key is used: when its request is made. A key without one is taken for good. */
const usedAt = ({ requestId }: IdempotencyRecord, changes: readonly Change[]): Instant =>
  changes.find(({ after }) => after.id === requestId)?.after.requestedAt ?? 0;

const conflictOf = (
  tables: Tables,
  { changes, group, idempotency, spendLink, tally }: Commit,
): Conflict | undefined => {
  if (!changes.every((change) => tables.requests.stands(change))) return 'REQUEST';
  if (group && !tables.groups.stands(group)) return 'GROUP';
  if (idempotency && tables.idempotency.read(idempotency.key, usedAt(idempotency, changes)))
    return 'IDEMPOTENCY';
  if (spendLink && tables.links.read(spendLink.tokenHash)?.spentAt !== null) return 'LINK';
  if (tally && !tables.tallies.stands(tally)) return 'TALLY';
  return undefined;
};

const write = (tables: Tables, commit: Commit): void => {
  const { changes, group, idempotency, spendLink, tally, mailOrder } = commit;
  for (const { after, event } of changes) {
    tables.requests.put(after);
    if (event) tables.audit.append(event);
  }
  if (group) tables.groups.apply(group);
  if (idempotency) tables.idempotency.put(idempotency);
  if (spendLink) tables.links.spend(spendLink.tokenHash, spendLink.at);
  if (tally) tables.tallies.put(tally);
  if (mailOrder) tables.orders.append(mailOrder);
};

/** Nobody else writes between the conditions and the effects. */
export const commitTo = (database: Database, tables: Tables, commit: Commit): CommitOutcome =>
  database.transaction(() => {
    const on = conflictOf(tables, commit);
    if (on !== undefined) return { outcome: 'CONFLICT', on };
    write(tables, commit);
    return { outcome: 'COMMITTED' };
  });

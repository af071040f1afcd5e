import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Commit, CommitOutcome } from '../../../ports/access-store.ts';
import type { TableClient } from './table-client.ts';
import { type Write, writesOf } from './writes.ts';

/**
 * Writes all or nothing, in one call. The SDK gives the call a `ClientRequestToken`, which its own retries repeat:
 * a commit whose first answer was lost is then answered as committed, not as a conflict with itself (for ten minutes,
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html).
 */
export const commitOnce = async (table: TableClient, commit: Commit): Promise<CommitOutcome> => {
  const writes = writesOf(table.tableName, commit);
  if (writes.length === 0) return { outcome: 'COMMITTED' };
  try {
    await table.client.send(new TransactWriteCommand({ TransactItems: writes.map(({ action }) => action) }));
    return { outcome: 'COMMITTED' };
  } catch (error) {
    if (error instanceof TransactionCanceledException) return conflictOf(writes, error);
    throw error;
  }
};

/** Reasons for which somebody else's write is to blame: with or without one that is over by now. */
const CONFLICTS: readonly (string | undefined)[] = ['ConditionalCheckFailed', 'TransactionConflict'];

/** Reasons stand in the order of the actions, `None` where an action was not the cause. */
const conflictOf = (writes: readonly Write[], error: TransactionCanceledException): CommitOutcome => {
  const reasons = error.CancellationReasons ?? [];
  const first = writes[reasons.findIndex(({ Code }) => CONFLICTS.includes(Code))];
  const other = reasons.find(({ Code }) => Code !== 'None' && !CONFLICTS.includes(Code));
  if (!first || other) {
    throw new Error(`A commit was cancelled: ${reasons.map(({ Code }) => Code).join(', ')}`, {
      cause: error,
    });
  }
  return { outcome: 'CONFLICT', on: first.on };
};

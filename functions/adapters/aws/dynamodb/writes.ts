import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Change } from '../../../domain/change.ts';
import type { GroupChange } from '../../../domain/group-state.ts';
import type { Commit, CommitOutcome } from '../../../ports/access-store.ts';
import { absent, absentOrForgotten, atVersion, type Condition, spending } from './conditions.ts';
import {
  eventItem,
  groupVersionItem,
  type Item,
  idempotencyItem,
  ledgerRowItem,
  mailOrderItem,
  registeredGroupItem,
  requestItem,
  standingGrantItem,
  tallyItem,
} from './items.ts';
import { type ItemKey, ledgerRowKey, linkKey, standingGrantKey } from './keys.ts';

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
type ConflictOn = Extract<CommitOutcome, { readonly outcome: 'CONFLICT' }>['on'];

/** One action of a commit, and what the commit conflicts on where its condition does not hold. */
export interface Write {
  readonly on: ConflictOn;
  readonly action: Action;
}

/**
 * The actions of a commit, in the order in which conflicts are named.
 *
 * The largest commit: 20 changes of 2 items (request, event) = 40; of a group its version, its registration, 20 grants
 * and 25 rows = 47; an idempotency record, a link, a tally and an order of mail = 4. Together 91 of the 100 items that a transaction may have.
 * With eight reviews each and every text of people at its longest it has 0.8 of the 4 MB that a transaction may have.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export const writesOf = (tableName: string, commit: Commit): readonly Write[] => {
  const put = (item: Item, condition?: Condition): Action => ({
    Put: { TableName: tableName, Item: item, ...condition },
  });
  const remove = (key: ItemKey): Action => ({ Delete: { TableName: tableName, Key: { ...key } } });

  const changeWrites = ({ before, after, event }: Change): readonly Action[] => [
    put(requestItem(after), before ? atVersion(before.version) : absent()),
    // Guarded already by the request's version; an event is never written over, whatever happens to that.
    ...(event ? [put(eventItem(event), absent())] : []),
  ];
  const groupWrites = ({ group, basedOn, ...change }: GroupChange): readonly Action[] => [
    put(groupVersionItem(group, basedOn + 1), basedOn === 0 ? absent() : atVersion(basedOn)),
    ...(basedOn === 0 ? [put(registeredGroupItem(group))] : []),
    ...change.putGrants.map((grant) => put(standingGrantItem(group, grant))),
    ...change.removeGrants.map((id) => remove(standingGrantKey(group, id))),
    ...change.putRows.map((row) => put(ledgerRowItem(group, row))),
    ...change.removeRows.map((id) => remove(ledgerRowKey(group, id))),
  ];
  const idempotencyWrite = (record: NonNullable<Commit['idempotency']>): Action => {
    const made = commit.changes.find(({ after }) => after.id === record.requestId);
    return put(idempotencyItem(record), made ? absentOrForgotten(made.after.requestedAt) : absent());
  };
  const linkWrite = ({ tokenHash, at }: NonNullable<Commit['spendLink']>): Action => ({
    Update: { TableName: tableName, Key: { ...linkKey(tokenHash) }, ...spending(at) },
  });

  const tallyWrite = (tally: NonNullable<Commit['tally']>): Action =>
    put(tallyItem(tally), tally.version === 1 ? absent() : atVersion(tally.version - 1));

  const { changes, group, idempotency, spendLink, tally, mailOrder } = commit;
  const named = (on: ConflictOn, actions: readonly Action[]) => actions.map((action) => ({ on, action }));
  return [
    ...named('REQUEST', changes.flatMap(changeWrites)),
    ...named('GROUP', group ? groupWrites(group) : []),
    ...named('IDEMPOTENCY', idempotency ? [idempotencyWrite(idempotency)] : []),
    ...named('LINK', spendLink ? [linkWrite(spendLink)] : []),
    ...named('TALLY', tally ? [tallyWrite(tally)] : []),
    // Guarded by the version of its request; written over, it is no insert, and so is not sent twice.
    ...named('REQUEST', mailOrder ? [put(mailOrderItem(mailOrder))] : []),
  ];
};

import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ApprovalLinkStore } from '../../../ports/access-store.ts';
import { absent, countingApproverTry, countingTry } from './conditions.ts';
import { type Item, linkItem, recordOf } from './items.ts';
import { approverTriesKey, linkKey } from './keys.ts';
import { APPROVER_TRIES, KINDS } from './table.ts';
import { getItem, type TableClient } from './table-client.ts';

export const approvalLinkStore = (table: TableClient): ApprovalLinkStore => ({
  // A token is never given twice, so that a link that is there already was put by an earlier attempt of this very
  // call. Written over, it could lose the tries that were counted, or its being spent.
  putLink: async (link) => {
    const put = new PutCommand({ TableName: table.tableName, Item: linkItem(link), ...absent() });
    await unlessCheckFails(() => table.client.send(put));
  },

  readLink: async (tokenHash) => {
    const found = await getItem(table, linkKey(tokenHash));
    return found && recordOf(KINDS.approvalLink, found);
  },

  // An attempt whose answer was lost is counted twice by the SDK's retry: fewer tries are left, never more.
  countTry: async (tokenHash, most) => {
    const count = new UpdateCommand({
      TableName: table.tableName,
      Key: { ...linkKey(tokenHash) },
      ...countingTry(most),
      ReturnValues: 'ALL_NEW',
    });
    const answer = await unlessCheckFails(() => table.client.send(count));
    if (!answer?.Attributes) return { outcome: 'EXHAUSTED' };
    return { outcome: 'COUNTED', left: most - recordOf(KINDS.approvalLink, answer.Attributes).tries };
  },

  countApproverTry: async (requestId, approver, most) => {
    const count = new UpdateCommand({
      TableName: table.tableName,
      Key: { ...approverTriesKey(requestId, approver) },
      ...countingApproverTry(most),
      ReturnValues: 'ALL_NEW',
    });
    const answer = await unlessCheckFails(() => table.client.send(count));
    if (!answer?.Attributes) return { outcome: 'EXHAUSTED' };
    return { outcome: 'COUNTED', left: most - triesIn(answer.Attributes) };
  },

  readApproverTries: async (requestId, approver) => {
    const found = await getItem(table, approverTriesKey(requestId, approver));
    return found ? triesIn(found) : 0;
  },
});

const triesIn = (item: Item): number => Number(item[APPROVER_TRIES]);

/** The answer of a conditional write, or undefined where its condition did not hold. */
const unlessCheckFails = async <Answer>(write: () => Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await write();
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
};

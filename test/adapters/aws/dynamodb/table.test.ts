import { describe, expect, it } from 'vitest';
import {
  eventItem,
  requestItem,
  sentMailItem,
  taskTokenItem,
} from '../../../../functions/adapters/aws/dynamodb/items.ts';
import { INDEXES } from '../../../../functions/adapters/aws/dynamodb/table.ts';
import { aNewRequest, aRequest, history, latest, START, step } from '../../../support/records.ts';

const { byRequester, byTarget, byDay, byDue } = INDEXES;

/** The indexes that an item stands in: those of which it has both keys. */
const indexesOf = (item: Record<string, unknown>) =>
  Object.values(INDEXES)
    .filter(({ partition, sort }) => partition in item && sort in item)
    .map(({ name }) => name);

describe('the indexes', () => {
  it('of requests carry all that a list can be narrowed by', () => {
    for (const { partition, projection } of [byRequester, byTarget]) {
      expect([partition, ...projection].toSorted()).toEqual(['requester', 'status', 'target']);
      expect(requestItem(aRequest())).toMatchObject({
        requester: 'alice@example.com',
        status: 'PENDING',
        target: 'orders-db',
      });
    }
  });

  it('hold a request while it has a duty, and then only its lists do', () => {
    expect(indexesOf(requestItem(aRequest()))).toEqual([byRequester.name, byTarget.name, byDue.name]);
    const over = latest(history({}, step.started, step.cancelled, step.resumed));
    expect(indexesOf(requestItem(over))).toEqual([byRequester.name, byTarget.name]);
  });

  it('hold events by day, and nothing else of a request', () => {
    const { event } = aNewRequest();
    if (!event) throw new Error('A new request has an event.');
    expect(indexesOf(eventItem(event))).toEqual([byDay.name]);
    expect(indexesOf(taskTokenItem('req_a', 'secret'))).toEqual([]);
    expect(indexesOf(sentMailItem('req_a', 'approved', START))).toEqual([]);
  });
});

import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { eventItem, mailOrderItem, requestItem } from '../../../../functions/adapters/aws/dynamodb/items.ts';
import { auditEventOf, mailOrderOf } from '../../../../functions/adapters/aws/dynamodb/stream-record.ts';
import { aNewRequest } from '../../../support/records.ts';

const { after, event } = aNewRequest();
if (event === null) throw new Error('A new request has an event');

const record = (
  item: Record<string, unknown>,
  eventName: NonNullable<DynamoDBRecord['eventName']> = 'INSERT',
) => ({ eventName, dynamodb: { NewImage: marshall(item), SequenceNumber: '1' } }) as DynamoDBRecord;

describe('a record of the table stream', () => {
  it('holds the audit event that was written, to the letter', () => {
    expect(auditEventOf(record(eventItem(event)))).toEqual(event);
  });

  it.each([
    ['another item', record(requestItem(after))],
    ['an event that was changed', record(eventItem(event), 'MODIFY')],
    ['an event that was removed', record(eventItem(event), 'REMOVE')],
    ['no image', { eventName: 'INSERT', dynamodb: {} } as DynamoDBRecord],
    ['nothing', {} as DynamoDBRecord],
  ])('holds none where it is of %s', (_, other) => {
    expect(auditEventOf(other)).toBeNull();
  });

  it('holds the order of mail that was written, which is no event, and an event is no order', () => {
    const order = {
      requestId: after.id,
      orderId: 'REMINDER',
      kind: 'REMINDER',
      to: null,
      orderedAt: after.requestedAt,
    } as const;
    expect(mailOrderOf(record(mailOrderItem(order)))).toEqual(order);
    expect(auditEventOf(record(mailOrderItem(order)))).toBeNull();
    expect(mailOrderOf(record(eventItem(event)))).toBeNull();
    expect(mailOrderOf(record(mailOrderItem(order), 'MODIFY'))).toBeNull();
  });

  it('that is called an event and holds none is an error', () => {
    expect(() => auditEventOf(record({ ...eventItem(event), record: 'gone' }))).toThrow('AUDIT_EVENT');
  });
});

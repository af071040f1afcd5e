import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { AuditEvent } from '../../../domain/audit-event.ts';
import type { MailOrder } from '../../../domain/mail-order.ts';
import { type Item, recordOf } from './items.ts';
import { KIND, KINDS } from './table.ts';

const written = (kind: string, { eventName, dynamodb }: DynamoDBRecord): Item | null => {
  const image = dynamodb?.NewImage;
  if (eventName !== 'INSERT' || image?.[KIND]?.S !== kind) return null;
  // Both types describe the same JSON; the SDK's is a union in which exactly one key is there.
  return unmarshall(image as Record<string, AttributeValue>);
};

/**
 * The audit event that a record of the table's stream tells of; null for a record of anything else. The stream must
 * carry new images. Throws where the image of an event is not an event.
 */
export const auditEventOf = (record: DynamoDBRecord): AuditEvent | null => {
  const item = written(KINDS.auditEvent, record);
  return item && recordOf(KINDS.auditEvent, item);
};

/** The same for an order of mail. */
export const mailOrderOf = (record: DynamoDBRecord): MailOrder | null => {
  const item = written(KINDS.mailOrder, record);
  return item && recordOf(KINDS.mailOrder, item);
};

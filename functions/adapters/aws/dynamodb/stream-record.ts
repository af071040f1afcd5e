import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { AuditEvent } from '../../../domain/audit-event.ts';
import { recordOf } from './items.ts';
import { KIND, KINDS } from './table.ts';

/**
 * The audit event that a record of the table's stream tells of; null for a record of anything else. The stream must
 * carry new images. Throws where the image of an event is not an event.
 */
export const auditEventOf = ({ eventName, dynamodb }: DynamoDBRecord): AuditEvent | null => {
  const image = dynamodb?.NewImage;
  if (eventName !== 'INSERT' || image?.[KIND]?.S !== KINDS.auditEvent) return null;
  // Both types describe the same JSON; the SDK's is a union in which exactly one key is there.
  return recordOf(KINDS.auditEvent, unmarshall(image as Record<string, AttributeValue>));
};

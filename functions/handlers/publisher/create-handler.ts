import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { AuditEvent } from '../../domain/audit-event.ts';
import type { MailOrder } from '../../domain/mail-order.ts';
import type { Log } from '../../runtime/log.ts';
import { eventBoundary } from '../../runtime/middleware/event-boundary.ts';
import { type FulfilDependencies, fulfilMailOrder } from '../../use-cases/fulfil-mail-order.ts';
import { publishEvent } from '../../use-cases/publish-event.ts';

export type PublisherDependencies = Parameters<typeof publishEvent>[0] &
  FulfilDependencies & {
    readonly log: Log;
    /** The audit event that a record of the table stream tells of; null for any other. Throws on one that is broken. */
    readonly readRecord: (record: DynamoDBRecord) => AuditEvent | null;
    /** The same for an order of mail. */
    readonly readOrder: (record: DynamoDBRecord) => MailOrder | null;
  };

/**
 * Called with what was written to the table, in order for each request. The first record that cannot be published is
 * where Lambda goes on with the next call; infra bisects and keeps what never can be
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html).
 */
export const createPublisherHandler = (dependencies: PublisherDependencies) => {
  const { log, readRecord, readOrder } = dependencies;
  const publish = publishEvent(dependencies);
  const fulfil = fulfilMailOrder(dependencies);

  const publishRecord = async (record: DynamoDBRecord): Promise<boolean> => {
    try {
      const event = readRecord(record);
      if (event !== null) await publish(event);
      const order = readOrder(record);
      if (order !== null) await fulfil(order);
      return true;
    } catch (error) {
      log.write('RECORD_NOT_PUBLISHED', { sequenceNumber: record.dynamodb?.SequenceNumber, error });
      return false;
    }
  };

  return middy<DynamoDBStreamEvent, DynamoDBBatchResponse>()
    .use(eventBoundary(log))
    .handler(async ({ Records: records }) => {
      for (const record of records) {
        if (await publishRecord(record)) continue;
        const itemIdentifier = record.dynamodb?.SequenceNumber;
        if (itemIdentifier === undefined)
          throw new Error('A record of the table stream has no sequence number');
        return { batchItemFailures: [{ itemIdentifier }] };
      }
      return { batchItemFailures: [] };
    });
};

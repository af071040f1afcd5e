import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { KIND, KINDS } from '../../functions/runtime/names.ts';
import type { PosternFunction } from './function.ts';

/**
 * Tells the publisher of each new audit event and order of mail, at least once and in order for each request. A record
 * that cannot be published is cut out of its batch, tried again while mail is away, and kept in the end instead of holding up others.
 */
export const publishFrom = (
  table: ITable,
  publisher: PosternFunction<'publisher'>,
  deadLetters: IQueue,
): void => {
  publisher.alias.addEventSource(
    new DynamoEventSource(table, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { NewImage: { [KIND]: { S: FilterRule.or(KINDS.auditEvent, KINDS.mailOrder) } } },
        }),
      ],
      // Each event may be several mails, and all must be sent within the function's minute.
      batchSize: 5,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 50,
      maxRecordAge: Duration.hours(6),
      onFailure: new SqsDlq(deadLetters),
    }),
  );
};

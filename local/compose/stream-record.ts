import type { DynamoDBRecord } from 'aws-lambda';
import type { PlacedEvent } from '../../functions/adapters/local/sqlite/audit-rows.ts';
import type { AuditEvent } from '../../functions/domain/audit-event.ts';

interface EventReader {
  eventsAfter(position: number, limit: number): readonly PlacedEvent[];
}

/** What stands for an event in the table stream here: its place, by which it is found again. */
export const streamRecord = ({ position }: PlacedEvent): DynamoDBRecord => ({
  eventName: 'INSERT',
  dynamodb: { SequenceNumber: String(position) },
});

/** The inverse of {@link streamRecord}. Throws where there is no such event. */
export const readStreamRecord =
  (store: EventReader) =>
  ({ dynamodb }: DynamoDBRecord): AuditEvent => {
    const position = Number(dynamodb?.SequenceNumber);
    const [placed] = store.eventsAfter(position - 1, 1);
    if (placed?.position !== position) throw new Error(`There is no event at position ${position}`);
    return placed.event;
  };

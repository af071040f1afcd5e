import type { DynamoDBRecord } from 'aws-lambda';
import type { PlacedEvent } from '../../functions/adapters/local/sqlite/audit-rows.ts';
import type { PlacedOrder } from '../../functions/adapters/local/sqlite/order-rows.ts';
import type { AuditEvent } from '../../functions/domain/audit-event.ts';
import type { MailOrder } from '../../functions/domain/mail-order.ts';

interface EventReader {
  eventsAfter(position: number, limit: number): readonly PlacedEvent[];
}
interface OrderReader {
  ordersAfter(position: number, limit: number): readonly PlacedOrder[];
}

/** Orders have positions of their own. */
const ORDER = 'order';

/** What stands for an event in the table stream here: its place, by which it is found again. */
export const streamRecord = ({ position }: Pick<PlacedEvent, 'position'>): DynamoDBRecord => ({
  eventName: 'INSERT',
  dynamodb: { SequenceNumber: String(position) },
});

/** What stands for an order of mail. */
export const orderRecord = ({ position }: PlacedOrder): DynamoDBRecord => ({
  ...streamRecord({ position }),
  eventID: ORDER,
});

/** The inverse of {@link orderRecord}; null for the record of an event. */
export const readOrderRecord =
  (store: OrderReader) =>
  ({ eventID, dynamodb }: DynamoDBRecord): MailOrder | null => {
    if (eventID !== ORDER) return null;
    const position = Number(dynamodb?.SequenceNumber);
    const [placed] = store.ordersAfter(position - 1, 1);
    if (placed?.position !== position) throw new Error(`There is no order at position ${position}`);
    return placed.order;
  };

/** The inverse of {@link streamRecord}; null for the record of an order. Throws where there is no such event. */
export const readStreamRecord =
  (store: EventReader) =>
  ({ eventID, dynamodb }: DynamoDBRecord): AuditEvent | null => {
    if (eventID === ORDER) return null;
    const position = Number(dynamodb?.SequenceNumber);
    const [placed] = store.eventsAfter(position - 1, 1);
    if (placed?.position !== position) throw new Error(`There is no event at position ${position}`);
    return placed.event;
  };

import type { MailOrder } from '../../../domain/mail-order.ts';
import { type Database, recordIn } from './database.ts';

/** An order of mail and its place in the order of commits. */
export interface PlacedOrder {
  /** Rises with every order, from 1. */
  readonly position: number;
  readonly order: MailOrder;
}

export class OrderRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  append(order: MailOrder): void {
    this.#database.run(
      `INSERT INTO mail_order (request_id, order_id, record) VALUES (:requestId, :orderId, :record)
       ON CONFLICT DO NOTHING`,
      { requestId: order.requestId, orderId: order.orderId, record: JSON.stringify(order) },
    );
  }

  after(position: number, limit: number): readonly PlacedOrder[] {
    return this.#database
      .rows(
        'SELECT position, record FROM mail_order WHERE position > :position ORDER BY position LIMIT :limit',
        {
          position,
          limit,
        },
      )
      .map((row) => ({ position: Number(row.position), order: recordIn<MailOrder>(row) }));
  }
}

import type { Instant } from '../../../domain/instant.ts';
import type { IdempotencyRecord } from '../../../ports/access-store.ts';
import { type Database, recordIn } from './database.ts';

export class IdempotencyRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  put(record: IdempotencyRecord): void {
    this.#database.run(
      'INSERT OR REPLACE INTO idempotency (key, expires_at, record) VALUES (:key, :expiresAt, :record)',
      { key: record.key, expiresAt: record.expiresAt, record: JSON.stringify(record) },
    );
  }

  read(key: string, now: Instant): IdempotencyRecord | undefined {
    const row = this.#database.row('SELECT record FROM idempotency WHERE key = :key AND expires_at > :now', {
      key,
      now,
    });
    return row && recordIn<IdempotencyRecord>(row);
  }
}

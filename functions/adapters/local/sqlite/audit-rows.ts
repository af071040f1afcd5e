import type { AuditEvent } from '../../../domain/audit-event.ts';
import { toTimestamp } from '../../../domain/instant.ts';
import type { AuditPosition, AuditTrail, Page } from '../../../ports/access-store.ts';
import { type Database, recordIn } from './database.ts';

/** An event and its place in the order of commits. */
export interface PlacedEvent {
  /** Rises with every event, from 1. */
  readonly position: number;
  readonly event: AuditEvent;
}

export type AuditQuery = Parameters<AuditTrail['audit']>[0];

export class AuditRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  append(event: AuditEvent): void {
    this.#database.run(
      `INSERT INTO audit_event (request_id, sequence, at, record) VALUES (:requestId, :sequence, :at, :record)`,
      { requestId: event.requestId, sequence: event.sequence, at: event.at, record: JSON.stringify(event) },
    );
  }

  events(requestId: string): readonly AuditEvent[] {
    return this.#database
      .rows('SELECT record FROM audit_event WHERE request_id = :requestId ORDER BY sequence', { requestId })
      .map((row) => recordIn<AuditEvent>(row));
  }

  audit({ from, to, after, limit }: AuditQuery): Page<AuditEvent, AuditPosition> {
    const rows = this.#database.rows(
      `SELECT record FROM audit_event
       WHERE at >= :from AND at < :to
         AND (:at IS NULL OR (at, request_id, sequence) > (:at, :requestId, :sequence))
       ORDER BY at, request_id, sequence
       LIMIT :limit`,
      {
        from: toTimestamp(from),
        to: toTimestamp(to),
        at: after?.at ?? null,
        requestId: after?.requestId ?? null,
        sequence: after?.sequence ?? null,
        limit: limit + 1,
      },
    );
    const items = rows.slice(0, limit).map((row) => recordIn<AuditEvent>(row));
    const last = items.at(-1);
    if (!last || rows.length <= limit) return { items, next: null };
    return { items, next: { at: last.at, requestId: last.requestId, sequence: last.sequence } };
  }

  eventsAfter(position: number, limit: number): readonly PlacedEvent[] {
    return this.#database
      .rows(
        'SELECT position, record FROM audit_event WHERE position > :position ORDER BY position LIMIT :limit',
        { position, limit },
      )
      .map((row) => ({ position: Number(row.position), event: recordIn<AuditEvent>(row) }));
  }

  readCursor(name: string): number {
    const row = this.#database.row('SELECT position FROM event_cursor WHERE name = :name', { name });
    return Number(row?.position ?? 0);
  }

  saveCursor(name: string, position: number): void {
    this.#database.run('INSERT OR REPLACE INTO event_cursor (name, position) VALUES (:name, :position)', {
      name,
      position,
    });
  }
}

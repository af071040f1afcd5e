import type { AccessRequest } from '../../../domain/access-request.ts';
import type { Change } from '../../../domain/change.ts';
import { dueAt } from '../../../domain/due.ts';
import type { Instant } from '../../../domain/instant.ts';
import { principalName } from '../../../domain/principal.ts';
import { type Database, recordIn } from './database.ts';

export class RequestRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  read(id: string): AccessRequest | undefined {
    const row = this.#database.row('SELECT record FROM request WHERE id = :id', { id });
    return row && recordIn<AccessRequest>(row);
  }

  /** Whether the request is still what the change was made from. */
  stands({ before, after }: Change): boolean {
    const row = this.#database.row('SELECT version FROM request WHERE id = :id', { id: after.id });
    return row?.version === before?.version;
  }

  put(request: AccessRequest): void {
    this.#database.run(
      `INSERT OR REPLACE INTO request (id, version, requester, target, status, requested_at, due_at, record)
       VALUES (:id, :version, :requester, :target, :status, :requestedAt, :dueAt, :record)`,
      {
        id: request.id,
        version: request.version,
        requester: principalName(request.requester),
        target: request.target,
        status: request.status,
        requestedAt: request.requestedAt,
        dueAt: dueAt(request),
        record: JSON.stringify(request),
      },
    );
  }

  due(now: Instant, limit: number): readonly string[] {
    return this.#database
      .rows('SELECT id FROM request WHERE due_at <= :now ORDER BY due_at, id LIMIT :limit', { now, limit })
      .map(({ id }) => String(id));
  }
}

import type { Instant } from '../../../domain/instant.ts';
import type { Database } from './database.ts';

/** What was handed to us to resume an execution, and what we have mailed. */
export class DeliveryRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  saveTaskToken(requestId: string, token: string): void {
    this.#database.run('INSERT OR REPLACE INTO task_token (request_id, token) VALUES (:requestId, :token)', {
      requestId,
      token,
    });
  }

  readTaskToken(requestId: string): string | undefined {
    const row = this.#database.row('SELECT token FROM task_token WHERE request_id = :requestId', {
      requestId,
    });
    return row && String(row.token);
  }

  wasSent(requestId: string, mailId: string): boolean {
    const row = this.#database.row(
      'SELECT sent_at FROM sent_mail WHERE request_id = :requestId AND mail_id = :mailId',
      { requestId, mailId },
    );
    return row !== undefined;
  }

  markSent(requestId: string, mailId: string, at: Instant): void {
    this.#database.run(
      `INSERT INTO sent_mail (request_id, mail_id, sent_at) VALUES (:requestId, :mailId, :at)
       ON CONFLICT DO NOTHING`,
      { requestId, mailId, at },
    );
  }
}

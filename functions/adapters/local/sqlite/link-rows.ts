import type { ApprovalLink } from '../../../domain/approval-link.ts';
import type { Instant } from '../../../domain/instant.ts';
import type { ApprovalLinkStore } from '../../../ports/access-store.ts';
import { type Database, recordIn } from './database.ts';

type TryAnswer = Awaited<ReturnType<ApprovalLinkStore['countTry']>>;

/** What changes of a link has columns of its own, which overrule the record. */
export class LinkRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Put again, a link keeps its tries and stays spent. */
  put(link: ApprovalLink): void {
    this.#database.run(
      `INSERT INTO approval_link (token_hash, tries, spent_at, record)
       VALUES (:tokenHash, :tries, :spentAt, :record) ON CONFLICT DO NOTHING`,
      {
        tokenHash: link.tokenHash,
        tries: link.tries,
        spentAt: link.spentAt,
        record: JSON.stringify(link),
      },
    );
  }

  read(tokenHash: string): ApprovalLink | undefined {
    const row = this.#database.row(
      'SELECT record, tries, spent_at FROM approval_link WHERE token_hash = :tokenHash',
      { tokenHash },
    );
    return (
      row && {
        ...recordIn<ApprovalLink>(row),
        tries: Number(row.tries),
        spentAt: row.spent_at === null ? null : Number(row.spent_at),
      }
    );
  }

  countTry(tokenHash: string, most: number): TryAnswer {
    const row = this.#database.row(
      `UPDATE approval_link SET tries = tries + 1
       WHERE token_hash = :tokenHash AND tries < :most RETURNING tries`,
      { tokenHash, most },
    );
    return row ? { outcome: 'COUNTED', left: most - Number(row.tries) } : { outcome: 'EXHAUSTED' };
  }

  countApproverTry(requestId: string, approver: string, most: number): TryAnswer {
    const row = this.#database.row(
      `INSERT INTO approver_tries (request_id, approver, tries) VALUES (:requestId, :approver, 1)
       ON CONFLICT DO UPDATE SET tries = tries + 1 WHERE tries < :most RETURNING tries`,
      { requestId, approver, most },
    );
    return row ? { outcome: 'COUNTED', left: most - Number(row.tries) } : { outcome: 'EXHAUSTED' };
  }

  approverTries(requestId: string, approver: string): number {
    const row = this.#database.row(
      'SELECT tries FROM approver_tries WHERE request_id = :requestId AND approver = :approver',
      { requestId, approver },
    );
    return Number(row?.tries ?? 0);
  }

  spend(tokenHash: string, at: Instant): void {
    this.#database.run('UPDATE approval_link SET spent_at = :at WHERE token_hash = :tokenHash', {
      tokenHash,
      at,
    });
  }
}

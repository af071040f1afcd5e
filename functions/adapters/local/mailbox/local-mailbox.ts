import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../../../domain/instant.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Mail, MailAnswer, Mailer } from '../../../ports/mailer.ts';

export interface ReceivedMail extends Mail {
  readonly at: Instant;
}

/**
 * A mailbox for everybody, in which mails stay. As in a real one nothing is replaced: a mail that is sent twice stands
 * there twice.
 */
export class LocalMailbox implements Mailer {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;

  constructor(database: DatabaseSync, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    database.exec(`CREATE TABLE IF NOT EXISTS mail (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      recipient TEXT NOT NULL,
      subject TEXT NOT NULL,
      text TEXT NOT NULL,
      html TEXT NOT NULL,
      thread_id TEXT NOT NULL,
      mail_id TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT`);
  }

  async send({ to, subject, text, html, threadId, mailId }: Mail): Promise<MailAnswer> {
    this.#database
      .prepare(
        'INSERT INTO mail (recipient, subject, text, html, thread_id, mail_id, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(to, subject, text, html, threadId, mailId, this.#clock.now());
    return { outcome: 'SENT' };
  }

  /** Newest first; at most so many. */
  mails(limit: number): readonly ReceivedMail[] {
    const rows = this.#database.prepare('SELECT * FROM mail ORDER BY sequence DESC LIMIT ?').all(limit);
    return rows.map((row) => ({
      to: String(row.recipient),
      subject: String(row.subject),
      text: String(row.text),
      html: String(row.html),
      threadId: String(row.thread_id),
      mailId: String(row.mail_id),
      at: Number(row.at),
    }));
  }
}

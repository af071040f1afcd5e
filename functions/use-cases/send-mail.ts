import type { RenderedMail } from '../domain/mails/mail-content.ts';
import type { MailOutbox } from '../ports/access-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { Signals } from '../ports/signals.ts';

export interface MailDependencies {
  readonly store: MailOutbox;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly signals: Signals;
}

/** What became of one mail. */
export type Sent = 'SENT' | 'SENT_BEFORE' | 'REFUSED' | 'UNAVAILABLE';

/** A mail service that is away for now. Thrown, so that whoever called tries again. */
export class MailUnavailable extends Error {
  override readonly name = 'MailUnavailable';
}

/**
 * Sends a mail once in the normal case and at least once in every case: its row is marked after it went out. What is
 * rendered only for sending (a link and its code) is made in `compose`, which is not called for a mail that was sent.
 */
export const sendOnce = async (
  { store, mailer, clock, signals }: MailDependencies,
  mail: { readonly requestId: string; readonly mailId: string; readonly to: string },
  compose: () => RenderedMail | Promise<RenderedMail>,
): Promise<Sent> => {
  const { requestId, mailId, to } = mail;
  if (await store.wasSent(requestId, mailId)) return 'SENT_BEFORE';
  const answer = await mailer.send({ ...(await compose()), to, threadId: requestId, mailId });
  if (answer.outcome === 'SENT') {
    await store.markSent(requestId, mailId, clock.now());
    return 'SENT';
  }
  signals.send({ code: 'MAIL_NOT_SENT', requestId, mailId, detail: `${answer.outcome}: ${answer.detail}` });
  return answer.outcome;
};

import { type SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { Mail, MailAnswer, Mailer } from '../../../ports/mailer.ts';
import { composeMessage } from './message.ts';

export interface SesMailerSettings {
  readonly client: SESClient;
  /** A verified identity: `postern@example.com` or `Postern <postern@example.com>`. */
  readonly from: string;
}

/**
 * What SES says of a mail that the same call will never send
 * (https://docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html). Everything else may pass: throttling, a
 * quota that is used up, sending that is paused, rights that are missing, no answer.
 */
const REFUSALS = [
  'MessageRejected',
  'MailFromDomainNotVerified',
  'ConfigurationSetDoesNotExist',
  'InvalidParameterValue',
  'ValidationError',
];

/** SES takes no other characters in an address (it knows no SMTPUTF8), and one mail is for one person. */
const MAILBOX = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+$/;
const MAX_DETAIL = 300;

/** Mails by SES, one recipient each. */
export class SesMailer implements Mailer {
  readonly #settings: SesMailerSettings;

  constructor(settings: SesMailerSettings) {
    this.#settings = settings;
  }

  async send(mail: Mail): Promise<MailAnswer> {
    const { client, from } = this.#settings;
    if (!MAILBOX.test(mail.to)) return { outcome: 'REFUSED', detail: 'Not one mailbox in plain characters' };
    const command = new SendRawEmailCommand({
      Destinations: [mail.to],
      RawMessage: { Data: await composeMessage(mail, from) },
    });
    try {
      await client.send(command);
      return { outcome: 'SENT' };
    } catch (error) {
      return failure(error);
    }
  }
}

const failure = (error: unknown): MailAnswer => {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const refused = REFUSALS.includes(name.replace(/Exception$/, ''));
  return { outcome: refused ? 'REFUSED' : 'UNAVAILABLE', detail: `${name}: ${message}`.slice(0, MAX_DETAIL) };
};

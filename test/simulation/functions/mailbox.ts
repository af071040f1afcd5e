import type { Mail, MailAnswer, Mailer } from '../../../functions/ports/mailer.ts';
import type { Invocation } from './invocation.ts';

const LATENCY = 60;

/** Where mails go. */
export class Mailbox {
  readonly delivered: Mail[] = [];
  onDelivered: (mail: Mail) => void = () => {};

  /** SES as one invocation has it. */
  mailerOf(invocation: Invocation): Mailer {
    const { faults, trace } = invocation.surroundings;
    return {
      send: (mail: Mail): Promise<MailAnswer> => {
        const site = invocation.site(`mail ${mail.mailId}`);
        return invocation.call(site, LATENCY, () => {
          if (faults.strikes('MAIL_BOUNCED', site)) return { outcome: 'REFUSED', detail: 'bounced' };
          if (faults.strikes('MAIL_5XX', site)) return { outcome: 'UNAVAILABLE', detail: 'throttled' };
          this.delivered.push(mail);
          trace.add(() => `  mail to ${mail.to}: ${mail.subject}`);
          this.onDelivered(mail);
          return { outcome: 'SENT' };
        });
      },
    };
  }
}

import { readMessage } from '../../adapters/aws/ses/raw-message.ts';
import { until } from '../until.ts';

export interface ReceivedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Milliseconds: the table's stream is read every second, and a function may have to start. */
const PATIENCE = 100_000;

/** The mails that moto's SES took. */
export class Mailbox {
  readonly #moto: string;

  constructor(moto: string) {
    this.#moto = moto;
  }

  async all(): Promise<readonly ReceivedMail[]> {
    const answer = await fetch(`${this.#moto}/moto-api/data.json`);
    // Where a mail comes in just then, moto answers with an error instead.
    if (!answer.ok) return [];
    const { ses } = (await answer.json()) as {
      ses: { RawMessage?: readonly { destinations: readonly string[]; raw_data: string }[] };
    };
    return (ses.RawMessage ?? []).map(({ destinations, raw_data }) => {
      const { headers, parts } = readMessage(raw_data);
      return {
        to: String(destinations[0]),
        subject: String(headers.subject?.[0]),
        text: String(parts[0]?.body),
      };
    });
  }

  /** The first mail to that person about that request whose subject holds the words, once it is there. */
  async mail(to: string, requestId: string, words: string): Promise<ReceivedMail> {
    return await until(`a mail to ${to}: ${words}`, PATIENCE, async () =>
      (await this.all()).find(
        (mail) => mail.to === to && mail.subject.includes(requestId) && mail.subject.includes(words),
      ),
    );
  }

  /** What stands in the mail that asks an approver. */
  async link(to: string, requestId: string): Promise<{ readonly token: string; readonly code: string }> {
    const { text } = await this.mail(to, requestId, 'Please decide');
    const token = /#(\S+)/.exec(text)?.[1];
    const code = /Code: (\d{6})/.exec(text)?.[1];
    if (token === undefined || code === undefined) throw new Error(`No link and code in the mail:\n${text}`);
    return { token, code };
  }
}

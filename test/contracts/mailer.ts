import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mail, Mailer } from '../../functions/ports/mailer.ts';

export interface DeliveredMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface MailerUnderTest {
  readonly mailer: Mailer;
  /** What its recipients got, first to last. */
  delivered(): Promise<readonly DeliveredMail[]>;
  close(): Promise<void>;
}

export const aMail = (overrides: Partial<Mail> = {}): Mail => ({
  to: 'bob@example.com',
  subject: '[Postern] Please decide: alice@example.com asks for orders-db (req_1)',
  text: 'Please decide.\n\n> Orders are stuck\n',
  html: '<p>Please decide.</p>\n<blockquote>Orders are stuck</blockquote>\n',
  threadId: 'req_1',
  mailId: 'please-decide:bob@example.com',
  ...overrides,
});

const contents = ({ to, subject, text, html }: Mail): DeliveredMail => ({ to, subject, text, html });

/** What every way of sending mails does. */
export const describeMailer = (name: string, make: () => Promise<MailerUnderTest>): void => {
  describe(`${name} as a mailer`, () => {
    let under: MailerUnderTest;
    beforeEach(async () => {
      under = await make();
    });
    afterEach(() => under.close());

    it('delivers a mail to its one recipient as it is', async () => {
      expect(await under.mailer.send(aMail())).toEqual({ outcome: 'SENT' });
      expect(await under.delivered()).toEqual([contents(aMail())]);
    });

    it.each<[string, Partial<Mail>]>([
      [
        'letters of every script',
        { subject: 'Øst → 東 👩‍💻', text: 'Größe “9”\n', html: '<p>Größe “9”</p>\n' },
      ],
      [
        'signs that mean something on the way',
        { text: '.\n.x\n=3D =\nFrom me\n-- \nend  \n', html: '<p>a=b</p>\n.\n' },
      ],
      ['very long lines', { text: `${'x'.repeat(3_000)}\n`, html: `<p>${'ä '.repeat(2_000)}</p>\n` }],
      ['a very long subject', { subject: `[Postern] ${'word '.repeat(60)}(req_1)` }],
    ])('keeps %s', async (_, overrides) => {
      const mail = aMail(overrides);
      expect(await under.mailer.send(mail)).toEqual({ outcome: 'SENT' });
      expect(await under.delivered()).toEqual([contents(mail)]);
    });

    it('delivers mails in the order in which they were sent', async () => {
      const mails = ['bob', 'carol', 'dora'].map((who) =>
        aMail({ to: `${who}@example.com`, mailId: `ask:${who}` }),
      );
      for (const mail of mails) await under.mailer.send(mail);
      expect((await under.delivered()).map(({ to }) => to)).toEqual(mails.map(({ to }) => to));
    });

    it('delivers a mail that is sent twice twice: it is the outbox that keeps count', async () => {
      await under.mailer.send(aMail());
      await under.mailer.send(aMail());
      expect(await under.delivered()).toEqual([contents(aMail()), contents(aMail())]);
    });
  });
};

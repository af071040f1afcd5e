import { createHash } from 'node:crypto';
import addressParser from 'nodemailer/lib/addressparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mail } from '../../../ports/mailer.ts';

/** The domain in `Postern <postern@example.com>`. Throws where that is not exactly one mailbox. */
const domainOf = (from: string): string => {
  const [sender, ...others] = addressParser(from, { flatten: true });
  const [, domain] = /^[^\s@]+@([A-Za-z0-9.-]+)$/.exec(sender?.address ?? '') ?? [];
  if (!domain || others.length > 0) throw new Error(`Not one mailbox to send from: ${from}`);
  return domain;
};

/** Names in message ids may hold little but letters and digits, so names of ours go through a hash. */
const messageId = (domain: string, ...names: readonly string[]): string =>
  `<${createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 40)}@${domain}>`;

/**
 * An RFC 5322 message, text and HTML.
 *
 * SES replaces the Message-ID (https://docs.aws.amazon.com/ses/latest/dg/header-fields.html), so that no mail can refer
 * to another one by it: all mails of a request refer to one root instead, an id that no mail has.
 *
 * @param from `postern@example.com` or `Postern <postern@example.com>`
 */
export const composeMessage = async (mail: Mail, from: string): Promise<Uint8Array> => {
  const domain = domainOf(from);
  const root = messageId(domain, mail.threadId);
  const composer = new MailComposer({
    from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    messageId: messageId(domain, mail.threadId, mail.mailId),
    inReplyTo: root,
    references: root,
    headers: {
      // So that nobody's absence notice is sent back (RFC 3834, and what Exchange goes by).
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
    text: mail.text,
    // SES rewrites links where click tracking is on; this exempts ours, whose fragment is a secret
    // (https://docs.aws.amazon.com/ses/latest/dg/faqs-metrics.html). All tags in the HTML are our templates' own.
    html: mail.html.replaceAll('<a ', '<a ses:no-track '),
    newline: 'win',
    disableUrlAccess: true,
    disableFileAccess: true,
  });
  return composer.compile().build();
};

/** A mail to one person. All of it is our text, or text that the template has escaped. */
export interface Mail {
  /** One mailbox. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** All mails of one request form one thread. */
  readonly threadId: string;
  /** Names this mail within its request; the same mail sent again has the same Message-ID. */
  readonly mailId: string;
}

export type MailAnswer =
  | { readonly outcome: 'SENT' }
  /** It will not get better by itself: refused address, unverified sender, sandbox. */
  | { readonly outcome: 'REFUSED'; readonly detail: string }
  /** Throttled or unavailable; try again later. */
  | { readonly outcome: 'UNAVAILABLE'; readonly detail: string };

export interface Mailer {
  send(mail: Mail): Promise<MailAnswer>;
}

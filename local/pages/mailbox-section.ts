import { type Html, html } from '../../functions/domain/mails/html.ts';

export interface MailView {
  /** Names it on the page. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** As it is to be shown. */
  readonly at: string;
}

/** The mail as its text says it, with approval links of ours, and nothing else, made to be clicked. */
const words = (text: string, linkStart: string): readonly Html[] =>
  text
    .split(/(https?:\/\/\S+)/)
    .map((part) =>
      part.startsWith(linkStart)
        ? html`<a href="${part}" target="_blank" rel="noopener noreferrer">${part}</a>`
        : html`${part}`,
    );

export const mailbox = (mails: readonly MailView[], linkStart: string): Html =>
  html`<section><h2>Mailbox</h2>${mails.map(
    ({ id, to, subject, text, at }) => html`<details id="mail-${id}"><summary><span class="quiet">${at}</span>
<b>${to}</b> ${subject}</summary><pre>${words(text, linkStart)}</pre></details>`,
  )}${mails.length === 0 ? html`<p class="quiet">No mail yet: it comes when somebody asks.</p>` : ''}</section>`;

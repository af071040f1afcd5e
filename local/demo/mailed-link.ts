import type { MailView } from './api.ts';
import { must } from './transcript.ts';

/** What an approver has in hand: the link of a mail, and the code that stands beside it. */
export interface MailedLink {
  readonly link: string;
  /** The part of the link behind `#`. */
  readonly token: string;
  readonly code: string;
}

/** Reads a mail as its reader does. */
export const readMailedLink = ({ text }: MailView): MailedLink => {
  const [link, token] = /https?:\/\/\S+\/approve#([A-Za-z0-9_-]{43})/.exec(text) ?? [];
  const [, code] = /^Code: (\d{6})$/m.exec(text) ?? [];
  must(link !== undefined && token !== undefined, 'the mail has a link');
  must(code !== undefined, 'the mail has a code of six digits');
  return { link, token, code };
};

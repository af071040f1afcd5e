import type { MailContent, RenderedMail } from './mail-content.ts';
import { htmlOf } from './render-html.ts';
import { textOf } from './render-text.ts';
import { oneLine } from './visible-text.ts';

/** Longer titles are cut: the request id that follows must stay in sight. */
const MAX_TITLE = 150;

const cut = (title: string): string => {
  const characters = [...title];
  return characters.length <= MAX_TITLE ? title : `${characters.slice(0, MAX_TITLE - 1).join('')}…`;
};

export const render = (content: MailContent): RenderedMail => ({
  subject: `[Postern] ${cut(oneLine(content.title))} (${content.requestId})`,
  text: textOf(content),
  html: htmlOf(content),
});

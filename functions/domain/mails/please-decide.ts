import type { AccessRequest } from '../access-request.ts';
import type { Target } from '../configuration.ts';
import { defanged } from './defang.ts';
import { durationInWords, momentInWords } from './in-words.ts';
import { facts, type MailedLink, paragraph, quote, type RenderedMail } from './mail-content.ts';
import { render } from './render.ts';
import { groupInWords, portsOf, requesterName, sourcesOf } from './request-facts.ts';

export interface PleaseDecide extends MailedLink {
  readonly request: AccessRequest;
  readonly target: Pick<Target, 'description' | 'owner'>;
  /** Whether it was asked before, and nobody has answered. */
  readonly isReminder?: boolean;
}

/** To one approver: everything that is needed to decide, the link and its code. */
export const pleaseDecide = ({
  request,
  target,
  pageUrl,
  token,
  code,
  isReminder = false,
}: PleaseDecide): RenderedMail => {
  const who = requesterName(request);
  return render({
    requestId: request.id,
    title: `${isReminder ? 'Reminder, please decide' : 'Please decide'}: ${who} asks for ${request.target}`,
    blocks: [
      facts({
        'Who asks': who,
        Target: `${request.target}: ${target.description}`,
        Owner: target.owner,
        Port: portsOf(request),
        From: sourcesOf(request),
        'For how long': durationInWords(request.durationMinutes),
        Starting:
          request.startsAt > request.requestedAt
            ? momentInWords(request.startsAt)
            : 'as soon as it is approved',
        'Security group': groupInWords(request.access.group),
        Ticket: request.ticket === null ? null : defanged(request.ticket),
        'Approvals needed': String(request.requiredApprovals),
        'Decide by': momentInWords(request.decideBy),
      }),
      ...quote(`Why, in the words of ${who}`, request.reason),
      { kind: 'decision', link: `${pageUrl}#${token}`, code },
      paragraph(
        code === null
          ? 'Opening the link decides nothing: you decide on the page, which asks you to sign in.'
          : 'Opening the link decides nothing: you decide on the page, which asks for the code. ' +
              'Link and code are for you alone and work once, so please do not forward this mail.',
      ),
      paragraph('If nobody decides in time, the request expires and nothing opens.'),
    ],
  });
};

import type { AccessRequest } from '../access-request.ts';
import type { Target } from '../configuration.ts';
import { defanged } from './defang.ts';
import { durationInWords, momentInWords } from './in-words.ts';
import { type Block, facts, type MailedLink, paragraph, quote, type RenderedMail } from './mail-content.ts';
import { render } from './render.ts';
import { groupInWords, portsOf, requesterName, sourcesOf } from './request-facts.ts';

export interface BrokeGlass {
  readonly request: AccessRequest;
  readonly target: Pick<Target, 'description' | 'owner'>;
  /** For an approver, who looks at it afterwards; null for those who are only told. */
  readonly link: MailedLink | null;
  /** Whether it was said before, and nobody has looked. */
  readonly isReminder?: boolean;
}

const lookAtIt = ({ request, link }: BrokeGlass): readonly Block[] => {
  const inTheEnd =
    'Until an approver has looked at it, the request says REVIEW_DUE, and somebody is reminded.';
  if (link === null) return [paragraph(`Its approvers were mailed a link for it. ${inTheEnd}`)];
  const { pageUrl, token, code } = link;
  return [
    { kind: 'decision', link: `${pageUrl}#${token}`, code },
    paragraph(
      'Please look at it, now or when the matter is over. On the page you say that it was fine, or reject it, which ends ' +
        `the access if it is still there and keeps ${requesterName(request)} from opening it like this for a day. ` +
        'Opening the link says nothing. ' +
        (code === null
          ? 'The page asks you to sign in. '
          : 'The page asks for the code. Link and code are for you alone and work once, so please do not forward this mail. ') +
        inTheEnd,
    ),
  ];
};

/** To every approver, and to a target's `escalateTo`: it was opened in an emergency, and must be looked at. */
export const brokeGlass = (told: BrokeGlass): RenderedMail => {
  const { request, target, isReminder = false } = told;
  const who = requesterName(request);
  return render({
    requestId: request.id,
    title: isReminder
      ? `Reminder, please look at it: ${who} opened ${request.target} in an emergency`
      : `Emergency: ${who} opens ${request.target} without approval`,
    blocks: [
      paragraph(
        isReminder
          ? `${who} broke the glass: the port was opened at once, for a short time, and nobody was asked before. No ` +
              'approver has looked at it yet.'
          : `${who} has broken the glass: the port opens at once, for a short time, and nobody was asked before. ` +
              'That is allowed in an emergency, and has to be looked at by an approver afterwards.',
      ),
      facts({
        'Who asks': who,
        Target: `${request.target}: ${target.description}`,
        Owner: target.owner,
        Port: portsOf(request),
        From: sourcesOf(request),
        'For at most': request.grant === null ? null : durationInWords(request.grant.minutes),
        'Security group': groupInWords(request.access.group),
        Ticket: request.ticket === null ? null : defanged(request.ticket),
        'Asked at': momentInWords(request.requestedAt),
      }),
      ...quote(`Why, in the words of ${who}`, request.reason),
      ...lookAtIt(told),
    ],
  });
};

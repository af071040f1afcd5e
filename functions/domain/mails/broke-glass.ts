import type { AccessRequest } from '../access-request.ts';
import type { Target } from '../configuration.ts';
import { defanged } from './defang.ts';
import { durationInWords, momentInWords } from './in-words.ts';
import { facts, paragraph, quote, type RenderedMail } from './mail-content.ts';
import { render } from './render.ts';
import { groupInWords, portsOf, requesterName, sourcesOf } from './request-facts.ts';

/** To every approver, and to a target's `escalateTo`: it was opened in an emergency, and must be looked at. */
export const brokeGlass = (
  request: AccessRequest,
  target: Pick<Target, 'description' | 'owner'>,
): RenderedMail => {
  const who = requesterName(request);
  return render({
    requestId: request.id,
    title: `Emergency: ${who} opens ${request.target} without approval`,
    blocks: [
      paragraph(
        `${who} has broken the glass: the port opens at once, for a short time, and nobody was asked before. ` +
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
      paragraph(
        `As an approver, please say what you think of it: POST /v1/requests/${request.id}/reviews with APPROVE or ` +
          'REJECT. REJECT ends the access if it is still there. To end it and say nothing, revoke it. Until an approver ' +
          'has looked at it, the request says REVIEW_DUE.',
      ),
    ],
  });
};

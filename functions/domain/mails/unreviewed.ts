import type { AccessRequest } from '../access-request.ts';
import type { Target } from '../configuration.ts';
import { shownName } from './defang.ts';
import { durationInWords, momentInWords } from './in-words.ts';
import { facts, paragraph, quote, type RenderedMail } from './mail-content.ts';
import { render } from './render.ts';
import { portsOf, requesterName, sourcesOf } from './request-facts.ts';

/** To a target's `escalateTo`: no approver has looked at an emergency, and who could. It has no link. */
export const unreviewed = ({
  request,
  target,
  waitingFor,
}: {
  readonly request: AccessRequest;
  readonly target: Pick<Target, 'description' | 'owner'>;
  /** Mailboxes of those who may look at it. */
  readonly waitingFor: readonly string[];
}): RenderedMail => {
  const who = requesterName(request);
  return render({
    requestId: request.id,
    title: `Nobody has looked at the emergency: ${who} opened ${request.target}`,
    blocks: [
      paragraph(
        'The approvers were mailed and reminded, and none of them has looked at it. You are told because the target names ' +
          'you for this case. Please see to it that one of them does, on the page behind their mail or through the API.',
      ),
      facts({
        'Waiting for': waitingFor.map(shownName).join(', '),
        'Who opened it': who,
        Target: `${request.target}: ${target.description}`,
        Owner: target.owner,
        Port: portsOf(request),
        From: sourcesOf(request),
        'For at most': request.grant === null ? null : durationInWords(request.grant.minutes),
        'Asked at': momentInWords(request.requestedAt),
      }),
      ...quote(`Why, in the words of ${who}`, request.reason),
      paragraph('It says REVIEW_DUE, and alarms whoever runs Postern, until an approver has looked at it.'),
    ],
  });
};

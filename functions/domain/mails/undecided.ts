import type { AccessRequest } from '../access-request.ts';
import type { Target } from '../configuration.ts';
import { shownName } from './defang.ts';
import { durationInWords, momentInWords } from './in-words.ts';
import { facts, paragraph, quote, type RenderedMail } from './mail-content.ts';
import { render } from './render.ts';
import { portsOf, requesterName, sourcesOf } from './request-facts.ts';

export interface Undecided {
  readonly request: AccessRequest;
  readonly target: Pick<Target, 'description' | 'owner'>;
  /** Mailboxes of those who were asked and have not answered. */
  readonly waitingFor: readonly string[];
}

/** To a target's `escalateTo`: nobody has decided, and who could. It has no link: who reads it need not be an approver. */
export const undecided = ({ request, target, waitingFor }: Undecided): RenderedMail => {
  const who = requesterName(request);
  return render({
    requestId: request.id,
    title: `Nobody has decided: ${who} asks for ${request.target}`,
    blocks: [
      paragraph(
        'The approvers of this request were asked and reminded, and it is still undecided. You are told because the ' +
          'target names you for this case. Please see to it that one of them looks at their mail.',
      ),
      facts({
        'Waiting for': waitingFor.map(shownName).join(', '),
        'Who asks': who,
        Target: `${request.target}: ${target.description}`,
        Owner: target.owner,
        Port: portsOf(request),
        From: sourcesOf(request),
        'For how long': durationInWords(request.durationMinutes),
        'Asked at': momentInWords(request.requestedAt),
        'Decide by': momentInWords(request.decideBy),
      }),
      ...quote(`Why, in the words of ${who}`, request.reason),
      paragraph('If nobody decides in time, the request expires and nothing opens.'),
    ],
  });
};

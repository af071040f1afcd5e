import type { AccessRequest } from '../access-request.ts';
import type { Review } from '../review.ts';
import { shownName } from './defang.ts';
import { momentInWords } from './in-words.ts';
import { facts, paragraph, quote, type RenderedMail } from './mail-content.ts';
import { render } from './render.ts';
import { permissionsOf, requesterName } from './request-facts.ts';

const meaning = (who: string, { decision }: Review): string =>
  decision === 'APPROVE'
    ? `It was fine that ${who} opened it without approval. What is still open stays so until its time is over.`
    : `It should not have been. What is still open is being closed, and for a day ${who} cannot open it like this again; ` +
      'asking in the ordinary way is possible.';

/** To the one who broke the glass and to the approvers: what one of these says of it. */
export const lookedAt = (request: AccessRequest, review: Review): RenderedMail => {
  const who = requesterName(request);
  const outcome = review.decision === 'APPROVE' ? 'Found to be fine' : 'Rejected afterwards';
  return render({
    requestId: request.id,
    title: `${outcome}: ${who} opened ${request.target} in an emergency`,
    blocks: [
      paragraph(`${shownName(review.reviewer)} has looked at this emergency. ${meaning(who, review)}`),
      ...quote(`${shownName(review.reviewer)} commented`, review.comment),
      facts({
        'Who opened it': who,
        Target: request.target,
        Access: permissionsOf(request),
        'Opened at': momentInWords(request.requestedAt),
        'Looked at': momentInWords(review.reviewedAt),
      }),
    ],
  });
};

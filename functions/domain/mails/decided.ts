import { shownName } from './defang.ts';
import { durationInWords, momentInWords } from './in-words.ts';
import { type Block, facts, paragraph, quote, type RenderedMail } from './mail-content.ts';
import { render } from './render.ts';
import { type DecidedRequest, permissionsOf, requesterName } from './request-facts.ts';

const OUTCOMES = {
  APPROVED: 'Approved',
  DENIED: 'Denied by policy',
  REJECTED: 'Rejected',
  CANCELLED: 'Cancelled',
  EXPIRED: 'Not decided in time',
} as const satisfies Record<DecidedRequest['status'], string>;

const reviewers = (request: DecidedRequest, decision: 'APPROVE' | 'REJECT'): string =>
  request.reviews
    .filter((review) => review.decision === decision)
    .map(({ reviewer }) => shownName(reviewer))
    .join(', ');

const approved = (request: DecidedRequest & { readonly status: 'APPROVED' }): string => {
  const { minutes, startsAt } = request.grant;
  const by = request.policy.outcome === 'automatic' ? 'policy' : reviewers(request, 'APPROVE');
  const asked =
    minutes < request.durationMinutes ? ` of the ${durationInWords(request.durationMinutes)} asked for` : '';
  const opens = startsAt > request.decidedAt ? `It opens at ${momentInWords(startsAt)}.` : 'It opens now.';
  return `Approved by ${by} for ${durationInWords(minutes)}${asked}. ${opens} Another mail says when the port is open; the time counts from then.`;
};

const outcome = (request: DecidedRequest): string => {
  switch (request.status) {
    case 'APPROVED':
      return approved(request);
    case 'REJECTED':
      return `Rejected by ${reviewers(request, 'REJECT')}. Nothing opens.`;
    case 'DENIED':
      return 'A policy does not allow this request, so nobody was asked. Nothing opens.';
    case 'CANCELLED':
      return `${requesterName(request)} took the request back. Nothing opens.`;
    case 'EXPIRED':
      return `Nobody decided by ${momentInWords(request.decideBy)}. Nothing opens; asking again starts anew.`;
  }
};

const comments = (request: DecidedRequest): readonly Block[] =>
  request.reviews.flatMap(({ reviewer, comment }) => quote(`${shownName(reviewer)} commented`, comment));

/** To the requester, and worded so that approvers may read it too: what became of the request. */
export const decided = (request: DecidedRequest): RenderedMail =>
  render({
    requestId: request.id,
    title: `${OUTCOMES[request.status]}: ${requesterName(request)} for ${request.target}`,
    blocks: [
      paragraph(outcome(request)),
      ...comments(request),
      facts({
        'Who asked': requesterName(request),
        Target: request.target,
        Access: permissionsOf(request),
        'Decided at': momentInWords(request.decidedAt),
      }),
    ],
  });

import type { AccessRequest } from '../../domain/access-request.ts';
import { toTimestamp } from '../../domain/instant.ts';
import { portInWords, sourceInWords } from '../../domain/mails/in-words.ts';
import { linesOf, oneLine } from '../../domain/mails/visible-text.ts';
import { principalName } from '../../domain/principal.ts';
import type { PreviewOutcome } from '../../use-cases/preview-link.ts';
import { presentApprovals, presentReview } from '../present-review.ts';
import type { DecidedView, LinkView } from '../schemas/approvals.ts';

type Found = Extract<PreviewOutcome, { readonly outcome: 'FOUND' }>;

const distinct = (values: readonly string[]): string[] => [...new Set(values)];

/** null where it is to open at once. */
const laterStart = ({ startsAt, requestedAt }: AccessRequest): string | null =>
  startsAt > requestedAt ? toTimestamp(startsAt) : null;

/** People's words without what cannot be seen but changes how they read. */
const visible = (words: string): string => linesOf(words).join('\n');

/** What an approver must know to decide, and nothing of the account behind it. */
export const presentLink = ({ request, approver, target, usable, triesLeft }: Found): LinkView => ({
  approver,
  usable,
  triesLeft,
  request: {
    id: request.id,
    status: request.status,
    target: request.target,
    description: target.description,
    owner: target.owner,
    requester: oneLine(principalName(request.requester)),
    reason: visible(request.reason),
    ticket: request.ticket === null ? null : oneLine(request.ticket),
    ports: distinct(request.access.permissions.map(portInWords)),
    sources: distinct(request.access.permissions.map(({ source }) => sourceInWords(source))),
    durationMinutes: request.durationMinutes,
    requestedAt: toTimestamp(request.requestedAt),
    startsAt: laterStart(request),
    decideBy: toTimestamp(request.decideBy),
    approvals: presentApprovals(request),
    reviews: request.reviews
      .map(presentReview)
      .map((review) => ({ ...review, comment: review.comment === null ? null : visible(review.comment) })),
  },
});

export const presentDecided = (request: AccessRequest): DecidedView => ({
  requestId: request.id,
  status: request.status,
  grantedMinutes: request.grant?.minutes ?? null,
  startsAt: laterStart(request),
  approvals: presentApprovals(request),
});

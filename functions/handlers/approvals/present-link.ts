import type { AccessRequest } from '../../domain/access-request.ts';
import { afterwardsState } from '../../domain/break-glass.ts';
import type { Grant } from '../../domain/grant.ts';
import { type Instant, toTimestamp } from '../../domain/instant.ts';
import { admittedInWords, portInWords, sourceInWords } from '../../domain/mails/in-words.ts';
import { linesOf, oneLine } from '../../domain/mails/visible-text.ts';
import { principalName } from '../../domain/principal.ts';
import type { Unusual } from '../../domain/unusual.ts';
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

const time = (at: Instant | null): string | null => (at === null ? null : toTimestamp(at));

const presentUnusual = (unusual: Unusual): NonNullable<LinkView['unusual']>[number] => {
  switch (unusual.fact) {
    case 'WIDER_THAN_USUAL':
      return { fact: unusual.fact, usual: sourceInWords(unusual.usual) };
    case 'OPEN_FOR_REQUESTER':
      return { fact: unusual.fact, until: toTimestamp(unusual.until) };
    case 'OPEN_FOR_OTHERS':
      return { fact: unusual.fact, names: unusual.names.map(oneLine) };
    case 'FIRST_TIME':
    case 'OUTSIDE_WORKING_HOURS':
      return unusual;
  }
};

/** How the opening goes on: enough to follow it, and none of its rules. */
const presentProgress = (grant: Grant): LinkView['request']['grant'] => {
  const opened = 'activatedAt' in grant ? grant : { activatedAt: null, expiresAt: null };
  return {
    status: grant.status,
    statusReason: 'ending' in grant ? grant.ending.reason : null,
    durationMinutes: grant.minutes,
    startsAt: toTimestamp(grant.startsAt),
    activatedAt: time(opened.activatedAt),
    expiresAt: time(opened.expiresAt),
    endedAt: 'endedAt' in grant ? time(grant.endedAt) : null,
  };
};

/** What an approver must know to decide, and nothing of the account behind it. */
export const presentLink = ({
  request,
  approver,
  ownDecision,
  target,
  usable,
  triesLeft,
  freshMail,
  signIn,
  unusual,
}: Found): LinkView => ({
  approver,
  ownDecision,
  usable,
  triesLeft,
  freshMail,
  signIn,
  unusual: unusual?.map(presentUnusual) ?? null,
  request: {
    id: request.id,
    status: request.status,
    afterwards: afterwardsState(request),
    target: request.target,
    description: target.description,
    owner: target.owner,
    requester: oneLine(principalName(request.requester)),
    reason: visible(request.reason),
    ticket: request.ticket === null ? null : oneLine(request.ticket),
    ports: distinct(request.access.permissions.map(portInWords)),
    sources: distinct(request.access.permissions.map(({ source }) => admittedInWords(source))),
    durationMinutes: request.durationMinutes,
    requestedAt: toTimestamp(request.requestedAt),
    startsAt: laterStart(request),
    decideBy: toTimestamp(request.decideBy),
    approvals: presentApprovals(request),
    reviews: request.reviews
      .map(presentReview)
      .map((review) => ({ ...review, comment: review.comment === null ? null : visible(review.comment) })),
    grant: request.grant && presentProgress(request.grant),
  },
});

export const presentDecided = (request: AccessRequest): DecidedView => ({
  requestId: request.id,
  status: request.status,
  grantedMinutes: request.grant?.minutes ?? null,
  startsAt: laterStart(request),
  approvals: presentApprovals(request),
});

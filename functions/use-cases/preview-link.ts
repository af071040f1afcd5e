import type { AccessRequest } from '../domain/access-request.ts';
import {
  type ApprovalLink,
  hashToken,
  isUsable,
  TRIES_PER_APPROVER,
  TRIES_PER_LINK,
} from '../domain/approval-link.ts';
import { DEFAULT_POLICY_SETTINGS, findTarget, type SignIn, type Target } from '../domain/configuration.ts';
import { isSharedMailbox, mayDecideByLink, reviewRight } from '../domain/entitlement.ts';
import { hasFreshLinkLeft } from '../domain/notices.ts';
import { principalName } from '../domain/principal.ts';
import { type Review, reviewOf } from '../domain/review.ts';
import { historyBeside } from '../domain/tally.ts';
import { type Unusual, unusualIn } from '../domain/unusual.ts';
import type { Dependencies } from './dependencies.ts';
import { readTally } from './read-tally.ts';

export type PreviewOutcome =
  | {
      readonly outcome: 'FOUND';
      readonly request: AccessRequest;
      /** The mailbox that the link was sent to. */
      readonly approver: string;
      /** What the person of that mailbox has said, by whichever of theirs; null for one that several people read. */
      readonly ownDecision: Review['decision'] | null;
      readonly target: Target;
      /** Whether a code can still be tried on it. */
      readonly usable: boolean;
      /** Of the link, and of all links of this approver for this request together. */
      readonly triesLeft: number;
      /** Whether a fresh link may still be asked for. */
      readonly freshMail: boolean;
      /** How whoever decides signs in; null where the code of the mail is all that is asked for. */
      readonly signIn: (SignIn & { readonly issuer: string; readonly loginHint: string | null }) | null;
      /** What is out of the ordinary; null where there is nothing left to decide, for then nobody asks. */
      readonly unusual: readonly Unusual[] | null;
    }
  /** A good link of somebody who was an approver when it was mailed, and is none by now. */
  | { readonly outcome: 'NOT_AN_APPROVER' }
  /** Forged, cut off, foreign, forgotten: all the same. */
  | { readonly outcome: 'NOT_FOUND' };

export interface LinkInHand {
  readonly link: ApprovalLink;
  readonly request: AccessRequest;
  readonly target: Target;
}

type PreviewDependencies = Pick<Dependencies, 'store' | 'clock' | 'configuration'>;

/** What a token stands for, if it stands for anything. A link to something other than what it was made for is none. */
export const findLink = async (
  { store, configuration }: Pick<Dependencies, 'store' | 'configuration'>,
  token: string,
): Promise<LinkInHand | undefined> => {
  const link = await store.readLink(hashToken(token));
  const request = link && (await store.read(link.requestId));
  const target = request && findTarget(configuration, request.target);
  return link && request && target && link.digest === request.digest ? { link, request, target } : undefined;
};

/** Earlier requests that are looked at, the newest first: what is usual is what was usual lately. */
const LOOKED_AT = 50;

/** One list, one group and one tally, all at once; an approver who is looking should not wait for more. */
const lookAround = async (
  dependencies: PreviewDependencies,
  request: AccessRequest,
): Promise<readonly Unusual[]> => {
  const { store, clock, configuration } = dependencies;
  const { id, requestedAt, requester, target, access } = request;
  const [earlier, group, { tally, known }] = await Promise.all([
    store.list({
      sources: [{ by: 'requester', name: principalName(requester) }],
      // What was only asked for is not usual, and would push out of the list what was open.
      where: { target, status: 'APPROVED' },
      after: { requestedAt, id },
      limit: LOOKED_AT,
    }),
    store.readGroup(access.group),
    readTally(dependencies, request),
  ]);
  const { timeZone = DEFAULT_POLICY_SETTINGS.timeZone } = configuration.policy ?? {};
  const { hadBefore } = historyBeside(request, tally, known);
  const around = { hadBefore, earlier: earlier.items, grants: group.grants, timeZone };
  return unusualIn(request, around, clock.now());
};

/** Shows an approver what the link is about, and what became of it once it is decided. Changes and decides nothing. */
export const previewLink =
  (dependencies: PreviewDependencies) =>
  async ({ token }: { readonly token: string }): Promise<PreviewOutcome> => {
    const { store, clock, configuration } = dependencies;
    const found = await findLink(dependencies, token);
    if (found === undefined) return { outcome: 'NOT_FOUND' };
    const { link, request, target } = found;
    const { approver } = link;
    const right = reviewRight(request, { kind: 'person', email: approver, groups: [] }, configuration);
    const isShared = isSharedMailbox(request, approver, configuration);
    if (right !== 'MAY_REVIEW' && !isShared) {
      return { outcome: 'NOT_AN_APPROVER' };
    }
    const tried = await store.readApproverTries(request.id, approver);
    const triesLeft = Math.max(0, Math.min(TRIES_PER_LINK - link.tries, TRIES_PER_APPROVER - tried));
    const usable =
      triesLeft > 0 && isUsable(link, clock.now()) && mayDecideByLink(request, approver, configuration);
    const { signIn, identity } = configuration;
    return {
      outcome: 'FOUND',
      request,
      approver,
      ownDecision: reviewOf(request.reviews, approver, configuration.people)?.decision ?? null,
      target,
      usable,
      triesLeft,
      freshMail: tried < TRIES_PER_APPROVER && hasFreshLinkLeft(request, approver, clock.now()),
      signIn: signIn ? { ...signIn, issuer: identity.issuer, loginHint: isShared ? null : approver } : null,
      unusual: usable ? await lookAround(dependencies, request) : null,
    };
  };

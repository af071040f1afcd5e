import type { AccessRequest } from './access-request.ts';
import { afterwardsState, awaitsPeople } from './break-glass.ts';
import type { Configuration, Target } from './configuration.ts';
import { findTarget } from './configuration.ts';
import { canonicalMailbox, isInterested, type Principal, personIn, principalName } from './principal.ts';
import { hasReviewed } from './review.ts';

type People = Pick<Configuration, 'groups'>;

/** Whether a list of the configuration (`alice@…`, `machine:NAME`, `group:NAME`) names this principal. */
export const isNamedIn = (list: readonly string[], principal: Principal, { groups }: People): boolean =>
  list.some((entry) => {
    if (!entry.startsWith('group:')) return entry === principalName(principal);
    if (principal.kind === 'machine') return false;
    const group = entry.slice('group:'.length);
    const members = Object.hasOwn(groups, group) ? groups[group] : undefined;
    return principal.groups.includes(group) || (members ?? []).includes(canonicalMailbox(principal.email));
  });

/** The groups that a person is in: those of the token, and those of the configuration. A machine is in none. */
export const groupsOf = (principal: Principal, { groups }: People): readonly string[] => {
  if (principal.kind === 'machine') return [];
  const mailbox = canonicalMailbox(principal.email);
  const listed = Object.entries(groups).flatMap(([group, members]) =>
    members.includes(mailbox) ? [group] : [],
  );
  return [...new Set([...principal.groups, ...listed])];
};

/** @param isBreakGlass whether it is asked for as an emergency, for which a target names people of its own */
export const mayAsk = (
  target: Target,
  principal: Principal,
  configuration: People,
  isBreakGlass = false,
): boolean =>
  !target.retired &&
  isNamedIn(
    isBreakGlass ? (target.breakGlass?.requesters ?? []) : target.requesters,
    principal,
    configuration,
  );

/** One mailbox of each person who may decide what this principal asks for: never the one who asks. */
export const eligibleApprovers = (
  target: Target,
  requester: Principal,
  { people }: Pick<Configuration, 'people'>,
): readonly string[] => {
  const persons = target.approvers.map((approver) => personIn(people, approver));
  return target.approvers.filter(
    (approver, index) =>
      persons.indexOf(personIn(people, approver)) === index && !isInterested(approver, requester, people),
  );
};

/** People whose approval is on record and who may still give it. */
export const standingApprovals = (
  request: Pick<AccessRequest, 'requester' | 'reviews'>,
  target: Target,
  configuration: Pick<Configuration, 'people'>,
): number => {
  const approvals = request.reviews.filter(({ decision }) => decision === 'APPROVE');
  return eligibleApprovers(target, request.requester, configuration).filter((approver) =>
    hasReviewed(approvals, approver, configuration.people),
  ).length;
};

/** Who is written to for a decision: those who may decide, and mailboxes that several of them read. */
export const mailedForDecision = (
  target: Target,
  requester: Principal,
  configuration: Pick<Configuration, 'people'>,
): readonly string[] => [
  ...eligibleApprovers(target, requester, configuration),
  ...(target.sharedMailboxes ?? []),
];

/** Who is told where nobody decides, or glass was broken: never the one who asks. */
export const escalationsOf = (
  target: Target,
  requester: Principal,
  configuration: People & Pick<Configuration, 'people'>,
): readonly string[] =>
  mailboxesIn(target.escalateTo ?? [], configuration).filter(
    (mailbox) => !isInterested(mailbox, requester, configuration.people),
  );

/**
 * Whether the configuration names a principal as one who decides on a target. On one's own requests nobody does: see
 * {@link reviewRight}.
 */
export const isApproverOf = (target: Target, principal: Principal): boolean =>
  principal.kind === 'person' && target.approvers.includes(canonicalMailbox(principal.email));

export type ReviewRight = 'MAY_REVIEW' | 'SELF_REVIEW' | 'NOT_AN_APPROVER';

/** Asked of the configuration as it is now: who was an approver when the request was made may be none by now. */
export const reviewRight = (
  request: Pick<AccessRequest, 'target' | 'requester'>,
  reviewer: Principal,
  configuration: Configuration,
): ReviewRight => {
  if (reviewer.kind === 'machine') return 'NOT_AN_APPROVER';
  const mailbox = canonicalMailbox(reviewer.email);
  if (isInterested(mailbox, request.requester, configuration.people)) return 'SELF_REVIEW';
  const target = findTarget(configuration, request.target);
  return target && isApproverOf(target, reviewer) ? 'MAY_REVIEW' : 'NOT_AN_APPROVER';
};

/**
 * Whether a link that this mailbox was sent still stands for a decision, or for looking at an emergency afterwards: nobody
 * says anything twice, by any of their mailboxes.
 */
export const mayDecideByLink = (
  request: Pick<AccessRequest, 'target' | 'requester' | 'status' | 'reviews' | 'breakGlass' | 'grant'>,
  mailbox: string,
  configuration: Configuration,
): boolean => {
  const isAfterwards = afterwardsState(request) !== null;
  if (request.status !== 'PENDING' && !isAfterwards) return false;
  if (isSharedMailbox(request, mailbox, configuration)) return awaitsPeople(request);
  return (
    reviewRight(request, { kind: 'person', email: mailbox, groups: [] }, configuration) === 'MAY_REVIEW' &&
    !hasReviewed(request.reviews, mailbox, configuration.people)
  );
};

/** Whether it is read by several approvers, so that only signing in says which of them decides. */
export const isSharedMailbox = (
  { target }: Pick<AccessRequest, 'target'>,
  mailbox: string,
  configuration: Configuration,
): boolean => findTarget(configuration, target)?.sharedMailboxes?.includes(mailbox) ?? false;

export const isAdmin = (principal: Principal, configuration: Configuration): boolean =>
  isNamedIn(configuration.admins, principal, configuration);

/** Who sees everything. */
export const isAuditor = (principal: Principal, configuration: Configuration): boolean =>
  isNamedIn(configuration.auditors, principal, configuration) || isAdmin(principal, configuration);

export const isRequester = (request: Pick<AccessRequest, 'requester'>, principal: Principal): boolean =>
  principalName(request.requester) === principalName(principal);

/** What policy denied is for auditors alone: whoever was denied was told, and learns nothing of the target. */
export const maySee = (request: AccessRequest, principal: Principal, configuration: Configuration): boolean =>
  isAuditor(principal, configuration) ||
  (request.status !== 'DENIED' &&
    (isRequester(request, principal) || reviewRight(request, principal, configuration) === 'MAY_REVIEW'));

/** The one who asked, whoever could have approved, and admins end a grant early. */
export const mayRevoke = (
  request: AccessRequest,
  principal: Principal,
  configuration: Configuration,
): boolean =>
  isRequester(request, principal) ||
  reviewRight(request, principal, configuration) === 'MAY_REVIEW' ||
  isAdmin(principal, configuration);

/** The mailboxes that a list of the configuration comes to. Members that only a token's claim knows are not among them. */
export const mailboxesIn = (list: readonly string[], { groups }: People): readonly string[] => [
  ...new Set(
    list.flatMap((entry) => {
      if (entry.startsWith('machine:')) return [];
      if (!entry.startsWith('group:')) return [entry];
      const group = entry.slice('group:'.length);
      return (Object.hasOwn(groups, group) ? groups[group] : undefined) ?? [];
    }),
  ),
];

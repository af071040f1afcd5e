import type { AccessRequest } from './access-request.ts';
import type { Configuration, Target } from './configuration.ts';
import { findTarget } from './configuration.ts';
import { canonicalMailbox, isInterested, type Principal, personBehind, principalName } from './principal.ts';

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
  const listed = Object.entries(groups).flatMap(([group, members]) => (members.includes(mailbox) ? [group] : []));
  return [...new Set([...principal.groups, ...listed])];
};

export const mayAsk = (target: Target, principal: Principal, configuration: People): boolean =>
  !target.retired && isNamedIn(target.requesters, principal, configuration);

/** One mailbox of each person who may decide what this principal asks for: never the one who asks. */
export const eligibleApprovers = (target: Target, requester: Principal): readonly string[] => {
  const people = target.approvers.map(personBehind);
  return target.approvers.filter(
    (approver, index) =>
      people.indexOf(personBehind(approver)) === index && !isInterested(approver, requester),
  );
};

export type ReviewRight = 'MAY_REVIEW' | 'SELF_REVIEW' | 'NOT_AN_APPROVER';

/** Asked of the configuration as it is now: who was an approver when the request was made may be none by now. */
export const reviewRight = (
  request: Pick<AccessRequest, 'target' | 'requester'>,
  reviewer: Principal,
  configuration: Configuration,
): ReviewRight => {
  if (reviewer.kind === 'machine') return 'NOT_AN_APPROVER';
  const mailbox = canonicalMailbox(reviewer.email);
  if (isInterested(mailbox, request.requester)) return 'SELF_REVIEW';
  const target = findTarget(configuration, request.target);
  return target?.approvers.includes(mailbox) ? 'MAY_REVIEW' : 'NOT_AN_APPROVER';
};

export const isAdmin = (principal: Principal, configuration: Configuration): boolean =>
  isNamedIn(configuration.admins, principal, configuration);

/** Who sees everything. */
export const isAuditor = (principal: Principal, configuration: Configuration): boolean =>
  isNamedIn(configuration.auditors, principal, configuration) || isAdmin(principal, configuration);

export const isRequester = (request: Pick<AccessRequest, 'requester'>, principal: Principal): boolean =>
  principalName(request.requester) === principalName(principal);

export const maySee = (request: AccessRequest, principal: Principal, configuration: Configuration): boolean =>
  isRequester(request, principal) ||
  reviewRight(request, principal, configuration) === 'MAY_REVIEW' ||
  isAuditor(principal, configuration);

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

import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import type { Target } from '../../../functions/domain/configuration.ts';
import type { Principal } from '../../../functions/domain/principal.ts';
import type { Commit } from '../../../functions/ports/access-store.ts';
import type { Cloud } from '../functions/cloud.ts';
import type { Invocation } from '../functions/invocation.ts';
import { AUTOMATIC } from '../story/cast.ts';
import type { Court } from './court.ts';
import { groupOf, textOf } from './truth.ts';

const nameOf = (principal: Principal): string =>
  principal.kind === 'person' ? principal.email : `machine:${principal.name}`;
const ownersOf = (principal: Principal): readonly string[] =>
  principal.kind === 'person' ? [principal.email] : principal.owners;

const isNamed = (target: Target, { requester, breakGlass }: AccessRequest): boolean =>
  (breakGlass ? (target.breakGlass?.requesters ?? []) : target.requesters).includes(nameOf(requester));

/** What it opens: the target's ports, each from the one source. */
const meansAll = ({ ports, group }: Target, request: AccessRequest): boolean => {
  const { permissions } = request.access;
  const asked = permissions.map(textOf).toSorted().join();
  const source = permissions[0]?.source ?? '';
  const all = ports.map((range) => textOf({ ...range, source })).toSorted();
  return asked === all.join() && groupOf(request) === [group.account, group.region, group.groupId].join('/');
};

/**
 * Invariants 3, 4 and 7 under deployments: who asks, who decides and what opens is weighed by the configuration that was in
 * force when the function started which writes it. One that runs may be overtaken by a deployment.
 */
export class EntitlementJudge {
  readonly #cloud: Cloud;
  readonly #court: Court;

  constructor(cloud: Cloud, court: Court) {
    this.#cloud = cloud;
    this.#court = court;
  }

  /** Called before the commit is written. */
  committing({ changes }: Commit, { configuration }: Invocation): void {
    for (const { after } of changes) {
      const before = this.#cloud.tables.requests.get(after.id);
      const target = configuration.targets.find(({ name }) => name === after.target);
      if (before === undefined && after.status !== 'DENIED') this.#judgeAsk(target, after);
      this.#judgeReviews(target, before, after);
      if (before?.grant?.status === 'SCHEDULED' && after.grant?.status === 'ACTIVATING') {
        this.#judgeOpening(target, after);
      }
    }
  }

  #judgeAsk(target: Target | undefined, request: AccessRequest): void {
    const { id, requester } = request;
    const may = target?.retired === false && isNamed(target, request);
    this.#court.demand(3, may, () => `${nameOf(requester)} may not ask, and ${id} is made`);
    const isWhole = target === undefined || meansAll(target, request);
    this.#court.demand(7, isWhole, () => `${id} asks for what its target is not`);
  }

  #judgeReviews(target: Target | undefined, before: AccessRequest | undefined, after: AccessRequest): void {
    for (const { reviewer } of after.reviews.slice(before?.reviews.length ?? 0)) {
      const may = target?.approvers.includes(reviewer) === true;
      this.#court.demand(4, may, () => `${reviewer} decides on ${after.id}, and is no approver of it`);
    }
  }

  #judgeOpening(target: Target | undefined, request: AccessRequest): void {
    const { id } = request;
    if (target === undefined || target.retired) {
      this.#court.accuse(3, `${id} opens, and its target is out of use`);
      return;
    }
    this.#court.demand(7, meansAll(target, request), () => `${id} opens what its target is no longer`);
    this.#court.demand(3, isNamed(target, request), () => `${id} opens for who may not ask any more`);
    this.#judgeApprovals(target, request);
  }

  #judgeApprovals(
    { approvers, requiredApprovals }: Target,
    { id, target, breakGlass, requester, reviews, requiredApprovals: promised }: AccessRequest,
  ): void {
    if (target === AUTOMATIC || breakGlass) return;
    const standing = reviews.filter(
      ({ decision, reviewer }) =>
        decision === 'APPROVE' && approvers.includes(reviewer) && !ownersOf(requester).includes(reviewer),
    );
    this.#court.demand(
      3,
      standing.length >= Math.max(requiredApprovals, promised),
      () => `${id} opens by the word of ${standing.length} who may still give it`,
    );
  }
}

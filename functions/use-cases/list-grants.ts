import type { AccessRequest } from '../domain/access-request.ts';
import { type Configuration, findTarget } from '../domain/configuration.ts';
import { isApproverOf, isAuditor, maySee } from '../domain/entitlement.ts';
import { isStanding, type StandingStatus } from '../domain/grant.ts';
import { type GroupState, rowsThatMayStand, type StandingGrant } from '../domain/group-state.ts';
import { type Principal, principalName } from '../domain/principal.ts';
import type { Dependencies } from './dependencies.ts';

export interface ListGrantsQuery {
  readonly caller: Principal;
  /** Left out: in any state in which a rule may stand. */
  readonly status?: StandingStatus;
}

/** A grant of which a rule may stand. */
export interface OpenGrant {
  readonly request: AccessRequest;
  /** `sgr-…`, of those rules, as far as their ids are known. */
  readonly rules: readonly string[];
}

const mayConcern = (grant: StandingGrant, caller: Principal, configuration: Configuration): boolean => {
  const target = findTarget(configuration, grant.target);
  return (
    grant.requester === principalName(caller) ||
    isAuditor(caller, configuration) ||
    (target !== undefined && isApproverOf(target, caller))
  );
};

/** The group tells no grant that fails to close from one that is closing: its request does. */
const mayBe = ({ phase }: StandingGrant, status: StandingStatus | undefined): boolean =>
  status === undefined || phase === (status === 'REVOKE_FAILED' ? 'REVOKING' : status);

const openIn = (state: GroupState) =>
  state.grants.flatMap((grant) => {
    const rows = rowsThatMayStand(grant, state);
    const rules = rows.flatMap((row) => ('ruleId' in row && row.ruleId !== null ? [row.ruleId] : []));
    // One that is being opened stands in its group before anything is announced to EC2; any other until its end is said.
    return grant.phase === 'ACTIVATING' && rows.length === 0 ? [] : [{ grant, rules }];
  });

/**
 * Who has access right now, or may have: every grant of which a rule may stand, the ones that are ending and the ones
 * that do not close among them. Read consistently from the groups themselves, as far as the caller may see it.
 */
export const listGrants =
  ({ store, configuration }: Pick<Dependencies, 'store' | 'configuration'>) =>
  async ({
    caller,
    status,
  }: ListGrantsQuery): Promise<{ outcome: 'LISTED'; items: readonly OpenGrant[] }> => {
    const groups = await Promise.all((await store.registeredGroups()).map((group) => store.readGroup(group)));
    // What the caller may not see, or did not ask for, is left out before it is read: a call costs no more than it shows.
    const open = groups
      .flatMap(openIn)
      .filter(({ grant }) => mayBe(grant, status) && mayConcern(grant, caller, configuration));
    const items = await Promise.all(
      open.map(async ({ grant: { grantId }, rules }) => ({ request: await store.read(grantId), rules })),
    );
    return {
      outcome: 'LISTED',
      items: items.flatMap(({ request, rules }) => {
        if (!request?.grant || !isStanding(request.grant)) return [];
        const isAsked = status === undefined || request.grant.status === status;
        return isAsked && maySee(request, caller, configuration) ? [{ request, rules }] : [];
      }),
    };
  };

import { type GroupState, isLive, type StandingGrant } from '../group-state.ts';
import { whenRevoking } from './ending-grant.ts';
import type { Facts } from './facts.ts';
import type { GrantMove } from './grant-move.ts';
import { whenActivating, whenActive, whenDue } from './live-grant.ts';
import type { Outlook } from './outlook.ts';
import { withoutNeedsOf } from './wanted.ts';

const whenLive = (grant: StandingGrant, outlook: Outlook): GrantMove | null => {
  if (!isLive(grant, outlook.facts.now)) return whenDue(grant);
  return grant.phase === 'ACTIVE' ? whenActive(grant, outlook) : whenActivating(grant, outlook);
};

/**
 * What becomes of the grants, given what became of the rows: at most `most` of them, one move each. A grant whose end begins
 * with this very plan holds no rule any more for one whose end is to be said.
 */
export const planGrants = (state: GroupState, outlook: Outlook, most: number): readonly GrantMove[] => {
  const grants = state.grants.filter(({ grantId }) => !outlook.facts.broken.has(grantId));
  const live = grants.filter(({ phase }) => phase !== 'REVOKING');
  const moves = new Map(live.map((grant) => [grant.grantId, whenLive(grant, outlook)]));
  const ending = [...moves].flatMap(([grantId, move]) => (move?.kind === 'beginEnd' ? [grantId] : []));
  const left = { ...outlook, wanted: withoutNeedsOf(new Set(ending), outlook.wanted) };
  return grants
    .flatMap((grant) => {
      const move = grant.phase === 'REVOKING' ? whenRevoking(grant, left) : moves.get(grant.grantId);
      return move ?? [];
    })
    .slice(0, most);
};

/** The grant as its group sees it after a move; null once its end is said. */
export const standingAfter = (
  grant: StandingGrant,
  move: GrantMove,
  { now }: Facts,
): StandingGrant | null => {
  switch (move.kind) {
    case 'activate':
      return { ...grant, phase: 'ACTIVE', endsAt: move.expiresAt };
    case 'beginEnd':
      return { ...grant, phase: 'REVOKING', endsAt: Math.min(grant.endsAt, now), ending: move.ending };
    case 'renewRules':
    case 'reportFailure':
      return grant;
    case 'end':
      return null;
  }
};

import { type GroupState, isLive, type StandingGrant } from '../group-state.ts';
import { whenRevoking } from './ending-grant.ts';
import type { Facts } from './facts.ts';
import type { GrantMove } from './grant-move.ts';
import { whenActivating, whenActive, whenDue } from './live-grant.ts';
import type { Outlook } from './outlook.ts';

const moveOf = (grant: StandingGrant, outlook: Outlook): GrantMove | null => {
  if (grant.phase === 'REVOKING') return whenRevoking(grant, outlook);
  if (!isLive(grant, outlook.facts.now)) return whenDue(grant);
  return grant.phase === 'ACTIVE' ? whenActive(grant, outlook) : whenActivating(grant, outlook);
};

/** What becomes of the grants, given what became of the rows: at most `most` of them, one move each. */
export const planGrants = (state: GroupState, outlook: Outlook, most: number): readonly GrantMove[] =>
  state.grants
    .filter(({ grantId }) => !outlook.facts.broken.has(grantId))
    .flatMap((grant) => moveOf(grant, outlook) ?? [])
    .slice(0, most);

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

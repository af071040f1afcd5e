import { SECOND, toWaitTimestamp } from '../../../functions/domain/instant.ts';
import type { Answer } from './journey.ts';

export const ACTIVE: Answer = {
  returnsAt: (now) => ({ outcome: 'ACTIVE', expiresAt: toWaitTimestamp(now + SECOND) }),
};
export const NOT_ACTIVE: Answer = { returns: { outcome: 'NOT_ACTIVE', expiresAt: null } };
export const ENDED: Answer = { returns: { outcome: 'ENDED', expiresAt: null } };
export const ASKED: Answer = { returns: { outcome: 'ASKED' } };
export const outcome = (status: string): Answer => ({ returns: { outcome: status } });

export const CLOSED = ['Revoke grant', 'Closed'] as const;
export const OPENED = ['Wait for start', 'Activate grant', 'Activated?', 'Hold open', ...CLOSED] as const;
export const ASK = ['Needs a person?', 'Ask approvers'] as const;
export const AUTOMATIC = { approval: 'automatic' } as const;
export const automatic = () => AUTOMATIC;
export const SHORT = { decideWithinSeconds: 1 } as const;

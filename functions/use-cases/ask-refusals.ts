import type { Asked } from '../domain/access-request.ts';
import { DAY, HOUR, type Instant, toTimestamp } from '../domain/instant.ts';
import { CLAIMS_BELIEVED_FOR } from '../domain/principal.ts';
import type { TargetVerdict } from '../domain/target-rules.ts';
import type { Ask } from './ask.ts';
import type { FieldProblem } from './field-problem.ts';
import type { AlreadyGranted, EmergencyRefused, RateLimited } from './request-limits.ts';

type Detailed<Outcome extends string> = { readonly outcome: Outcome; readonly detail: string };
type Denied = Detailed<'DENIED_BY_POLICY'>;

/** Why an ask becomes no request; each says, to whoever may know it, what would help. */
export type AskRefusal =
  | { readonly outcome: 'INVALID'; readonly problems: readonly FieldProblem[] }
  | AlreadyGranted
  | RateLimited
  | EmergencyRefused
  | Denied
  | Detailed<'SOURCE_NOT_ALLOWED' | 'DURATION_TOO_LONG' | 'NO_ELIGIBLE_APPROVER'>;

/** A grant may be asked for this far ahead; later than that, circumstances have changed. */
const LONGEST_AHEAD = 14 * DAY;

/** Told alike whether the target exists or not; reasons are only for those whom the target names. */
export const denied = (target: string, reasons: readonly string[] = []): Denied => ({
  outcome: 'DENIED_BY_POLICY',
  detail:
    reasons.length > 0
      ? reasons.join(' ')
      : `There is no target ${target} that you may ask for. GET /v1/targets lists those that you may.`,
});

/** For those whom the target names, though not for emergencies: what would help. */
export const notInEmergency = (target: string): Denied =>
  denied(target, [`You may not open ${target} in an emergency: ask without breakGlass.`]);

/** For those whom the target names: what its bounds do not take. */
export const outOfBounds = (verdict: Extract<TargetVerdict, { outcome: 'REFUSED' }>): AskRefusal =>
  verdict.code === 'INVALID_REQUEST'
    ? { outcome: 'INVALID', problems: [{ path: verdict.field, message: verdict.message }] }
    : { outcome: verdict.code, detail: verdict.message };

/** Whether it is to start when no grant may. */
export const startProblem = ({ startsAt, breakGlass }: Ask, now: Instant): AskRefusal | null => {
  if (breakGlass && startsAt !== null) {
    const message = 'An emergency opens at once: leave this out';
    return { outcome: 'INVALID', problems: [{ path: 'startsAt', message }] };
  }
  if (startsAt === null || (startsAt >= now && startsAt <= now + LONGEST_AHEAD)) return null;
  const message = `Expected a moment from now to ${toTimestamp(now + LONGEST_AHEAD)}, or nothing for as soon as approved`;
  return { outcome: 'INVALID', problems: [{ path: 'startsAt', message }] };
};

/** For those whom only a group of their token lets ask. */
export const startsTooLate = (now: Instant): AskRefusal => {
  const latest = toTimestamp(now + CLAIMS_BELIEVED_FOR);
  const message = `You may ask because of a group that your token names, which is believed for ${CLAIMS_BELIEVED_FOR / HOUR} hours: expected a moment before ${latest}, or ask again later`;
  return { outcome: 'INVALID', problems: [{ path: 'startsAt', message }] };
};

/** How many people must be there to decide, or to look at it afterwards. */
const peopleNeeded = ({ policy, requiredApprovals, breakGlass }: Asked): number => {
  if (policy.outcome === 'manual') return requiredApprovals;
  return breakGlass ? 1 : 0;
};

/** Whether there are too few who may decide on it, or look at it afterwards. */
export const approvalProblem = (asked: Asked): AskRefusal | null => {
  const needed = peopleNeeded(asked);
  return asked.approvers.length >= needed
    ? null
    : {
        outcome: 'NO_ELIGIBLE_APPROVER',
        detail:
          `${asked.target} needs ${needed} approval(s), and ${asked.approvers.length} of its approvers ` +
          'may decide on this request: nobody decides on what they asked for themselves, by whatever address.',
      };
};

import type { Instant } from './instant.ts';

/** How a grant ends, decided when its end begins. */
export interface Ending {
  /** `FAILED` for a grant that was never active. */
  readonly as: 'EXPIRED' | 'REVOKED' | 'FAILED';
  /** Principal's name, or `postern`. */
  readonly by: string;
  /** Stable code, such as `RULE_EXISTS`; null where the ending says all. */
  readonly reason: string | null;
  readonly detail: string | null;
}

/** A rule that is not this grant's and lets in some of what it let in. */
export interface OtherWayIn {
  readonly ruleId: string;
  readonly summary: string;
  /** False where one of the two names a group or prefix list: whether the other is in there is not known here. */
  readonly certain: boolean;
}

/** What is known of one rule's end. */
export interface Closure {
  readonly ledgerId: string;
  /** `sgr-…`; null where no rule was ever seen for the intent. */
  readonly ruleId: string | null;
  readonly settledAt: Instant;
  /** See `ledger.ts`. */
  readonly evidence: string;
  /** Other rules of the group that let the same source reach the port; null where they were not read. */
  readonly otherWaysIn: readonly OtherWayIn[] | null;
}

/** A rule that stays because another live grant needs it. */
export interface HeldRule {
  readonly ruleKey: string;
  readonly byGrant: string;
}

interface Terms {
  /** What was granted: the narrowest of what was asked and what each approval left. */
  readonly minutes: number;
  readonly startsAt: Instant;
}

interface Opened {
  readonly activatedAt: Instant;
  readonly expiresAt: Instant;
  /** `sgr-…` */
  readonly rules: readonly string[];
}

type NeverOrOnceOpened =
  | Opened
  | { readonly activatedAt: null; readonly expiresAt: null; readonly rules: readonly string[] };

/** The access that an approved request gives. It has its request's id. */
export type Grant = Terms &
  (
    | { readonly status: 'SCHEDULED' }
    | { readonly status: 'ACTIVATING'; readonly activateBy: Instant }
    | ({ readonly status: 'ACTIVE' } & Opened)
    | ({ readonly status: 'REVOKING'; readonly ending: Ending } & NeverOrOnceOpened)
    | ({
        readonly status: 'REVOKE_FAILED';
        readonly ending: Ending;
        /** Stable code of what EC2 last said. */
        readonly lastError: string;
        readonly nextTryAt: Instant;
        /** `sgr-…`, of the rules that may still stand. Left out in records of before it was kept. */
        readonly openRules?: readonly string[];
      } & NeverOrOnceOpened)
    | ({
        readonly status: 'EXPIRED' | 'REVOKED' | 'FAILED';
        readonly ending: Ending;
        readonly endedAt: Instant;
        readonly closures: readonly Closure[];
        readonly held: readonly HeldRule[];
      } & NeverOrOnceOpened)
  );

export type GrantStatus = Grant['status'];
export type GrantIn<S extends GrantStatus> = Extract<Grant, { readonly status: S }>;

/** Those in which a rule of it may stand. */
export const STANDING = [
  'ACTIVATING',
  'ACTIVE',
  'REVOKING',
  'REVOKE_FAILED',
] as const satisfies readonly GrantStatus[];
export type StandingStatus = (typeof STANDING)[number];

export const isStanding = (grant: Grant): grant is GrantIn<StandingStatus> =>
  (STANDING as readonly GrantStatus[]).includes(grant.status);

export const ENDED: readonly GrantStatus[] = ['EXPIRED', 'REVOKED', 'FAILED'];

export const hasEnded = (grant: Grant): grant is GrantIn<'EXPIRED' | 'REVOKED' | 'FAILED'> =>
  ENDED.includes(grant.status);

/** Whether it is over, and nothing ever stood for it: then there is nothing to look at, or to count. */
export const neverOpened = (grant: Grant | null): boolean =>
  grant === null || (hasEnded(grant) && !wasOpen(grant));

/** Whether a rule of an ended grant ever stood, be it that the grant never became active: sessions may live on then. */
export const wasOpen = ({ activatedAt, closures }: GrantIn<'EXPIRED' | 'REVOKED' | 'FAILED'>): boolean =>
  activatedAt !== null || closures.some(({ ruleId }) => ruleId !== null);

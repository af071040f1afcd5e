import type { Instant } from './instant.ts';
import type { Permission, RuleKey } from './rule-key.ts';

/** A call that one run has announced and alone may make. */
export interface Claim {
  /** Id of the run that made it. */
  readonly run: string;
  readonly at: Instant;
  /** Until then the run may still be at work; nobody else calls. */
  readonly until: Instant;
}

/** What the last finished revoke call said of this rule. */
export type RevokeAnswer = 'LISTED' | 'NOT_FOUND' | 'FAILED';

/** How we know that a rule is gone. */
export type Evidence =
  /** The revoke answer listed the id and a later read lacked it. */
  | 'ANSWERED_AND_ABSENT'
  /** A read that can no longer be stale lacked it. */
  | 'ABSENT'
  /** EC2 refused the only call that could have opened it. */
  | 'REFUSED';

interface RowBase {
  /** `lg_…`; stands in the rule's description in EC2. */
  readonly id: string;
  /** The grant that it was first opened for. */
  readonly grantId: string;
  readonly key: RuleKey;
  /** null for a rule that is only there to be closed: it carries our marks, and lets in what Postern never writes. */
  readonly permission: Permission | null;
  readonly intentAt: Instant;
  /** A backstop: past this moment the rule is closed, whoever is said to need it. */
  readonly closeBy: Instant;
}

export type LedgerRow = RowBase &
  (
    | {
        readonly state: 'INTENT';
        readonly permission: Permission;
        readonly claim: Claim;
        /** No announced authorize call can take effect after this moment. */
        readonly effectBy: Instant;
        /** 1 while its authorize call is not known to have had no effect, else 0. */
        readonly uncertainCalls: number;
      }
    | { readonly state: 'OPEN'; readonly ruleId: string; readonly openedAt: Instant }
    | {
        readonly state: 'CLOSING';
        readonly ruleId: string;
        readonly openedAt: Instant | null;
        /** When closing began; calling again does not renew it. */
        readonly markedAt: Instant;
        readonly claim: Claim;
        readonly answer: RevokeAnswer | null;
        readonly failures: number;
        /** Stable code; null where nothing failed. */
        readonly lastError: string | null;
        readonly nextTryAt: Instant;
      }
    | {
        readonly state: 'SETTLED';
        readonly ruleId: string | null;
        readonly openedAt: Instant | null;
        readonly settledAt: Instant;
        readonly evidence: Evidence;
      }
  );

export type LedgerState = LedgerRow['state'];
export type RowIn<S extends LedgerState> = Extract<LedgerRow, { readonly state: S }>;

/** Whether a row is in one of these states. */
export const isRow =
  <S extends LedgerState>(...states: readonly S[]) =>
  (row: LedgerRow): row is RowIn<S> =>
    (states as readonly string[]).includes(row.state);

/** Whether its rule may stand. An intent's call may have opened one of which nobody heard, unless EC2 said that it did not. */
export const mayStand = (row: LedgerRow): boolean =>
  row.state === 'INTENT' ? row.uncertainCalls > 0 : row.state !== 'SETTLED';

/** What every row keeps through all of its states. */
export const rowBase = ({ id, grantId, key, permission, intentAt, closeBy }: LedgerRow): RowBase => ({
  id,
  grantId,
  key,
  permission,
  intentAt,
  closeBy,
});

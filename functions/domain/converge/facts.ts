import type { Instant } from '../instant.ts';
import type { Claim, LedgerRow } from '../ledger.ts';
import type { Consistency, ObservedRule } from '../observed-rule.ts';
import { ruleKey } from '../rule-key.ts';

/** One read of a group's rules. It shows the group as it was at some moment after `at - staleReads`. */
export interface Reading {
  /** When the read was sent. */
  readonly at: Instant;
  readonly rules: readonly ObservedRule[];
}

/** Why a rule is not closed yet: what became of the call, or that EC2 goes on showing what it calls removed. */
export type CloseFailure =
  | 'THROTTLED'
  | 'ACCESS_DENIED'
  | 'REFUSED'
  | 'UNKNOWN'
  | 'NOT_ANSWERED'
  | 'NOT_CALLED'
  | 'STILL_PRESENT';

/** What a call of this run said of one row. `NO_EFFECT` may be tried again; `REFUSED` will not get better. */
export type CallAnswer =
  | { readonly call: 'AUTHORIZE'; readonly said: 'OPENED'; readonly ruleId: string }
  | { readonly call: 'AUTHORIZE'; readonly said: 'NO_EFFECT' | 'UNKNOWN' }
  | { readonly call: 'AUTHORIZE'; readonly said: 'REFUSED'; readonly reason: string; readonly detail: string }
  | { readonly call: 'REVOKE'; readonly said: 'LISTED' | 'NOT_FOUND' }
  | { readonly call: 'REVOKE'; readonly said: 'FAILED'; readonly error: CloseFailure };

/** All that a plan may know beside the group's state. */
export interface Facts {
  readonly now: Instant;
  /** Id of this run of converge: its own claims carry it. */
  readonly run: string;
  /** Our value of the deployment tag. */
  readonly deployment: string;
  readonly consistency: Consistency;
  /** Whether a rule that somebody removed by hand is opened again, or only reported. */
  readonly reopensMissing: boolean;
  /** null where nothing was read, or the read failed. */
  readonly reading: Reading | null;
  /** Whether EC2 refused this run the reading, or did not answer. */
  readonly isUnreadable: boolean;
  /** Grants whose records are known to be broken in this run: it does without them. */
  readonly broken: ReadonlySet<string>;
  /** Ledger ids of rows whose closing failed in this run, as far as that is written. */
  readonly failed: ReadonlySet<string>;
  /** Grants of which this run has reported already that their closing fails. */
  readonly reported: ReadonlySet<string>;
  /** By ledger id. */
  readonly answers: ReadonlyMap<string, CallAnswer>;
  readonly newLedgerId: () => string;
}

/** What a run saw that people should know of. */
export interface Finding {
  readonly code: 'ORPHAN_RULE' | 'RULE_EDITED' | 'RULE_MISSING' | 'RULE_RETURNED' | 'REVOKE_CALL_FAILED';
  readonly ruleId: string;
  readonly grantId: string;
  readonly detail: string;
}

/** Where a row goes next: the same object where nothing changes. */
export interface Step {
  readonly row: LedgerRow;
  readonly call?: 'AUTHORIZE' | 'REVOKE';
  readonly finding?: Finding;
}

export const newClaim = ({ now, run, consistency }: Facts): Claim => ({
  run,
  at: now,
  until: now + consistency.functionTimeout,
});

/**
 * From when on a read can no longer show what was before `moment`. One function's clock noted the moment and another's
 * the read: what they may differ by is waited for, too.
 */
export const readableFrom = (moment: Instant, { consistency }: Facts): Instant =>
  moment + consistency.staleReads + (consistency.clockSkew ?? 0);

export const released = (claim: Claim, { now }: Facts): Claim => ({
  ...claim,
  until: Math.min(claim.until, now),
});

/** Both marks: our deployment's tag and a ledger id. Anything else is not ours. */
export const isOurs = (
  rule: ObservedRule,
  facts: Facts,
): rule is ObservedRule & { readonly ledgerId: string } =>
  rule.deployment === facts.deployment && rule.ledgerId !== null;

/** The rule of a row in the reading: by its id where that is known, else by its marks. */
export const observedRuleOf = (row: LedgerRow, facts: Facts): ObservedRule | undefined => {
  const ruleId = row.state === 'INTENT' ? null : row.ruleId;
  return facts.reading?.rules.find((rule) =>
    // Under whatever name of the deployment: it may have been renamed while the call was under way.
    ruleId === null ? rule.deployment !== null && rule.ledgerId === row.id : rule.ruleId === ruleId,
  );
};

/** Whether a rule still lets in exactly what its row says, and its description still says whose it is. */
export const isUnaltered = (rule: ObservedRule, row: LedgerRow): boolean =>
  rule.permission !== null && ruleKey(rule.permission) === row.key && rule.ledgerId === row.id;

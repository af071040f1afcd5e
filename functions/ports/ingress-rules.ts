import type { ObservedRule } from '../domain/observed-rule.ts';
import type { GroupRef, Permission } from '../domain/rule-key.ts';

export type { Consistency, ObservedRule } from '../domain/observed-rule.ts';

/** What EC2 refused without any effect. */
export type Refusal = 'THROTTLED' | 'ACCESS_DENIED' | 'GROUP_NOT_FOUND';

export type ListAnswer =
  | { readonly outcome: 'LISTED'; readonly rules: readonly ObservedRule[] }
  | { readonly outcome: Refusal | 'UNKNOWN'; readonly detail: string };

export type AuthorizeAnswer =
  | { readonly outcome: 'OPENED'; readonly ruleId: string }
  /** A rule of this protocol, ports and source stands already: whose, a read must tell. */
  | { readonly outcome: 'DUPLICATE' }
  /**
   * `LIMIT_EXCEEDED`: a prefix list takes as many rules as it may have entries. `SOURCE_NOT_FOUND`: the security group or
   * prefix list that is the source is not there, or cannot be one here.
   */
  | {
      readonly outcome: Refusal | 'LIMIT_EXCEEDED' | 'SOURCE_NOT_FOUND' | 'REFUSED';
      readonly detail: string;
    }
  /** Time-out, lost connection, server error: it may have taken effect, or still do. */
  | { readonly outcome: 'UNKNOWN'; readonly detail: string };

export type RevokeAnswerOfCall =
  /** Only ids that are listed were removed; compare with those asked. */
  | { readonly outcome: 'ANSWERED'; readonly ruleIds: readonly string[] }
  /** At least one id is not there; EC2 then removes none of the batch. */
  | { readonly outcome: 'RULE_NOT_FOUND'; readonly detail: string }
  | { readonly outcome: Refusal | 'REFUSED'; readonly detail: string }
  | { readonly outcome: 'UNKNOWN'; readonly detail: string };

/** Security-group rules of one account. One call each, never retried inside. */
export interface IngressRules {
  /** Every ingress rule of the group, ours or not, all pages. May be stale for minutes. */
  list(group: GroupRef): Promise<ListAnswer>;
  /** Adds one rule that carries both of our marks. Not idempotent. */
  authorize(
    group: GroupRef,
    permission: Permission,
    marks: { readonly ledgerId: string },
  ): Promise<AuthorizeAnswer>;
  /** Removes rules by id. An id is never given twice by EC2, so that repeating is harmless. */
  revoke(group: GroupRef, ruleIds: readonly string[]): Promise<RevokeAnswerOfCall>;
}

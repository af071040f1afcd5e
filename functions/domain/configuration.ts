import type { Limits } from './limits.ts';
import type { GroupRef, Protocol } from './rule-key.ts';

/** An internal port behind a security group that can be asked for. */
export interface Target {
  readonly name: string;
  readonly description: string;
  /** Who answers for what stands behind the port: a team or an address, shown to approvers. */
  readonly owner: string;
  readonly group: GroupRef;
  readonly protocol: Protocol;
  readonly fromPort: number;
  readonly toPort: number;
  /** Canonical CIDRs; a source must lie within one of them. */
  readonly allowedSources: readonly string[];
  /** The widest source that may be asked for: its prefix must be at least this long. */
  readonly minimumPrefix: { readonly ipv4: number; readonly ipv6: number };
  /** `caller`: a source that is left out is the address that the request came from. */
  readonly sourceDefault: 'caller' | null;
  readonly maxMinutes: number;
  /** Canonical mailboxes, `machine:NAME`, or `group:NAME`. */
  readonly requesters: readonly string[];
  /** Canonical mailboxes, each attested to be one person's. */
  readonly approvers: readonly string[];
  readonly requiredApprovals: number;
  /** Out of use: nobody may ask, closing and sweeping go on. */
  readonly retired: boolean;
}

export interface MachineIdentity {
  readonly name: string;
  /** ARN of the IAM role or user that signs. */
  readonly principal: string;
  /** Canonical mailboxes of the people who answer for it. */
  readonly owners: readonly string[];
}

/** How policies are applied. */
export interface PolicySettings {
  /** IANA name, such as `Europe/Berlin`: whose weekdays and hours policies mean. */
  readonly timeZone: string;
  /** What becomes of an ask that is longer than any automatic permission: people decide, or it is cut to the cap. */
  readonly longerThanCap: 'people' | 'cut';
}

export const DEFAULT_POLICY_SETTINGS: PolicySettings = { timeZone: 'UTC', longerThanCap: 'people' };

/** All that a platform team decides. YAML and construct give the same object. */
export interface Configuration {
  /** Value of the tag `postern:deployment` on our rules; one of two marks that a rule is ours. */
  readonly deployment: string;
  readonly targets: readonly Target[];
  readonly machines: readonly MachineIdentity[];
  /** Named sets of canonical mailboxes. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Mailboxes (or `group:NAME`) that see every request and the audit trail, and may end any grant. */
  readonly auditors: readonly string[];
  readonly admins: readonly string[];
  /** How long people have to decide, in minutes. */
  readonly decideWithinMinutes: number;
  /** Open requests that one requester may have at a time. */
  readonly maxPendingPerRequester: number;
  /** Of one requester for one target. What is left out is as in `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Limits>;
  /** What is left out is as in `DEFAULT_POLICY_SETTINGS`. */
  readonly policy?: Partial<PolicySettings>;
  readonly mail: { readonly from: string };
  /** Issuer and audience of people's tokens, and the names of two claims. */
  readonly identity: {
    readonly issuer: string;
    readonly audience: readonly string[];
    readonly emailClaim: string;
    readonly groupsClaim: string;
  };
}

export const findTarget = (configuration: Configuration, name: string): Target | undefined =>
  configuration.targets.find((target) => target.name === name);

import type { Limits } from './limits.ts';
import type { PortRange } from './port-range.ts';
import type { Aliases } from './principal.ts';
import type { GroupRef } from './rule-key.ts';

/** Internal ports behind a security group that can be asked for, all of them together. */
export interface Target {
  readonly name: string;
  readonly description: string;
  /** Who answers for what stands behind the port: a team or an address, shown to approvers. */
  readonly owner: string;
  readonly group: GroupRef;
  /** One to `MOST_RANGES`, of which no two share a port. */
  readonly ports: readonly PortRange[];
  /** Canonical. A network that is asked for must lie within one of them; a security group or prefix list must be one. */
  readonly allowedSources: readonly string[];
  /** Who may ask from the security groups and prefix lists among them; left out: machines alone. */
  readonly referencedSources?: 'anybody';
  /** The widest network that may be asked for: its prefix must be at least this long. */
  readonly minimumPrefix: { readonly ipv4: number; readonly ipv6: number };
  /** `caller`: a source that is left out is the address that the request came from. */
  readonly sourceDefault: 'caller' | null;
  readonly maxMinutes: number;
  /** Canonical mailboxes, `machine:NAME`, or `group:NAME`. */
  readonly requesters: readonly string[];
  /** Canonical mailboxes, each attested to be one person's; groups are written out. */
  readonly approvers: readonly string[];
  /** Mailboxes that several approvers read. They get the mails and decide nothing: whoever decides signs in. */
  readonly sharedMailboxes?: readonly string[];
  /** Mailboxes, or `group:NAME`, that are told where nobody decides, and when glass is broken. */
  readonly escalateTo?: readonly string[];
  /** Who may open it at once in an emergency, to be looked at afterwards; left out: nobody. */
  readonly breakGlass?: BreakGlass;
  readonly requiredApprovals: number;
  /** Out of use: nobody may ask, closing and sweeping go on. */
  readonly retired: boolean;
}

export interface BreakGlass {
  /** Canonical mailboxes or `group:NAME`; no machine. */
  readonly requesters: readonly string[];
  /** The longest that it opens for, whatever is asked. */
  readonly maxMinutes: number;
}

/** How approvers sign in on the approval page: authorization code with PKCE (RFC 7636), as a public client. */
export interface SignIn {
  readonly clientId: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** Space-separated; its token must carry the claims that `identity` names. */
  readonly scope: string;
  /** Which of the issuer's tokens the API takes. */
  readonly token: 'id_token' | 'access_token';
}

/** When people are told once more, in minutes. What is left out follows from the time to decide. */
export interface ReminderSettings {
  /** After asking, to those who have not decided. Default: a quarter of the time to decide. */
  readonly afterMinutes: number;
  /** After asking, to a target's `escalateTo`. Default: half of the time to decide. */
  readonly escalateAfterMinutes: number;
  /** Before a grant ends, to whoever has it. */
  readonly endingSoonMinutes: number;
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
  /** Mailboxes (or `group:NAME`) that see every request and the audit trail. */
  readonly auditors: readonly string[];
  /** Mailboxes (or `group:NAME`) that may end any grant as well. */
  readonly admins: readonly string[];
  /** How long people have to decide, in minutes. */
  readonly decideWithinMinutes: number;
  /** Open requests that one requester may have at a time. */
  readonly maxPendingPerRequester: number;
  /**
   * What becomes of a live grant whose rule somebody removed by hand: that is reported and the grant ends (the default,
   * since whoever did it may have meant to cut somebody off), or the rule is opened again.
   */
  readonly missingRule?: 'report' | 'reopen';
  /** Of one requester for one target. What is left out is as in `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Limits>;
  /** What is left out is as in `DEFAULT_POLICY_SETTINGS`. */
  readonly policy?: Partial<PolicySettings>;
  /** Mailboxes of the same person, which count as one. */
  readonly people?: Aliases;
  readonly reminders?: Partial<ReminderSettings>;
  /** Present where a mailed link alone does not decide: its page has the approver sign in. */
  readonly signIn?: SignIn;
  readonly mail: { readonly from: string };
  /** Issuer and audience of people's tokens, and the names of two claims. */
  readonly identity: {
    readonly issuer: string;
    readonly audience: readonly string[];
    readonly emailClaim: string;
    readonly groupsClaim: string;
    /** The issuer puts no mailbox into that claim that it has not verified, and need not say so. Left out: it must. */
    readonly emailsAreVerified?: boolean;
  };
}

export const findTarget = (configuration: Pick<Configuration, 'targets'>, name: string): Target | undefined =>
  configuration.targets.find((target) => target.name === name);

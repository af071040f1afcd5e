/**
 * The configuration of a deployment, written in TypeScript: the keys of `config/postern.yaml` with the same meaning and
 * the same checks, but for what the construct knows itself (`aws`, `securityGroups`, `targets`).
 *
 * Mailboxes are written in small letters. `group:NAME` names an entry of `groups`, `machine:NAME` one of `machines`.
 */
export interface PosternSettings {
  /** Names this deployment: the value of the tag `postern:deployment` on every rule that Postern opens. */
  readonly deployment: string;
  /** People sign in with your identity provider; their tokens must carry a verified e-mail address. */
  readonly identity: IdentitySettings;
  /** The sender of all mails: verified in SES, itself or its domain. */
  readonly mail: { readonly from: string };
  /** Times and bounds of requests. Default: those of each. */
  readonly settings?: RequestSettings;
  /** How much of one target one person may have or want at a time. */
  readonly limits?: LimitSettings;
  /** How policies are applied; the policies themselves are `policies` of the construct. */
  readonly policy?: {
    /** Whose weekdays and hours policies mean: an IANA name such as `Europe/Berlin`. Default: UTC. */
    readonly timeZone?: string;
    /** An ask that is longer than what opens by itself goes to people, or is cut to what does. Default: people. */
    readonly longerThanCap?: 'people' | 'cut';
  };
  /** Who is told once more, and when. */
  readonly reminders?: ReminderSettings;
  /** Has approvers sign in on the approval page. Default: a mailed link and the code of the mail decide. */
  readonly approvals?: SignInSettings;
  /** Mailboxes that are one person's, by a name of your choice. They count as one. */
  readonly people?: Readonly<Record<string, readonly string[]>>;
  /** Named sets of mailboxes. One with no members has those that the token's groups claim says. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** Systems that ask, by name. */
  readonly machines?: Readonly<Record<string, MachineSettings>>;
  /** Mailboxes or `group:NAME` that see every request and the audit trail. */
  readonly auditors?: readonly string[];
  /** Mailboxes or `group:NAME` that may end any grant as well. */
  readonly admins?: readonly string[];
}

export interface IdentitySettings {
  /** https address of the issuer, exactly as its tokens say it. */
  readonly issuer: string;
  /** Audiences of which a token must have one. */
  readonly audience: readonly string[];
  /** Claim with the mailbox. Default: `email`. Another one takes `emailsAreVerified`. */
  readonly emailClaim?: string;
  /** Claim with the list of groups. Default: `groups`. */
  readonly groupsClaim?: string;
  /** The issuer puts no mailbox into that claim that it has not verified, and need not say so. Default: false. */
  readonly emailsAreVerified?: boolean;
}

export interface RequestSettings {
  /** How long people have to decide, in minutes; then the request expires. 1 to 10,080. Default: 60. */
  readonly decideWithinMinutes?: number;
  /** Undecided requests that one requester may have at a time. 1 to 1,000. Default: 10. */
  readonly maxPendingPerRequester?: number;
  /**
   * What becomes of a rule of ours that somebody removed by hand while it was granted: `report` ends the grants that had it,
   * `reopen` opens it anew. Default: report.
   */
  readonly missingRule?: 'report' | 'reopen';
}

/** Of one person for one target, by whichever of their mailboxes. What would go beyond is refused with the reason. */
export interface LimitSettings {
  /** Grants that have not ended. 1 to 90. Default: 10. */
  readonly openGrants?: number;
  /** Requests that nobody has decided yet. 1 to 90. Default: 5. */
  readonly pendingRequests?: number;
  /** Requests within 60 minutes, whatever became of them. 1 to 90. Default: 30. */
  readonly requestsPerHour?: number;
  /**
   * Addresses of all open and wanted sources together, in multiples of the widest network that the target takes. A
   * security group or prefix list counts as one such network. 1 to 1,000. Default: 10.
   */
  readonly widestSources?: number;
}

/** In minutes. */
export interface ReminderSettings {
  /** After asking: those who have not decided. Default: a quarter of the time to decide. */
  readonly afterMinutes?: number;
  /** After asking: a target's `escalateTo`. Default: half of the time to decide. */
  readonly escalateAfterMinutes?: number;
  /** Before a grant ends: whoever has it. Default: 10. */
  readonly endingSoonMinutes?: number;
}

/** The authorization code flow with PKCE, as a public client; see `approvals` in `config/postern.yaml`. */
export interface SignInSettings {
  /** true takes `clientId`, `authorizationEndpoint` and `tokenEndpoint`; with false none of the others has an effect. */
  readonly requireSignIn: boolean;
  /** Id of the approval page at your identity provider. With `token: 'id_token'` it must be one of `identity.audience`. */
  readonly clientId?: string;
  /** https address to which the page sends the approver. */
  readonly authorizationEndpoint?: string;
  /** https address at which the page exchanges the code for a token. */
  readonly tokenEndpoint?: string;
  /** Default: `openid email`. */
  readonly scope?: string;
  /** Which of the issuer's tokens the API takes. Default: id_token. */
  readonly token?: 'id_token' | 'access_token';
}

export interface MachineSettings {
  /** ARN of the IAM role or user that signs its calls. */
  readonly principal: string;
  /** Mailboxes of the people who answer for it, and therefore cannot approve what it asks for. */
  readonly owners: readonly string[];
}

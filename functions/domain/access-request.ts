import type { Trail } from './audit-event.ts';
import type { Grant } from './grant.ts';
import type { Instant } from './instant.ts';
import type { Principal } from './principal.ts';
import type { Review } from './review.ts';
import type { GroupRef, Permission } from './rule-key.ts';

/** What is asked for, resolved: exactly this opens, or nothing. */
export interface RequestedAccess {
  readonly group: GroupRef;
  /** One rule each; at least one. */
  readonly permissions: readonly Permission[];
}

export interface PolicyDecision {
  readonly outcome: 'denied' | 'automatic' | 'manual';
  /** Digest of the policies and the configuration that decided. */
  readonly version: string;
  /** Ids of the policies that determined the outcome. */
  readonly determinedBy: readonly string[];
  /** What those policies say of themselves to the requester, in their order. */
  readonly reasons: readonly string[];
  /** The longest that opens automatically; null where nothing does. */
  readonly maxMinutes: number | null;
  /** Approvals that the policies ask for, be it more than the target does; null where people are not asked. */
  readonly approvals: number | null;
}

/** The form of a request's id. */
export const REQUEST_ID = /^req_[0-9a-z]{26}$/;

/** What does not change after asking. */
export interface Asked {
  /** `req_` and 26 characters of a ULID. */
  readonly id: string;
  readonly target: string;
  readonly requester: Principal;
  readonly access: RequestedAccess;
  /** Of target, access and duration: see `digest.ts`. Approval links and activation are bound to it. */
  readonly digest: string;
  /** As asked; a grant may get fewer. */
  readonly durationMinutes: number;
  readonly reason: string;
  readonly ticket: string | null;
  readonly requestedAt: Instant;
  /** A pending request expires at this moment. */
  readonly decideBy: Instant;
  readonly startsAt: Instant;
  readonly requiredApprovals: number;
  /** Canonical mailboxes that may decide, the requester's own left out. */
  readonly approvers: readonly string[];
  readonly policy: PolicyDecision;
  /** Opened in an emergency, without anybody's approval. */
  readonly breakGlass?: true;
  /** Left out: nobody is reminded of anything. */
  readonly reminding?: Reminding;
}

/** When people are told once more; null: never. Fixed when it is asked, by the configuration of then. */
export interface Reminding {
  readonly remindAt: Instant | null;
  readonly escalateAt: Instant | null;
  /** Before the grant ends. */
  readonly endingSoonMinutes: number | null;
}

/** What people were told beside the events; bookkeeping, of which no right hangs but that to another mail. */
export interface Notices {
  /** How many were to be asked to decide; null until they were. */
  readonly asked: number | null;
  /** Mailboxes of them for which the mail service took the mail. */
  readonly notified: readonly string[];
  readonly remindedAt: Instant | null;
  readonly escalatedAt: Instant | null;
  readonly endingSoonAt: Instant | null;
  /** Fresh links that approvers asked for, in their order. */
  readonly resends: readonly { readonly approver: string; readonly at: Instant }[];
  /** Mailboxes of approvers whose tries at codes are used up, once they were to be told. */
  readonly exhausted: readonly string[];
  /** When it was last said that nobody has looked at an emergency. */
  readonly reviewMissedAt: Instant | null;
  /** When the timekeeper made sure that an emergency was signalled. */
  readonly emergencySignalledAt: Instant | null;
}

/** What the timekeeper must know to start or resume an execution that nobody else did. */
export interface WorkflowProgress {
  /** When StartExecution was answered; null until then. */
  readonly startedAt: Instant | null;
  /** When the waiting execution was told the decision; null until then. */
  readonly resumedAt: Instant | null;
  /** When somebody ended the grant early; left out until then, and once the timekeeper made sure that it is being closed. */
  readonly endAskedAt?: Instant;
}

export type RequestState =
  | { readonly status: 'PENDING'; readonly decidedAt: null; readonly grant: null }
  | { readonly status: 'APPROVED'; readonly decidedAt: Instant; readonly grant: Grant }
  | {
      readonly status: 'DENIED' | 'REJECTED' | 'CANCELLED' | 'EXPIRED';
      readonly decidedAt: Instant;
      readonly grant: null;
    };

export type AccessRequest = Asked &
  RequestState & {
    readonly reviews: readonly Review[];
    readonly workflow: WorkflowProgress;
    /** Left out until there is any. */
    readonly notices?: Notices;
    readonly trail: Trail;
    /** Rises by one with every write; every write is conditioned on it. */
    readonly version: number;
  };

export type RequestStatus = AccessRequest['status'];
export type ApprovedRequest = Extract<AccessRequest, { readonly status: 'APPROVED' }>;

/** `PENDING`, `APPROVED/ACTIVE`, …: a request's state together with its grant's. */
export const stateName = (request: RequestState): string =>
  request.grant ? `${request.status}/${request.grant.status}` : request.status;

/** What a request gets that nobody has to decide: what was asked, within the cap of the policies. */
export const automaticMinutes = ({
  durationMinutes,
  policy,
}: Pick<Asked, 'durationMinutes' | 'policy'>): number =>
  Math.min(durationMinutes, policy.maxMinutes ?? durationMinutes);

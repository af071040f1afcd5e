import { canonicalJson, sha256 } from './hash.ts';
import { type Instant, toTimestamp } from './instant.ts';

export type AuditEventType =
  | 'REQUESTED'
  | 'BREAK_GLASS_OPENED'
  | 'BREAK_GLASS_REVIEWED'
  | 'DENIED'
  | 'REVIEWED'
  | 'APPROVED'
  | 'REJECTED'
  | 'CANCELLED'
  | 'UNDECIDED'
  | 'ACTIVATION_STARTED'
  | 'ACTIVATED'
  | 'ACTIVATION_FAILED'
  | 'REVOCATION_STARTED'
  | 'REVOCATION_FAILED'
  | 'EXPIRED'
  | 'REVOKED';

/** A fact beside the transition: small, flat, and never a secret. */
export type AuditDetails = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** One immutable record of one transition. Events of a request form a chain: each carries the hash before it. */
export interface AuditEvent {
  readonly requestId: string;
  /** 1 for the first event of a request, then without a gap. */
  readonly sequence: number;
  readonly type: AuditEventType;
  /** A principal's name, or `postern` for what time or the workflow did. */
  readonly actor: string;
  /** `PENDING`, `APPROVED/ACTIVE`, …; null before the first. */
  readonly from: string | null;
  readonly to: string;
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly details: AuditDetails;
  /** Hash of the event before; {@link CHAIN_START} for the first. */
  readonly previousHash: string;
  /** `sha256:` and hex, over every field above in canonical JSON. */
  readonly hash: string;
}

export interface AuditEventDraft {
  readonly type: AuditEventType;
  readonly actor: string;
  readonly at: Instant;
  readonly details?: AuditDetails;
}

/** How far a request's trail has come; kept on the request, so that the next event can be chained to it. */
export interface Trail {
  readonly length: number;
  readonly head: string;
}

export const CHAIN_START = `sha256:${'0'.repeat(64)}`;
export const EMPTY_TRAIL: Trail = { length: 0, head: CHAIN_START };
export const POSTERN = 'postern';

export const chainEvent = (
  requestId: string,
  trail: Trail,
  states: { readonly from: string | null; readonly to: string },
  draft: AuditEventDraft,
): AuditEvent => {
  const unsealed = {
    requestId,
    sequence: trail.length + 1,
    type: draft.type,
    actor: draft.actor,
    from: states.from,
    to: states.to,
    at: toTimestamp(draft.at),
    details: draft.details ?? {},
    previousHash: trail.head,
  };
  return { ...unsealed, hash: sha256(canonicalJson(unsealed)) };
};

/** The first sequence number at which the chain is broken, or undefined where it holds. */
export const firstBrokenLink = (events: readonly AuditEvent[]): number | undefined => {
  let previousHash = CHAIN_START;
  for (const [index, { hash, ...unsealed }] of events.entries()) {
    const holds =
      unsealed.sequence === index + 1 &&
      unsealed.previousHash === previousHash &&
      hash === sha256(canonicalJson(unsealed));
    if (!holds) return index + 1;
    previousHash = hash;
  }
  return undefined;
};

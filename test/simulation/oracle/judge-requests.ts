import { createHash } from 'node:crypto';
import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import type { AuditEvent } from '../../../functions/domain/audit-event.ts';
import { MINUTE } from '../../../functions/domain/instant.ts';
import type { Commit } from '../../../functions/ports/access-store.ts';
import type { Cloud } from '../functions/cloud.ts';
import type { Court } from './court.ts';

const stateOf = ({ status, grant }: AccessRequest): string => (grant ? `${status}/${grant.status}` : status);
const FINAL = ['EXPIRED', 'REVOKED', 'FAILED'];
const START = `sha256:${'0'.repeat(64)}`;

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
};
const sealOf = ({ hash: _, ...event }: AuditEvent): string =>
  `sha256:${createHash('sha256')
    .update(JSON.stringify(sorted(event)))
    .digest('hex')}`;

/**
 * Invariants 4, 7 and 9: one outcome, never by the requester, not longer than approved and not before its start, and one event
 * a transition.
 */
export class RequestsJudge {
  readonly #cloud: Cloud;
  readonly #court: Court;

  constructor(cloud: Cloud, court: Court) {
    this.#cloud = cloud;
    this.#court = court;
  }

  /** Called before the commit is written, so that the truth is still what was. */
  committing({ changes }: Commit): void {
    for (const { after, event } of changes) {
      const before = this.#cloud.tables.requests.get(after.id);
      this.#judgeOutcome(before, after);
      this.#judgeEvent(before, after, event);
    }
  }

  /** The whole chain, once at the end: hashes are dear. */
  judgeChains(): void {
    for (const [id, events] of this.#cloud.tables.events) {
      let previous = START;
      for (const [index, event] of events.entries()) {
        const holds =
          event.sequence === index + 1 && event.previousHash === previous && event.hash === sealOf(event);
        this.#court.demand(9, holds, () => `the chain of ${id} is broken at ${index + 1}`);
        previous = event.hash;
      }
    }
  }

  #judgeOutcome(before: AccessRequest | undefined, after: AccessRequest): void {
    const [was, is] = [before ? stateOf(before) : null, stateOf(after)];
    const isDecided = before !== undefined && before.status !== 'PENDING';
    this.#court.demand(
      4,
      !isDecided || before.status === after.status,
      () => `${after.id} was ${was} and becomes ${is}`,
    );
    const isOver = before?.grant && FINAL.includes(before.grant.status);
    this.#court.demand(4, !isOver || was === is, () => `${after.id} had ended as ${was} and becomes ${is}`);
    const own = after.requester.kind === 'person' ? [after.requester.email] : after.requester.owners;
    const reviewers = after.reviews.map(({ reviewer }) => reviewer);
    this.#court.demand(
      4,
      !reviewers.some((name) => own.includes(name)),
      () => `${after.id} is decided by who asked`,
    );
    this.#court.demand(
      4,
      new Set(reviewers).size === reviewers.length,
      () => `${after.id} has two reviews of one person`,
    );
    const isSame = before === undefined || JSON.stringify(before.access) === JSON.stringify(after.access);
    this.#court.demand(7, isSame, () => `what ${after.id} asks for has changed`);
    if (after.grant?.status === 'ACTIVE') this.#judgeLength(after);
    if (before?.grant?.status === 'SCHEDULED' && after.grant?.status === 'ACTIVATING')
      this.#judgeStart(before);
  }

  /** By any clock: what is approved for later does not open before. */
  #judgeStart({ id, startsAt, requestedAt }: AccessRequest): void {
    const isForLater = startsAt > requestedAt;
    const { scheduler, skewSpread } = this.#cloud;
    const isEarly = isForLater && scheduler.now() + skewSpread < startsAt;
    this.#court.demand(7, !isEarly, () => `${id} opens before the start that was approved`);
  }

  #judgeLength(request: AccessRequest): void {
    if (request.grant?.status !== 'ACTIVE') return;
    const narrowed = request.reviews.flatMap(({ durationMinutes }) => durationMinutes ?? []);
    const most = Math.min(request.durationMinutes, ...narrowed) * MINUTE;
    const { activatedAt, expiresAt } = request.grant;
    this.#court.demand(
      7,
      expiresAt - activatedAt <= most,
      () => `${request.id} is open for longer than approved`,
    );
  }

  #judgeEvent(before: AccessRequest | undefined, after: AccessRequest, event: AuditEvent | null): void {
    const [was, is] = [before ? stateOf(before) : null, stateOf(after)];
    const reviewed = after.reviews.length !== (before?.reviews.length ?? 0);
    const isTransition = was !== is || reviewed;
    this.#court.demand(
      9,
      isTransition === (event !== null),
      () => `${after.id}: ${was} → ${is} has ${event ? 'an' : 'no'} event`,
    );
    if (!event) return;
    const known = this.#cloud.tables.events.get(after.id) ?? [];
    const follows =
      event.sequence === known.length + 1 && event.previousHash === (known.at(-1)?.hash ?? START);
    this.#court.demand(9, follows, () => `an event of ${after.id} does not follow the one before`);
    this.#court.demand(
      9,
      event.from === was && event.to === is,
      () => `an event of ${after.id} says another transition`,
    );
  }
}

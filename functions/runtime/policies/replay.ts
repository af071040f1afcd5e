import type { AccessRequest } from '../../domain/access-request.ts';
import { automaticMinutes } from '../../domain/access-request.ts';
import type { Configuration } from '../../domain/configuration.ts';
import type { Instant } from '../../domain/instant.ts';
import type { AccessStore, AuditPosition } from '../../ports/access-store.ts';
import type { Policy } from '../../ports/policy.ts';
import { evaluate, type TriedOutcome } from './evaluate.ts';
import { readHistory } from './read-history.ts';

export interface Replayed {
  readonly request: AccessRequest;
  /** What was decided when it was asked. */
  readonly was: TriedOutcome;
  /** What would be decided. */
  readonly now: TriedOutcome;
  readonly isChanged: boolean;
}

type Records = Pick<AccessStore, 'audit' | 'read' | 'list'>;

const decidedThen = (request: AccessRequest): TriedOutcome => {
  const { policy, requiredApprovals } = request;
  const { outcome, determinedBy } = policy;
  return {
    outcome,
    by: determinedBy,
    minutes: outcome === 'automatic' ? automaticMinutes(request) : null,
    approvals: outcome === 'manual' ? requiredApprovals : null,
    why: '',
  };
};

/** Which policy said so may change; what comes of it is what counts. */
const differ = (a: TriedOutcome, b: TriedOutcome): boolean =>
  a.outcome !== b.outcome || a.minutes !== b.minutes || a.approvals !== b.approvals;

const firstEvents = async function* (records: Records, from: Instant, to: Instant) {
  let after: AuditPosition | undefined;
  do {
    const page = await records.audit({ from, to, limit: 100, ...(after ? { after } : {}) });
    for (const event of page.items) if (event.sequence === 1) yield event.requestId;
    after = page.next ?? undefined;
  } while (after !== undefined);
};

/**
 * Puts every recorded request before a policy, as it was: who asked, in which groups, for what, at that time and with
 * what they had had by then. Oldest first.
 */
export const replay = async function* (
  records: Records,
  proposed: { readonly configuration: Configuration; readonly policy: Policy },
  { from, to }: { readonly from: Instant; readonly to: Instant },
): AsyncGenerator<Replayed> {
  for await (const id of firstEvents(records, from, to)) {
    const request = await records.read(id);
    if (request === undefined) continue;
    const { requester, target, durationMinutes, ticket, requestedAt, startsAt } = request;
    const [first] = request.access.permissions;
    const history = await readHistory(records, request);
    const at = Math.max(requestedAt, startsAt);
    const asked = { requester, target, durationMinutes, ticket, askedAt: requestedAt, at };
    const breakGlass = request.breakGlass ?? false;
    const ask = { ...asked, breakGlass, history, source: first?.source ?? '' };
    const was = decidedThen(request);
    const now = await evaluate(proposed, ask);
    yield { request, was, now, isChanged: differ(was, now) };
  }
};

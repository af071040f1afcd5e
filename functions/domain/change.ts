import { type AccessRequest, type RequestState, stateName } from './access-request.ts';
import { type AuditEvent, type AuditEventDraft, chainEvent } from './audit-event.ts';

/** One write of one request: what it was, what it becomes, and the event that says so (none where no state moved). */
export interface Change {
  /** null for a request that is new. */
  readonly before: AccessRequest | null;
  readonly after: AccessRequest;
  readonly event: AuditEvent | null;
}

type Mutable = RequestState & Partial<Pick<AccessRequest, 'reviews' | 'workflow'>>;

/** A transition: the new state and its one audit event, chained. */
export const moved = (request: AccessRequest, next: Mutable, draft: AuditEventDraft): Change => {
  const event = chainEvent(
    request.id,
    request.trail,
    { from: stateName(request), to: stateName(next) },
    draft,
  );
  return {
    before: request,
    after: {
      ...request,
      ...next,
      trail: { length: event.sequence, head: event.hash },
      version: request.version + 1,
    },
    event,
  };
};

/** Bookkeeping that moves no state, and therefore has no event. */
export const noted = (
  request: AccessRequest,
  note: Partial<Pick<AccessRequest, 'workflow' | 'grant' | 'notices'>>,
): Change => ({
  before: request,
  after: { ...request, ...note, version: request.version + 1 } as AccessRequest,
  event: null,
});

import type { AccessRequest } from '../domain/access-request.ts';
import type { Change } from '../domain/change.ts';
import type { Commit, RequestStore } from '../ports/access-store.ts';

/** A request is written by few at a time; losing this often in a row means that something is wrong. */
const MOST_TRIES = 20;

type Step<Refusal> =
  | { readonly change: Change; readonly with?: Omit<Commit, 'changes'> }
  | { readonly refusal: Refusal };

/**
 * Reads a request, lets `step` say what becomes of it, and writes that; anew from the record whenever another write
 * came first. So a decision is always made on what is written, and of two at once the later sees the earlier.
 */
export const changeRequest = async <Refusal>(
  store: RequestStore,
  requestId: string,
  step: (request: AccessRequest) => Step<Refusal> | Promise<Step<Refusal>>,
): Promise<
  { readonly changed: AccessRequest } | { readonly refusal: Refusal } | { readonly missing: true }
> => {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const request = await store.read(requestId);
    if (request === undefined) return { missing: true };
    const next = await step(request);
    if ('refusal' in next) return next;
    const { outcome } = await store.commit({ ...next.with, changes: [next.change] });
    if (outcome === 'COMMITTED') return { changed: next.change.after };
  }
  throw new Error(`${requestId} could not be written: ${MOST_TRIES} other writes came first`);
};

import type { AccessRequest } from '../domain/access-request.ts';
import { DAY } from '../domain/instant.ts';
import { record } from '../domain/request-transitions.ts';
import type { IdempotencyRecord } from '../ports/access-store.ts';
import type { Dependencies } from './dependencies.ts';
import { orLeaveToTimekeeper, startExecution } from './tell-workflow.ts';
import { type Ask, type AskRefusal, weighRequest } from './weigh-request.ts';

export interface RequestAccessCommand extends Ask {
  readonly idempotency: Pick<IdempotencyRecord, 'key' | 'bodyHash'> | null;
}

export type RequestAccessOutcome =
  | { readonly outcome: 'REQUESTED'; readonly request: AccessRequest }
  /** The idempotency key made this request before. */
  | { readonly outcome: 'REPEATED'; readonly request: AccessRequest }
  | { readonly outcome: 'IDEMPOTENCY_KEY_REUSED' }
  | AskRefusal;

type RequestDependencies = Pick<
  Dependencies,
  'store' | 'clock' | 'ids' | 'policy' | 'workflow' | 'signals' | 'configuration'
>;

/** A repeated call after a day is a new wish. */
const IDEMPOTENCY_FOR = DAY;

/** Nobody has that many emergencies at once that may be: losing this often means that something is wrong. */
const MOST_TRIES = 20;

const repeated = async (
  { store, clock }: RequestDependencies,
  { idempotency }: RequestAccessCommand,
): Promise<RequestAccessOutcome | null> => {
  const known = idempotency && (await store.readIdempotency(idempotency.key, clock.now()));
  if (!known) return null;
  if (known.bodyHash !== idempotency.bodyHash) return { outcome: 'IDEMPOTENCY_KEY_REUSED' };
  const request = await store.read(known.requestId);
  if (request === undefined)
    throw new Error(`An idempotency key names ${known.requestId}, which does not exist`);
  return { outcome: 'REPEATED', request };
};

/** Asks for access. Whatever is refused writes nothing, except a denial by policy, which is on record. */
export const requestAccess = (dependencies: RequestDependencies) => {
  const { store } = dependencies;
  const weigh = weighRequest(dependencies);
  return async (command: RequestAccessCommand): Promise<RequestAccessOutcome> => {
    const { idempotency } = command;
    const before = await repeated(dependencies, command);
    if (before) return before;

    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const weighed = await weigh(command);
      if (weighed.outcome === 'REFUSED') {
        if (weighed.denied) await store.commit({ changes: [record(weighed.denied)] });
        return weighed.refusal;
      }
      const { asked, emergencies } = weighed;
      const change = record(asked);
      const kept = idempotency && {
        ...idempotency,
        requestId: asked.id,
        expiresAt: asked.requestedAt + IDEMPOTENCY_FOR,
      };
      const committed = await store.commit({
        changes: [change],
        ...(kept && { idempotency: kept }),
        ...(emergencies && { emergencies }),
      });
      if (committed.outcome === 'CONFLICT') {
        // The same key, sent twice at once: the other call made the request.
        const other = await repeated(dependencies, command);
        if (other) return other;
        // Another emergency of the same person was first: whether there may be one more is to be weighed anew.
        if (committed.on === 'EMERGENCIES') continue;
        throw new Error(`${asked.id} could not be written: ${committed.on}`);
      }
      await orLeaveToTimekeeper(startExecution, dependencies, change.after);
      return { outcome: 'REQUESTED', request: change.after };
    }
    throw new Error(`An emergency could not be written: ${MOST_TRIES} others of the same person came first`);
  };
};

import type { AccessRequest } from '../domain/access-request.ts';
import { DAY } from '../domain/instant.ts';
import { record } from '../domain/request-transitions.ts';
import type { IdempotencyRecord } from '../ports/access-store.ts';
import type { Ask } from './ask.ts';
import type { AskRefusal } from './ask-refusals.ts';
import type { Dependencies } from './dependencies.ts';
import { rateLimited } from './request-limits.ts';
import { orLeaveToTimekeeper, startExecution } from './tell-workflow.ts';
import { type Writable, weighRequest } from './weigh-request.ts';

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

/**
 * Each time another request of the same person for the target comes first, this one is weighed anew. More than may be made
 * within an hour by default, so that whoever calls that often at once hears of the limit.
 */
const MOST_TRIES = 40;

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

/**
 * Writes an ask together with its person's tally; null where another request of theirs for the target came first, or one
 * with the same key.
 */
const write = async (
  { store }: RequestDependencies,
  { asked, tally }: Writable,
  idempotency: RequestAccessCommand['idempotency'],
): Promise<AccessRequest | null> => {
  const change = record(asked);
  const kept = idempotency && {
    ...idempotency,
    requestId: asked.id,
    expiresAt: asked.requestedAt + IDEMPOTENCY_FOR,
  };
  const committed = await store.commit({
    changes: [change],
    tally,
    ...(kept && { idempotency: kept }),
  });
  if (committed.outcome === 'COMMITTED') return change.after;
  if (committed.on === 'TALLY' || committed.on === 'IDEMPOTENCY') return null;
  throw new Error(`${asked.id} could not be written: ${committed.on}`);
};

/** Asks for access. Whatever is refused writes nothing, except a denial by policy, which is on record. */
export const requestAccess = (dependencies: RequestDependencies) => {
  const weigh = weighRequest(dependencies);
  return async (command: RequestAccessCommand): Promise<RequestAccessOutcome> => {
    const before = await repeated(dependencies, command);
    if (before) return before;

    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const weighed = await weigh(command);
      if (weighed.outcome === 'REFUSED') {
        const { denied, refusal } = weighed;
        // A denial uses up no key.
        const isLost = denied !== null && (await write(dependencies, denied, null)) === null;
        if (isLost) continue;
        // The same key, sent twice at once: what the other call made may be what speaks against this one.
        return (await repeated(dependencies, command)) ?? refusal;
      }
      const request = await write(dependencies, weighed, command.idempotency);
      if (request) {
        await orLeaveToTimekeeper(startExecution, dependencies, request);
        return { outcome: 'REQUESTED', request };
      }
      const other = await repeated(dependencies, command);
      if (other) return other;
    }
    return rateLimited(`Many requests of yours for ${command.target} arrive at once: wait.`);
  };
};

import { type AccessRequest, stateName } from '../domain/access-request.ts';
import { maySee } from '../domain/entitlement.ts';
import { SECOND } from '../domain/instant.ts';
import type { Principal } from '../domain/principal.ts';
import type { Pause } from '../ports/clock.ts';
import type { Dependencies } from './dependencies.ts';

export type GetOutcome =
  | { readonly outcome: 'FOUND'; readonly request: AccessRequest }
  /** Also for what the caller may not see. */
  | { readonly outcome: 'NOT_FOUND' };

const POLL_EVERY = SECOND;

/** Reads a request; with `waitSeconds`, answers as soon as its state or its grant's changes, or the time is over. */
export const getRequest =
  ({
    store,
    clock,
    pause,
    configuration,
  }: Pick<Dependencies, 'store' | 'clock' | 'configuration'> & { readonly pause: Pause }) =>
  async (query: {
    readonly caller: Principal;
    readonly id: string;
    readonly waitSeconds: number;
  }): Promise<GetOutcome> => {
    const until = clock.now() + query.waitSeconds * SECOND;
    const first = await store.read(query.id);
    if (first === undefined || !maySee(first, query.caller, configuration)) return { outcome: 'NOT_FOUND' };
    let latest = first;
    while (stateName(latest) === stateName(first) && clock.now() < until) {
      await pause.wait(Math.min(POLL_EVERY, until - clock.now()));
      latest = (await store.read(query.id)) ?? latest;
    }
    return { outcome: 'FOUND', request: latest };
  };

import { createApiHandler } from '../../../functions/handlers/api/create-handler.ts';
import { createApprovalsHandler } from '../../../functions/handlers/approvals/create-handler.ts';
import { aConfiguration, aWorld } from '../../support/world.ts';
import { type Answered, claimsOf, type HttpCall, httpEvent, send, signatureOf } from './http-call.ts';
import { recordedLog } from './recorded-log.ts';
import { watchedStore } from './watched-store.ts';

export const ROBOT_ROLE = 'arn:aws:iam::111122223333:role/batch/nightly-export';
export const ROBOT_SESSION = 'arn:aws:sts::111122223333:assumed-role/nightly-export/run-17';

const configuration = aConfiguration({
  machines: [{ name: 'nightly-export', principal: ROBOT_ROLE, owners: ['bob@example.com'] }],
});

/** The HTTP surface over real use cases and a real store, in memory. */
export const anApiWorld = (overrides: Partial<typeof configuration> = {}) => {
  const world = aWorld({ ...configuration, ...overrides });
  const recorded = recordedLog();
  const { store, writes } = watchedStore(world.dependencies.store);
  const dependencies = { ...world.dependencies, store, log: recorded.log };
  const api = createApiHandler(dependencies);
  const approvals = createApprovalsHandler(dependencies);
  const call = (given: HttpCall): Promise<Answered> => send(api, httpEvent(given));
  return {
    ...world,
    dependencies,
    log: recorded,
    /** Names of writing methods that were called, since the beginning. */
    writes,
    api,
    approvals,
    call,
    /** As a person with a token. */
    as: (name: string) => ({
      get: (path: string) => call({ method: 'GET', path, authorizer: claimsOf(name) }),
      post: (path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) =>
        call({ method: 'POST', path, body, headers, authorizer: claimsOf(name) }),
    }),
    /** As the configured machine, under /iam. */
    asRobot: () => ({
      get: (path: string) => call({ method: 'GET', path, authorizer: signatureOf(ROBOT_SESSION) }),
      post: (path: string, body?: unknown) =>
        call({ method: 'POST', path, body, authorizer: signatureOf(ROBOT_SESSION) }),
    }),
    /** At the approval page's own calls, from the page itself. */
    onPage: (path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) =>
      send(
        approvals,
        httpEvent({
          method: body === undefined ? 'GET' : 'POST',
          path,
          ...(body === undefined ? {} : { body }),
          headers: { origin: 'https://postern.example.com', 'sec-fetch-site': 'same-origin', ...headers },
        }),
      ),
  };
};

export type ApiWorld = ReturnType<typeof anApiWorld>;

export const ASK = {
  target: 'orders-db',
  durationMinutes: 30,
  reason: 'To read the stuck orders',
  source: '10.20.30.40',
} as const;

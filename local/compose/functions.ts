import type { Context } from 'aws-lambda';
import type { SqliteAccessStore } from '../../functions/adapters/local/sqlite/sqlite-access-store.ts';
import { createApiHandler } from '../../functions/handlers/api/create-handler.ts';
import { createApprovalsHandler } from '../../functions/handlers/approvals/create-handler.ts';
import { createAskApproversHandler } from '../../functions/handlers/ask-approvers/create-handler.ts';
import { createIngressHandler } from '../../functions/handlers/ingress/create-handler.ts';
import { createPublisherHandler } from '../../functions/handlers/publisher/create-handler.ts';
import { createSweeperHandler } from '../../functions/handlers/sweeper/create-handler.ts';
import { createTimekeeperHandler } from '../../functions/handlers/timekeeper/create-handler.ts';
import type { FunctionName } from '../../functions/runtime/environment.ts';
import { functionContext } from './function-context.ts';
import { readOrderRecord, readStreamRecord } from './stream-record.ts';

/** Everything that any of the functions stands on. */
export type FunctionDependencies = Parameters<typeof createApiHandler>[0] &
  Parameters<typeof createAskApproversHandler>[0] &
  Parameters<typeof createIngressHandler>[0] & { readonly store: SqliteAccessStore };

/** A function as others call it. */
export type Invocable<Event, Answer> = (event: Event) => Promise<Answer>;

const invocable =
  <Event, Answer>(name: FunctionName, handler: (event: Event, context: Context) => Promise<Answer>) =>
  (event: Event): Promise<Answer> =>
    handler(event, functionContext(name));

/** The very functions that run on Lambda, each as one call; but for what deploying alone takes. */
export const createFunctions = (dependencies: FunctionDependencies) => {
  const readRecord = readStreamRecord(dependencies.store);
  const readOrder = readOrderRecord(dependencies.store);
  return {
    api: invocable('api', createApiHandler(dependencies)),
    approvals: invocable('approvals', createApprovalsHandler(dependencies)),
    'ask-approvers': invocable('ask-approvers', createAskApproversHandler(dependencies)),
    ingress: invocable('ingress', createIngressHandler(dependencies)),
    sweeper: invocable('sweeper', createSweeperHandler(dependencies)),
    timekeeper: invocable('timekeeper', createTimekeeperHandler(dependencies)),
    publisher: invocable('publisher', createPublisherHandler({ ...dependencies, readRecord, readOrder })),
  } as const satisfies Record<Exclude<FunctionName, 'deployment'>, unknown>;
};

export type LocalFunctions = ReturnType<typeof createFunctions>;

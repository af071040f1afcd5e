import type { Context } from 'aws-lambda';
import { createAskApproversHandler } from '../../../functions/handlers/ask-approvers/create-handler.ts';
import { createIngressHandler } from '../../../functions/handlers/ingress/create-handler.ts';
import { createSweeperHandler } from '../../../functions/handlers/sweeper/create-handler.ts';
import { createTimekeeperHandler } from '../../../functions/handlers/timekeeper/create-handler.ts';
import { aWorld } from '../../support/world.ts';
import { CONTEXT } from './http-call.ts';
import { recordedLog } from './recorded-log.ts';

/** The functions that the workflow and the scheduler call, over real use cases and a real store, in memory. */
export const aWorkflowWorld = () => {
  const world = aWorld();
  const recorded = recordedLog();
  const dependencies = { ...world.dependencies, log: recorded.log };
  const invoke =
    <Result>(handler: (event: unknown, context: Context) => Promise<Result>) =>
    (event: unknown): Promise<Result> =>
      handler(event, CONTEXT);
  return {
    ...world,
    log: recorded,
    functions: {
      askApprovers: invoke(createAskApproversHandler(dependencies)),
      ingress: invoke(createIngressHandler(dependencies)),
      sweeper: invoke(createSweeperHandler(dependencies)),
      timekeeper: invoke(createTimekeeperHandler(dependencies)),
    },
  };
};

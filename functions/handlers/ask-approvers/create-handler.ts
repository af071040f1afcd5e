import middy from '@middy/core';
import * as z from 'zod';
import type { Log } from '../../runtime/log.ts';
import { eventBoundary } from '../../runtime/middleware/event-boundary.ts';
import { readEvent, requestId, version } from '../../runtime/middleware/read-event.ts';
import { type AskOutcome, askApprovers } from '../../use-cases/ask-approvers.ts';

export type AskApproversDependencies = Parameters<typeof askApprovers>[0] & { readonly log: Log };

const event = z.strictObject({
  version,
  action: z.literal('ask'),
  requestId,
  taskToken: z.string().min(1).max(2_048),
});

/** Called by the workflow, which then waits for the token. What is answered here goes nowhere. */
export const createAskApproversHandler = (dependencies: AskApproversDependencies) => {
  const ask = askApprovers(dependencies);
  return middy<unknown, AskOutcome>()
    .use(eventBoundary(dependencies.log))
    .handler(async (given) => {
      const { requestId: id, taskToken } = readEvent(event, given);
      return await ask({ requestId: id, taskToken });
    });
};

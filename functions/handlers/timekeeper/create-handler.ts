import middy from '@middy/core';
import * as z from 'zod';
import type { RequestStatus } from '../../domain/access-request.ts';
import type { Log } from '../../runtime/log.ts';
import { ComeAgain, eventBoundary } from '../../runtime/middleware/event-boundary.ts';
import { readEvent, requestId, version } from '../../runtime/middleware/read-event.ts';
import { expireRequest } from '../../use-cases/expire-request.ts';
import { keepTime, type TimekeeperReport } from '../../use-cases/keep-time.ts';

export type TimekeeperDependencies = Parameters<typeof keepTime>[0] & { readonly log: Log };

const event = z.discriminatedUnion('action', [
  z.strictObject({ version, action: z.literal('keep-time') }),
  z.strictObject({ version, action: z.literal('expire'), requestId }),
]);

/** The decision on record, for the workflow to branch by; or what one round came to. */
export type TimekeeperAnswer = { readonly outcome: RequestStatus } | TimekeeperReport;

/** Called every minute by the scheduler, and by the workflow when time to decide is over. */
export const createTimekeeperHandler = (dependencies: TimekeeperDependencies) => {
  const keep = keepTime(dependencies);
  const expire = expireRequest(dependencies);
  return middy<unknown, TimekeeperAnswer>()
    .use(eventBoundary(dependencies.log))
    .handler(async (given) => {
      const asked = readEvent(event, given);
      if (asked.action === 'keep-time') return await keep();
      const expired = await expire({ requestId: asked.requestId });
      if (expired.outcome === 'STILL_DECIDABLE') throw new ComeAgain('StillDecidable', asked.requestId);
      return { outcome: expired.status };
    });
};

import middy from '@middy/core';
import * as z from 'zod';
import type { Log } from '../../runtime/log.ts';
import { eventBoundary } from '../../runtime/middleware/event-boundary.ts';
import { readEvent, version } from '../../runtime/middleware/read-event.ts';
import { type SweepReport, sweep } from '../../use-cases/sweep.ts';

export type SweeperDependencies = Parameters<typeof sweep>[0] & { readonly log: Log };

/** `all`: groups in which nothing happens, too, instead of each of them every ten minutes. */
const event = z.strictObject({ version, action: z.literal('sweep'), all: z.boolean() });

/** Called every minute by the scheduler: the second, independent closer. */
export const createSweeperHandler = (dependencies: SweeperDependencies) => {
  const run = sweep(dependencies);
  return middy<unknown, SweepReport>()
    .use(eventBoundary(dependencies.log))
    .handler(async (given) => {
      const { all } = readEvent(event, given);
      return await run({ all });
    });
};

import middy from '@middy/core';
import * as z from 'zod';
import { toWaitTimestamp } from '../../domain/instant.ts';
import type { Log } from '../../runtime/log.ts';
import { ComeAgain, eventBoundary } from '../../runtime/middleware/event-boundary.ts';
import { readEvent, requestId, version } from '../../runtime/middleware/read-event.ts';
import { activateGrant } from '../../use-cases/activate-grant.ts';
import { endGrant } from '../../use-cases/end-grant.ts';

export type IngressDependencies = Parameters<typeof activateGrant>[0] & { readonly log: Log };

const event = z.discriminatedUnion('action', [
  z.strictObject({ version, action: z.literal('activate'), requestId }),
  z.strictObject({ version, action: z.literal('end'), requestId }),
]);

/** What the workflow branches by. */
export interface IngressAnswer {
  readonly outcome: string;
  /** RFC 3339 at whole seconds, for a Wait; null where nothing is open. */
  readonly expiresAt: string | null;
}

/** Opens and closes ports: the only function, beside the sweeper, that may. */
export const createIngressHandler = (dependencies: IngressDependencies) => {
  const activate = activateGrant(dependencies);
  const end = endGrant(dependencies);

  const open = async (id: string): Promise<IngressAnswer> => {
    const activated = await activate({ requestId: id });
    switch (activated.outcome) {
      case 'ACTIVE':
        return { outcome: 'ACTIVE', expiresAt: toWaitTimestamp(activated.expiresAt) };
      case 'NOT_ACTIVE':
        return { outcome: 'NOT_ACTIVE', expiresAt: null };
      case 'STILL_OPENING':
        throw new ComeAgain('StillOpening', id);
    }
  };

  const close = async (id: string): Promise<IngressAnswer> => {
    const ended = await end({ requestId: id });
    switch (ended.outcome) {
      case 'ENDED':
        return { outcome: 'ENDED', expiresAt: null };
      case 'NOT_YET_DUE':
        throw new ComeAgain('NotYetDue', id);
      case 'STILL_CLOSING':
        throw new ComeAgain('StillClosing', id);
    }
  };

  return middy<unknown, IngressAnswer>()
    .use(eventBoundary(dependencies.log))
    .handler(async (given) => {
      const asked = readEvent(event, given);
      switch (asked.action) {
        case 'activate':
          return await open(asked.requestId);
        case 'end':
          return await close(asked.requestId);
      }
    });
};

import { toWaitTimestamp } from '../../../functions/domain/instant.ts';
import type { UseCases } from './use-cases.ts';

/** An outcome that the workflow retries is an error to Step Functions, told by its name. */
class TaskError extends Error {
  constructor(name: 'StillOpening' | 'StillClosing' | 'NotYetDue' | 'StillDecidable') {
    super(name);
    this.name = name;
  }
}

export interface TaskPayload {
  readonly action: 'ask' | 'expire' | 'activate' | 'end';
  readonly requestId: string;
  readonly taskToken?: string;
}

/** What the functions of the workflow answer: outcomes as values, what is to be retried as an error. */
export const performTask = async (
  useCases: UseCases,
  { action, requestId, taskToken }: TaskPayload,
): Promise<unknown> => {
  switch (action) {
    case 'ask':
      return await useCases.askApprovers({ requestId, taskToken: taskToken ?? '' });
    case 'expire': {
      const expired = await useCases.expireRequest({ requestId });
      if (expired.outcome === 'STILL_DECIDABLE') throw new TaskError('StillDecidable');
      return { outcome: expired.status };
    }
    case 'activate': {
      const activated = await useCases.activateGrant({ requestId });
      if (activated.outcome === 'STILL_OPENING') throw new TaskError('StillOpening');
      return activated.outcome === 'ACTIVE'
        ? { ...activated, expiresAt: toWaitTimestamp(activated.expiresAt) }
        : activated;
    }
    case 'end': {
      const ended = await useCases.endGrant({ requestId });
      if (ended.outcome === 'NOT_YET_DUE') throw new TaskError('NotYetDue');
      if (ended.outcome === 'STILL_CLOSING') throw new TaskError('StillClosing');
      return ended;
    }
  }
};

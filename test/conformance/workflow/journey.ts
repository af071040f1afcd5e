import { type Instant, toWaitTimestamp } from '../../../functions/domain/instant.ts';
import type { EndingInput, WorkflowDecision, WorkflowInput } from '../../../functions/ports/workflow.ts';

/** What a function answers when it is called: a value, or the name of an error. Times are relative to that moment. */
export type Answer =
  | { readonly returns: unknown }
  | { readonly returnsAt: (now: Instant) => unknown }
  | { readonly throws: string };

/** `ask`, `expire`, `activate` and `end`: what the workflow asks its functions for. */
export type Action = 'ask' | 'expire' | 'activate' | 'end';

/** One way through the workflow: what its functions answer, and what must then be seen of it from outside. */
export interface Journey {
  readonly name: string;
  /** Whether every wait and retry is cut short: see hurried.ts. Default: the file is run as it is. */
  readonly hurried?: boolean;
  readonly input?: (now: Instant) => Partial<Omit<WorkflowInput, 'version' | 'requestId'>>;
  /** Whether it is the execution of a grant that ends early; `input` is then left out. */
  readonly isEnding?: true;
  /** In the order of the calls of one action; the last one is repeated. */
  readonly answers: Readonly<Partial<Record<Action, readonly Answer[]>>>;
  /** Told with the token as soon as the execution has asked. */
  readonly decision?: WorkflowDecision;
  readonly visits: readonly string[];
  /** What was asked for, in order, repetitions included. */
  readonly calls: readonly Action[];
  /** Milliseconds after the start before which nothing may be opened. */
  readonly opensAfter?: number;
  readonly ends: 'SUCCEEDED' | 'FAILED';
}

/** What an interpreter did with a journey. */
export interface Travelled {
  readonly visits: readonly string[];
  readonly calls: readonly Action[];
  readonly ends: string;
  /** Milliseconds from the start of the execution to the first call of the action. */
  readonly firstCalledAfter: (action: Action) => number;
}

/** What the execution of a journey is started with. */
export const inputOf = ({ input, isEnding }: Journey, now: Instant): WorkflowInput | EndingInput => {
  const about = { version: 1, requestId: 'req_1' } as const;
  if (isEnding) return { ...about, purpose: 'end' };
  return {
    ...about,
    approval: 'manual',
    decideWithinSeconds: 3_600,
    startsAt: toWaitTimestamp(now),
    ...input?.(now),
  };
};

export const travelled = (seen: {
  readonly visits: readonly string[];
  readonly ends: string;
  readonly calls: readonly { readonly action: Action; readonly at: Instant }[];
  readonly startedAt: Instant;
}): Travelled => ({
  visits: seen.visits,
  calls: seen.calls.map(({ action }) => action),
  ends: seen.ends,
  firstCalledAfter: (wanted) =>
    (seen.calls.find(({ action }) => action === wanted)?.at ?? Number.NaN) - seen.startedAt,
});

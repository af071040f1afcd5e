import * as z from 'zod';
import type { Instant } from '../../../domain/instant.ts';
import { json } from './json.ts';

const instant = z.number();

/** When a task is given up, and the error that says so. */
const deadline = z.strictObject({
  at: instant,
  error: z.enum(['States.Timeout', 'States.HeartbeatTimeout']),
});

const phase = z.discriminatedUnion('kind', [
  /** To be acted on at once. A token is there where a crash cut off the call that hands it over. */
  z.strictObject({
    kind: z.literal('READY'),
    at: instant,
    handover: z.strictObject({ token: z.string(), deadline: deadline.optional() }).optional(),
  }),
  z.strictObject({ kind: z.literal('WAITING'), until: instant }),
  z.strictObject({ kind: z.literal('INVOKING'), deadline: deadline.optional() }),
  z.strictObject({
    kind: z.literal('AWAITING_TOKEN'),
    token: z.string(),
    /** Whether the function that hands the token over has returned. */
    handedOver: z.boolean(),
    deadline: deadline.optional(),
  }),
  z.strictObject({ kind: z.literal('BACKING_OFF'), retryAt: instant }),
]);

const identity = {
  name: z.string(),
  /** Digest of the definition that it began with. */
  definition: z.string(),
  input: json,
  startedAt: instant,
  timeoutAt: instant.optional(),
  /** How many states it has entered. */
  entered: z.number(),
};

const running = z.strictObject({
  status: z.literal('RUNNING'),
  ...identity,
  current: z.strictObject({
    state: z.string(),
    enteredAt: instant,
    /** Before InputPath. */
    input: json,
    /** Attempts that each retrier of the state has given in this visit. */
    retries: z.array(z.number()),
    phase,
  }),
});

/** One run of a definition, whole: this is what is stored. */
export const execution = z.discriminatedUnion('status', [
  running,
  z.strictObject({ status: z.literal('SUCCEEDED'), ...identity, endedAt: instant, output: json }),
  z.strictObject({
    status: z.literal('FAILED'),
    ...identity,
    endedAt: instant,
    error: z.string(),
    cause: z.string(),
  }),
  z.strictObject({ status: z.literal('TIMED_OUT'), ...identity, endedAt: instant }),
  z.strictObject({ status: z.literal('ABORTED'), ...identity, endedAt: instant }),
]);

export type Execution = z.infer<typeof execution>;
export type RunningExecution = z.infer<typeof running>;
export type Phase = z.infer<typeof phase>;
export type Deadline = z.infer<typeof deadline>;

/** When time alone moves the execution on; undefined when only an answer can. */
export function dueAt(of: Execution): Instant | undefined {
  if (of.status !== 'RUNNING') return undefined;
  const at = Math.min(phaseDueAt(of.current.phase), of.timeoutAt ?? Infinity);
  return at === Infinity ? undefined : at;
}

export function isDue(of: Execution, now: Instant): boolean {
  const at = dueAt(of);
  return at !== undefined && at <= now;
}

/** Whether an answer with this token still counts: also between a restart and the repeated handover. */
export function awaitsAnswer(of: RunningExecution, token: string, now: Instant): boolean {
  const { phase } = of.current;
  const awaited = phase.kind === 'READY' ? phase.handover : phase;
  if (awaited === undefined || !('token' in awaited) || awaited.token !== token) return false;
  return Math.min(awaited.deadline?.at ?? Infinity, of.timeoutAt ?? Infinity) > now;
}

function phaseDueAt(of: Phase): Instant {
  switch (of.kind) {
    case 'READY':
      return of.at;
    case 'WAITING':
      return of.until;
    case 'BACKING_OFF':
      return of.retryAt;
    case 'INVOKING':
    case 'AWAITING_TOKEN':
      return of.deadline?.at ?? Infinity;
  }
}

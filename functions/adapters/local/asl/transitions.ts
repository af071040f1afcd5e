import { type Instant, SECOND } from '../../../domain/instant.ts';
import { placed } from './data-flow.ts';
import type { StateMachine } from './definition.ts';
import { catcherOf, nextAttempt } from './error-policy.ts';
import type { Execution, Phase, RunningExecution } from './execution.ts';
import type { Json } from './json.ts';
import { type Failure, runtimeError } from './state-error.ts';
import type { State } from './state-schema.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Step Functions ends an execution after 25,000 history events, of which each state takes at least two.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const MOST_STATES = 12_500;

interface Beginning {
  readonly name: string;
  /** Digest of the definition. */
  readonly definition: string;
  readonly machine: StateMachine;
  readonly input: Json;
  readonly now: Instant;
}

/** A new execution, at the door of its first state. */
export function begin({ name, definition, machine, input, now }: Beginning): RunningExecution {
  return {
    status: 'RUNNING',
    name,
    definition,
    input,
    startedAt: now,
    ...(machine.TimeoutSeconds === undefined ? {} : { timeoutAt: now + machine.TimeoutSeconds * SECOND }),
    entered: 1,
    current: visit(machine.StartAt, input, now),
  };
}

export function currentState(machine: StateMachine, { current }: RunningExecution): State {
  const state = machine.States[current.state];
  if (state === undefined) throw new Error(`The definition has no state "${current.state}".`);
  return state;
}

export const inPhase = (execution: RunningExecution, phase: Phase): RunningExecution => ({
  ...execution,
  current: { ...execution.current, phase },
});

export function enter(execution: RunningExecution, state: string, input: Json, now: Instant): Execution {
  if (execution.entered >= MOST_STATES) {
    return fail(execution, runtimeError(`It entered ${MOST_STATES} states.`).failure, now);
  }
  return { ...execution, entered: execution.entered + 1, current: visit(state, input, now) };
}

export function end<Ending extends { readonly status: Exclude<Execution['status'], 'RUNNING'> }>(
  { current: _, status: __, ...identity }: RunningExecution,
  ending: Ending,
  now: Instant,
) {
  return { ...identity, ...ending, endedAt: now };
}

export function fail(execution: RunningExecution, { error, cause }: Failure, now: Instant): Execution {
  return end(execution, { status: 'FAILED', error, cause }, now);
}

/** The state is done: on to the next one, or to the end. */
export function leave(
  state: { readonly Next?: string | undefined },
  execution: RunningExecution,
  output: Json,
  now: Instant,
): Execution {
  if (state.Next !== undefined) return enter(execution, state.Next, output, now);
  return end(execution, { status: 'SUCCEEDED', output }, now);
}

/** The state has failed: another attempt, a catcher, or the end, in this order. */
export function failState(
  state: State,
  execution: RunningExecution,
  failure: Failure,
  { now, random }: Surroundings,
): Execution {
  if (state.Type !== 'Task') return fail(execution, failure, now);
  const attempt = nextAttempt(state.Retry ?? [], failure.error, execution.current.retries, random);
  if (attempt !== undefined) {
    const waiting = inPhase(execution, { kind: 'BACKING_OFF', retryAt: now + attempt.delay });
    return { ...waiting, current: { ...waiting.current, retries: [...attempt.retries] } };
  }
  const catcher = catcherOf(state.Catch ?? [], failure.error);
  if (catcher === undefined) return fail(execution, failure, now);
  const errorOutput = { Error: failure.error, Cause: failure.cause };
  return enter(
    execution,
    catcher.Next,
    placed(catcher.ResultPath, execution.current.input, errorOutput),
    now,
  );
}

const visit = (state: string, input: Json, now: Instant): RunningExecution['current'] => ({
  state,
  enteredAt: now,
  input,
  retries: [],
  phase: { kind: 'READY', at: now },
});

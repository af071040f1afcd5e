import { type Instant, SECOND } from '../../../domain/instant.ts';
import { scopeOf } from './data-flow.ts';
import type { Deadline, RunningExecution } from './execution.ts';
import { fill } from './payload-template.ts';
import { readSeconds } from './read-typed.ts';
import type { Scope } from './reference-path.ts';
import type { Task } from './state-schema.ts';
import type { Step, Surroundings } from './surroundings.ts';
import { INVOKE_AND_WAIT } from './task-schema.ts';
import { inPhase } from './transitions.ts';

/** Begins an attempt: each one has its own token, but a handover that a crash cut off keeps its token and deadline. */
export function actOnTask(
  state: Task,
  execution: RunningExecution,
  { now, newTaskToken }: Surroundings,
): Step {
  const { phase } = execution.current;
  const handover = phase.kind === 'READY' ? phase.handover : undefined;
  const token = state.Resource === INVOKE_AND_WAIT ? (handover?.token ?? newTaskToken()) : undefined;
  const scope = scopeOf(state, execution, token);
  const deadline = handover === undefined ? deadlineOf(state, scope, now) : handover.deadline;
  const limit = deadline === undefined ? {} : { deadline };
  return {
    execution: inPhase(
      execution,
      token === undefined
        ? { kind: 'INVOKING', ...limit }
        : { kind: 'AWAITING_TOKEN', token, handedOver: false, ...limit },
    ),
    invocation: {
      functionName: state.Parameters.FunctionName,
      payload: fill(state.Parameters.Payload, scope),
    },
  };
}

/** The heartbeat counts as missed when its time is over: nothing here sends one. */
function deadlineOf(state: Task, scope: Scope, now: Instant): Deadline | undefined {
  if (state.HeartbeatSeconds !== undefined) {
    return { at: now + state.HeartbeatSeconds * SECOND, error: 'States.HeartbeatTimeout' };
  }
  const seconds =
    state.TimeoutSecondsPath === undefined
      ? state.TimeoutSeconds
      : readSeconds(state.TimeoutSecondsPath, scope, 1);
  return seconds === undefined ? undefined : { at: now + seconds * SECOND, error: 'States.Timeout' };
}

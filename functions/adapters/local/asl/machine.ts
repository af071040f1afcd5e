import { act } from './act.ts';
import { outputWith, passedOn } from './data-flow.ts';
import type { StateMachine } from './definition.ts';
import type { Execution, RunningExecution } from './execution.ts';
import type { Json } from './json.ts';
import { type Failure, StateError } from './state-error.ts';
import type { State, Wait } from './state-schema.ts';
import type { Step, Surroundings } from './surroundings.ts';
import { currentState, end, fail, failState, leave } from './transitions.ts';

/** One step of an execution that is due: pure, so that it can be stored before anything happens outside. */
export function advance(
  machine: StateMachine,
  execution: RunningExecution,
  surroundings: Surroundings,
): Step {
  const { now } = surroundings;
  if (execution.timeoutAt !== undefined && execution.timeoutAt <= now) {
    return { execution: end(execution, { status: 'TIMED_OUT' }, now) };
  }
  const state = currentState(machine, execution);
  return guarded(state, execution, surroundings, () => {
    const { phase } = execution.current;
    switch (phase.kind) {
      case 'READY':
      case 'BACKING_OFF':
        return act(state, execution, surroundings);
      case 'WAITING':
        return { execution: leave(state as Wait, execution, passedOn(state as Wait, execution), now) };
      case 'INVOKING':
      case 'AWAITING_TOKEN':
        throw new StateError(phase.deadline?.error ?? 'States.Timeout', 'The task took longer than it may.');
    }
  });
}

/** The task that the execution is in has this result. */
export function finishTask(
  machine: StateMachine,
  execution: RunningExecution,
  result: Json,
  surroundings: Surroundings,
): Execution {
  const state = currentState(machine, execution);
  if (state.Type !== 'Task') throw new Error(`"${execution.current.state}" is no task.`);
  return guarded(state, execution, surroundings, () => ({
    execution: leave(state, execution, outputWith(state, execution, result), surroundings.now),
  })).execution;
}

/** The task that the execution is in has failed. */
export function failTask(
  machine: StateMachine,
  execution: RunningExecution,
  failure: Failure,
  surroundings: Surroundings,
): Execution {
  return recovered(currentState(machine, execution), execution, failure, surroundings);
}

function guarded(
  state: State,
  execution: RunningExecution,
  surroundings: Surroundings,
  step: () => Step,
): Step {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return { execution: recovered(state, execution, error.failure, surroundings) };
  }
}

function recovered(
  state: State,
  execution: RunningExecution,
  failure: Failure,
  surroundings: Surroundings,
): Execution {
  try {
    return failState(state, execution, failure, surroundings);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return fail(execution, error.failure, surroundings.now);
  }
}

import { type Instant, SECOND } from '../../../domain/instant.ts';
import { actOnTask } from './act-on-task.ts';
import { holds } from './choice.ts';
import { outputWith, passedOn, scopeOf } from './data-flow.ts';
import type { Execution, RunningExecution } from './execution.ts';
import { fill } from './payload-template.ts';
import { readSeconds, readText } from './read-typed.ts';
import type { Scope } from './reference-path.ts';
import { runtimeError, StateError } from './state-error.ts';
import type { Choice, Fail, Pass, State, Wait } from './state-schema.ts';
import type { Step, Surroundings } from './surroundings.ts';
import { parseTimestamp } from './timestamp.ts';
import { end, enter, fail, inPhase, leave } from './transitions.ts';

/** Does what the state that was entered says. Throws a {@link StateError} where its data does not allow it. */
export function act(state: State, execution: RunningExecution, surroundings: Surroundings): Step {
  const { now } = surroundings;
  switch (state.Type) {
    case 'Task':
      return actOnTask(state, execution, surroundings);
    case 'Pass':
      return { execution: leave(state, execution, passOutput(state, execution), now) };
    case 'Choice':
      return { execution: choose(state, execution, now) };
    case 'Wait':
      return { execution: inPhase(execution, { kind: 'WAITING', until: waitUntil(state, execution) }) };
    case 'Succeed':
      return { execution: end(execution, { status: 'SUCCEEDED', output: passedOn(state, execution) }, now) };
    case 'Fail':
      return { execution: fail(execution, failureOf(state, scopeOf({}, execution)), now) };
  }
}

function passOutput(state: Pass, execution: RunningExecution) {
  const scope = scopeOf(state, execution);
  const input = state.Parameters === undefined ? scope.data : fill(state.Parameters, scope);
  return outputWith(state, execution, state.Result ?? input);
}

function choose(state: Choice, execution: RunningExecution, now: Instant): Execution {
  const scope = scopeOf(state, execution);
  const next = state.Choices.find((rule) => holds(rule, scope))?.Next ?? state.Default;
  if (next === undefined)
    throw new StateError('States.NoChoiceMatched', 'No rule holds and there is no Default.');
  return enter(execution, next, passedOn(state, execution), now);
}

function waitUntil(state: Wait, execution: RunningExecution): Instant {
  const scope = scopeOf(state, execution);
  if (state.Seconds !== undefined) return execution.current.enteredAt + state.Seconds * SECOND;
  if (state.SecondsPath !== undefined) {
    return execution.current.enteredAt + readSeconds(state.SecondsPath, scope, 0) * SECOND;
  }
  const at = parseTimestamp(state.Timestamp ?? readText(state.TimestampPath ?? '$', scope));
  if (at === undefined) throw runtimeError(`${state.TimestampPath} is no RFC 3339 timestamp.`);
  // https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-wait-state.html: milliseconds are cut off
  return Math.floor(at / SECOND) * SECOND;
}

function failureOf(state: Fail, scope: Scope) {
  return {
    error: state.Error ?? readText(state.ErrorPath ?? '$', scope),
    cause: state.CausePath === undefined ? (state.Cause ?? '') : readText(state.CausePath, scope),
  };
}

import { toTimestamp } from '../../../domain/instant.ts';
import type { RunningExecution } from './execution.ts';
import type { Json } from './json.ts';
import type { ReferencePath } from './reference-path.ts';

/** The part of the context object that does not differ between Step Functions and here. */
const KNOWN = [
  'Execution.Input',
  'Execution.Name',
  'Execution.StartTime',
  'State.EnteredTime',
  'State.Name',
  'State.RetryCount',
  'Task.Token',
];

/** `$$` of a state. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
export function contextObject(execution: RunningExecution, token?: string): Json {
  const { state, enteredAt, retries } = execution.current;
  return {
    Execution: {
      Input: execution.input,
      Name: execution.name,
      StartTime: toTimestamp(execution.startedAt),
    },
    State: {
      EnteredTime: toTimestamp(enteredAt),
      Name: state,
      RetryCount: retries.reduce((sum, count) => sum + count, 0),
    },
    ...(token === undefined ? {} : { Task: { Token: token } }),
  };
}

export const isKnownContextPath = (path: ReferencePath): boolean =>
  KNOWN.includes(path.segments.slice(0, 2).join('.'));

export const isTaskToken = (path: ReferencePath): boolean =>
  path.root === 'CONTEXT' && path.segments.slice(0, 2).join('.') === 'Task.Token';

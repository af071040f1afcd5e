import { contextObject } from './context-object.ts';
import type { RunningExecution } from './execution.ts';
import type { Json } from './json.ts';
import { fill } from './payload-template.ts';
import { read, type Scope, write } from './reference-path.ts';

interface InputOutput {
  readonly InputPath?: string | null | undefined;
  readonly OutputPath?: string | null | undefined;
}

interface Result extends InputOutput {
  readonly ResultSelector?: Readonly<Record<string, Json>> | undefined;
  readonly ResultPath?: string | null | undefined;
}

/** What the state works on: its input after InputPath, beside the context object. */
export function scopeOf({ InputPath }: InputOutput, execution: RunningExecution, token?: string): Scope {
  const context = contextObject(execution, token);
  return { context, data: select(InputPath, { data: execution.current.input, context }) };
}

/** Output of a state that passes its input on: InputPath, then OutputPath. */
export function passedOn(state: InputOutput, execution: RunningExecution): Json {
  return select(state.OutputPath, scopeOf(state, execution));
}

/** Output of a state with a result: ResultSelector, then ResultPath into the raw input, then OutputPath. */
export function outputWith(state: Result, execution: RunningExecution, result: Json): Json {
  const context = contextObject(execution);
  const selected =
    state.ResultSelector === undefined ? result : fill(state.ResultSelector, { data: result, context });
  const data = placed(state.ResultPath, execution.current.input, selected);
  return select(state.OutputPath, { data, context });
}

/** ResultPath: where in the input the result goes. Null drops the result. */
export function placed(resultPath: string | null | undefined, input: Json, result: Json): Json {
  return resultPath === null ? input : write(resultPath ?? '$', input, result);
}

/** A path of null stands for an empty object. */
function select(path: string | null | undefined, scope: Scope): Json {
  return path === null ? {} : read(path ?? '$', scope);
}

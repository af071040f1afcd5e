import * as z from 'zod';
import { isTaskToken } from './context-object.ts';
import type { Json } from './json.ts';
import { dataPath, taskPayloadTemplate } from './path-schema.ts';
import { pathFields } from './payload-template.ts';
import { parseReferencePath } from './reference-path.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';
/** Invokes, then stays in the state until somebody answers with the task token. */
export const INVOKE_AND_WAIT = 'arn:aws:states:::lambda:invoke.waitForTaskToken';

const seconds = z.int().min(1).max(99_999_999);

/** What a Task has beyond the fields that it shares with other states. */
export const taskFields = {
  Resource: z.enum([INVOKE, INVOKE_AND_WAIT]),
  Parameters: z.strictObject({ FunctionName: z.string().min(1), Payload: taskPayloadTemplate }),
  TimeoutSeconds: seconds.optional(),
  TimeoutSecondsPath: dataPath.optional(),
  HeartbeatSeconds: seconds.optional(),
};

interface TaskFields {
  readonly Resource: string;
  readonly Parameters: { readonly Payload: Record<string, Json> };
  readonly TimeoutSeconds?: number | undefined;
  readonly TimeoutSecondsPath?: string | undefined;
  readonly HeartbeatSeconds?: number | undefined;
}

/** A refinement: what only a task with a token can have, it has, and nobody else. */
export function callsBackConsistently(task: TaskFields, context: z.core.$RefinementCtx): void {
  const refuse = (field: string, message: string) =>
    context.addIssue({ code: 'custom', path: field.split('.'), message });
  const waits = task.Resource === INVOKE_AND_WAIT;
  if (handsOverToken(task) && !waits)
    refuse('Parameters.Payload', 'no token exists without waitForTaskToken');
  if (!handsOverToken(task) && waits) refuse('Parameters.Payload', 'nobody is given $$.Task.Token');
  if (task.TimeoutSeconds !== undefined && task.TimeoutSecondsPath !== undefined) {
    refuse('TimeoutSecondsPath', 'stands beside TimeoutSeconds');
  }
  if (task.HeartbeatSeconds === undefined) return;
  if (!waits) refuse('HeartbeatSeconds', 'is interpreted for waitForTaskToken only');
  if (task.HeartbeatSeconds >= (task.TimeoutSeconds ?? Infinity)) {
    refuse('HeartbeatSeconds', 'must be less than TimeoutSeconds');
  }
}

function handsOverToken({ Parameters }: TaskFields): boolean {
  return pathFields(Parameters.Payload).some(({ value }) => {
    const path = parseReferencePath(String(value));
    return path !== undefined && isTaskToken(path);
  });
}

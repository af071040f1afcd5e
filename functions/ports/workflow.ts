import type { RequestStatus } from '../domain/access-request.ts';

/** Input of an execution. A new version is added when its shape changes; handlers accept the last two. */
export interface WorkflowInput {
  readonly version: 1;
  readonly requestId: string;
  readonly approval: 'manual' | 'automatic';
  /** Seconds that people have to decide; whole, at least 1. */
  readonly decideWithinSeconds: number;
  /** RFC 3339 UTC at whole seconds. */
  readonly startsAt: string;
}

/** What a waiting execution is told. */
export interface WorkflowDecision {
  readonly outcome: Exclude<RequestStatus, 'PENDING'>;
}

export interface Workflow {
  /** The execution is named by the request id: starting twice starts once. */
  start(input: WorkflowInput): Promise<'STARTED' | 'ALREADY_STARTED'>;
  /** `NOTHING_WAITS`: the token was used, timed out, or its execution is over. */
  resume(taskToken: string, decision: WorkflowDecision): Promise<'RESUMED' | 'NOTHING_WAITS'>;
}

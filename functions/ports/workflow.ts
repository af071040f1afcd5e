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

/** Input of an execution that does nothing but close, for a grant that ends before its time. */
export interface EndingInput {
  readonly version: 1;
  readonly requestId: string;
  readonly purpose: 'end';
}

/** The only name of that execution: a request's own execution is named by the request id alone. */
export const endingName = (requestId: string): string => `${requestId}-end`;

/** What a waiting execution is told. */
export interface WorkflowDecision {
  readonly outcome: Exclude<RequestStatus, 'PENDING'>;
}

export interface Workflow {
  /** The execution is named by the request id: starting twice starts once. */
  start(input: WorkflowInput): Promise<'STARTED' | 'ALREADY_STARTED'>;
  /**
   * Has a grant that is ending closed, whatever the request's own execution waits for: by an execution of its own, which
   * tries for as long as it takes. Started twice it starts once.
   */
  startEnding(requestId: string): Promise<'STARTED' | 'ALREADY_STARTED'>;
  /** `NOTHING_WAITS`: the token was used, timed out, or its execution is over. */
  resume(taskToken: string, decision: WorkflowDecision): Promise<'RESUMED' | 'NOTHING_WAITS'>;
}

import { join } from 'node:path';
import type { FunctionName } from './environment.ts';

/** The flow, for everybody who runs it: AWS, the runner on a person's machine, and tests. */
export const WORKFLOW_FILE = join(import.meta.dirname, '../../infra/workflow/access-request.asl.json');

/** The functions that the flow calls, by what stands for each in that file. */
export const WORKFLOW_FUNCTIONS = {
  AskApproversFunction: 'ask-approvers',
  IngressFunction: 'ingress',
  TimekeeperFunction: 'timekeeper',
} as const satisfies Record<string, FunctionName>;

export type WorkflowFunction = (typeof WORKFLOW_FUNCTIONS)[keyof typeof WORKFLOW_FUNCTIONS];

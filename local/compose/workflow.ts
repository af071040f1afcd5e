import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AslRunner } from '../../functions/adapters/local/asl/asl-runner.ts';
import type { ExecutionStore } from '../../functions/adapters/local/asl/execution-store.ts';
import { loadDefinition } from '../../functions/adapters/local/asl/load-definition.ts';
import type { Clock } from '../../functions/ports/clock.ts';
import type { FunctionName } from '../../functions/runtime/environment.ts';

/** The very file that is deployed. */
const WORKFLOW = join(import.meta.dirname, '../../infra/workflow/access-request.asl.json');

/** The functions that the workflow names. */
const FUNCTIONS = {
  AskApproversFunction: 'ask-approvers',
  IngressFunction: 'ingress',
  TimekeeperFunction: 'timekeeper',
} as const satisfies Record<string, FunctionName>;

export type WorkflowFunction = (typeof FUNCTIONS)[keyof typeof FUNCTIONS];

/** Interprets the deployed workflow on this machine. */
export const createRunner = (parts: {
  readonly executions: ExecutionStore;
  readonly clock: Clock;
  readonly invoke: (name: WorkflowFunction, payload: unknown) => Promise<unknown>;
}): AslRunner =>
  new AslRunner({
    definition: loadDefinition(readFileSync(WORKFLOW, 'utf8'), FUNCTIONS),
    store: parts.executions,
    clock: parts.clock,
    invoke: (name, payload) => parts.invoke(name as WorkflowFunction, payload),
    newTaskToken: () => randomBytes(96).toString('base64url'),
    random: Math.random,
  });

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AslRunner } from '../../functions/adapters/local/asl/asl-runner.ts';
import type { ExecutionStore } from '../../functions/adapters/local/asl/execution-store.ts';
import { loadDefinition } from '../../functions/adapters/local/asl/load-definition.ts';
import type { Clock } from '../../functions/ports/clock.ts';
import {
  WORKFLOW_FILE,
  WORKFLOW_FUNCTIONS,
  type WorkflowFunction,
} from '../../functions/runtime/workflow-functions.ts';

/** Interprets, on this machine, the very file that is deployed. */
export const createRunner = (parts: {
  readonly executions: ExecutionStore;
  readonly clock: Clock;
  readonly invoke: (name: WorkflowFunction, payload: unknown) => Promise<unknown>;
}): AslRunner =>
  new AslRunner({
    definition: loadDefinition(readFileSync(WORKFLOW_FILE, 'utf8'), WORKFLOW_FUNCTIONS),
    store: parts.executions,
    clock: parts.clock,
    invoke: (name, payload) => parts.invoke(name as WorkflowFunction, payload),
    newTaskToken: () => randomBytes(96).toString('base64url'),
    random: Math.random,
  });

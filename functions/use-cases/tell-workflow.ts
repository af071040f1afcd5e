import type { AccessRequest } from '../domain/access-request.ts';
import type { Change } from '../domain/change.ts';
import { ACTIVATION_WINDOW } from '../domain/due.ts';
import { SECOND, toWaitTimestamp } from '../domain/instant.ts';
import { endingStarted, executionResumed, executionStarted } from '../domain/request-transitions.ts';
import type { WorkflowInput } from '../ports/workflow.ts';
import type { Dependencies } from './dependencies.ts';

export type WorkflowDependencies = Pick<Dependencies, 'store' | 'clock' | 'workflow' | 'signals'>;

const inputOf = (request: AccessRequest, now: number): WorkflowInput => ({
  version: 1,
  requestId: request.id,
  approval: request.policy.outcome === 'automatic' ? 'automatic' : 'manual',
  decideWithinSeconds: Math.max(1, Math.ceil((request.decideBy - now) / SECOND)),
  startsAt: toWaitTimestamp(request.startsAt),
});

/** Writes down that it is done. A write that loses to another is not repeated: the timekeeper asks again, harmlessly. */
const note = async (
  { store }: Pick<WorkflowDependencies, 'store'>,
  requestId: string,
  change: (request: AccessRequest) => Change,
): Promise<void> => {
  const request = await store.read(requestId);
  if (request) await store.commit({ changes: [change(request)] });
};

/** The execution knows the decision; nobody needs to tell it. */
export const noteDelivered = (
  dependencies: Pick<WorkflowDependencies, 'store' | 'clock'>,
  requestId: string,
): Promise<void> =>
  note(dependencies, requestId, (current) => executionResumed(current, dependencies.clock.now()));

/** Tells the execution that waits with this token. That nothing waits any more is as good as told. */
export const deliverDecision = async (
  dependencies: WorkflowDependencies,
  request: AccessRequest,
  taskToken: string,
): Promise<void> => {
  if (request.status === 'PENDING')
    throw new Error(`${request.id} is not decided: there is nothing to deliver`);
  await dependencies.workflow.resume(taskToken, { outcome: request.status });
  await noteDelivered(dependencies, request.id);
};

/** Starts the execution of a request. */
export const startExecution = async (
  dependencies: WorkflowDependencies,
  request: AccessRequest,
): Promise<void> => {
  const { clock, workflow } = dependencies;
  await workflow.start(inputOf(request, clock.now()));
  await note(dependencies, request.id, (current) => executionStarted(current, clock.now()));
};

/** Has a grant closed that ends before its time. Not written down: it is over long before the timekeeper would look. */
export const startEnding = async (
  { workflow }: Pick<WorkflowDependencies, 'workflow'>,
  { id }: AccessRequest,
): Promise<void> => {
  await workflow.startEnding(id);
};

/** The same, a while later and by the timekeeper, which then need not come again. */
export const startEndingLate = async (
  dependencies: WorkflowDependencies,
  request: AccessRequest,
): Promise<void> => {
  await startEnding(dependencies, request);
  await note(dependencies, request.id, endingStarted);
};

/** Tells a waiting execution what was decided. */
export const resumeExecution = async (
  dependencies: WorkflowDependencies,
  request: AccessRequest,
): Promise<void> => {
  const { clock, store } = dependencies;
  if (request.status === 'PENDING' || request.workflow.resumedAt !== null) return;
  const taskToken = await store.readTaskToken(request.id);
  // Nobody waits yet: ask-approvers will find the decision when it comes to ask, if it ever does.
  if (taskToken !== undefined) await deliverDecision(dependencies, request, taskToken);
  else if (clock.now() > request.decidedAt + ACTIVATION_WINDOW) await noteDelivered(dependencies, request.id);
};

/** Makes a call of the workflow for somebody who waits for an answer: what goes wrong is left to the timekeeper. */
export const orLeaveToTimekeeper = async (
  tell: (dependencies: WorkflowDependencies, request: AccessRequest) => Promise<void>,
  dependencies: WorkflowDependencies,
  request: AccessRequest,
): Promise<void> => {
  try {
    await tell(dependencies, request);
  } catch (cause) {
    dependencies.signals.send({ code: 'WORKFLOW_CALL_FAILED', requestId: request.id, cause });
  }
};

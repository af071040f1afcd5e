import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  endingName,
  type Workflow,
  type WorkflowDecision,
  type WorkflowInput,
} from '../../functions/ports/workflow.ts';
import { ids } from '../support/records.ts';

/** A workflow whose executions hand out their token, wait to be told a decision, and end with it as their output. */
export interface WorkflowUnderTest {
  readonly workflow: Workflow;
  /** The token of an execution, once it waits. */
  taskToken(requestId: string): Promise<string>;
  /** What an execution ended with, once it has; null where it was not told in time. */
  output(requestId: string): Promise<unknown>;
  /** Names of all executions that were ever started. */
  executions(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const REJECTED: WorkflowDecision = { outcome: 'REJECTED' };
const APPROVED: WorkflowDecision = { outcome: 'APPROVED' };

const anInput = (overrides: Partial<WorkflowInput> = {}): WorkflowInput => ({
  version: 1,
  requestId: ids.requestId(),
  approval: 'manual',
  decideWithinSeconds: 3_600,
  startsAt: '2026-11-23T09:00:00Z',
  ...overrides,
});

/** What every engine of workflows does. */
export const describeWorkflow = (name: string, make: () => Promise<WorkflowUnderTest>): void => {
  describe(`${name} as a workflow`, () => {
    let under: WorkflowUnderTest;
    beforeEach(async () => {
      under = await make();
    });
    afterEach(() => under.close());

    const startedNames = async (input: WorkflowInput) =>
      (await under.executions()).filter((execution) => execution === input.requestId);

    it('starts an execution named by its request', async () => {
      const input = anInput();
      expect(await under.workflow.start(input)).toBe('STARTED');
      expect(await under.executions()).toContain(input.requestId);
    });

    it('starts once, however often it is told to', async () => {
      const input = anInput();
      await under.workflow.start(input);
      // Step Functions answers the repetition of a running start as it answered the start.
      expect(['STARTED', 'ALREADY_STARTED']).toContain(await under.workflow.start(input));
      expect(await startedNames(input)).toHaveLength(1);
    });

    it('does not start a request again with another input', async () => {
      const input = anInput();
      await under.workflow.start(input);
      expect(await under.workflow.start({ ...input, approval: 'automatic' })).toBe('ALREADY_STARTED');
      expect(await startedNames(input)).toHaveLength(1);
    });

    it('does not start a request again whose execution is over', async () => {
      const input = anInput();
      await under.workflow.start(input);
      await under.workflow.resume(await under.taskToken(input.requestId), REJECTED);
      await under.output(input.requestId);
      expect(await under.workflow.start(input)).toBe('ALREADY_STARTED');
      expect(await startedNames(input)).toHaveLength(1);
    });

    it('starts an execution that ends a grant beside the request’s own, once, however often it is told to', async () => {
      const input = anInput();
      await under.workflow.start(input);
      await under.workflow.startEnding(input.requestId);
      await under.workflow.startEnding(input.requestId);
      await under.taskToken(input.requestId);
      const about = (await under.executions()).filter((name) => name.startsWith(input.requestId));
      expect(about.toSorted()).toEqual([input.requestId, endingName(input.requestId)]);
    });

    it('tells a waiting execution the decision', async () => {
      const input = anInput();
      await under.workflow.start(input);
      expect(await under.workflow.resume(await under.taskToken(input.requestId), REJECTED)).toBe('RESUMED');
      expect(await under.output(input.requestId)).toEqual(REJECTED);
    });

    it('tells it once: the first decision counts', async () => {
      const input = anInput();
      await under.workflow.start(input);
      const token = await under.taskToken(input.requestId);
      await under.workflow.resume(token, REJECTED);
      expect(await under.workflow.resume(token, APPROVED)).toBe('NOTHING_WAITS');
      expect(await under.output(input.requestId)).toEqual(REJECTED);
    });

    it('tells only the execution whose token it is', async () => {
      const [first, second] = [anInput(), anInput()];
      for (const input of [first, second]) await under.workflow.start(input);
      const token = await under.taskToken(second.requestId);
      await under.workflow.resume(await under.taskToken(first.requestId), APPROVED);
      expect(await under.workflow.resume(token, REJECTED)).toBe('RESUMED');
      expect(await under.output(first.requestId)).toEqual(APPROVED);
      expect(await under.output(second.requestId)).toEqual(REJECTED);
    });

    it('tells nobody once the time to decide is over', async () => {
      const input = anInput({ decideWithinSeconds: 1 });
      await under.workflow.start(input);
      const token = await under.taskToken(input.requestId);
      expect(await under.output(input.requestId)).toBeNull();
      expect(await under.workflow.resume(token, APPROVED)).toBe('NOTHING_WAITS');
    });

    it('tells nobody by a token that was never given', async () => {
      await under.workflow.start(anInput());
      expect(await under.workflow.resume('never-given', APPROVED)).toBe('NOTHING_WAITS');
    });
  });
};

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadDefinition } from '../../../../functions/adapters/local/asl/load-definition.ts';
import { WORKFLOW_FILE } from '../../../../functions/runtime/workflow-functions.ts';
import { Bench } from './bench.ts';

const functions = {
  AskApproversFunction: 'ask',
  TimekeeperFunction: 'timekeeper',
  IngressFunction: 'ingress',
};

describe('the workflow that is deployed', () => {
  it('is interpreted from the very file, from the question to the closed port', async () => {
    const text = readFileSync(WORKFLOW_FILE, 'utf8');
    const bench = new Bench(loadDefinition(text, functions), {
      functions: {
        ask: () => undefined,
        ingress: ({ action }) =>
          action === 'activate'
            ? { outcome: 'ACTIVE', expiresAt: '2026-11-23T09:31:00Z' }
            : { outcome: 'EXPIRED' },
      },
    });
    await bench.start({
      version: 1,
      requestId: 'req_1',
      approval: 'manual',
      decideWithinSeconds: 3_600,
      startsAt: '2026-11-23T09:01:00Z',
    });
    const { payload } = bench.calls[0] ?? {};
    bench.runner.sendTaskSuccess((payload as { taskToken: string }).taskToken, { outcome: 'APPROVED' });
    await bench.elapse(3_600);

    expect(bench.one?.status).toBe('SUCCEEDED');
    expect(bench.calls.map(({ functionName }) => functionName)).toEqual(['ask', 'ingress', 'ingress']);
    expect(bench.calledAt).toEqual([0, 60, 1_860]);
  });
});

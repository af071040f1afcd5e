import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { observability } from '../../../functions/runtime/aws/observability.ts';

const written: string[] = [];
const CONTEXT = { awsRequestId: 'invocation-1', functionName: 'postern-api' } as Context;

beforeEach(() => {
  written.length = 0;
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
  }
});
afterEach(() => {
  vi.restoreAllMocks();
});

const lines = () => written.flatMap((chunk) => chunk.trim().split('\n')).map((line) => JSON.parse(line));

describe('what a function writes', () => {
  it('is a metric in the embedded format, by the deployment alone, at once', () => {
    observability('acme').signals.send({ code: 'OVERDUE_OPEN_RULES', count: 0 });
    expect(lines()).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'Postern',
              Dimensions: [['deployment']],
              Metrics: [{ Name: 'OverdueOpenRules', Unit: 'Count' }],
            },
          ],
        },
        deployment: 'acme',
        OverdueOpenRules: 0,
      },
    ]);
  });

  it('is a line of JSON with code, facts and the invocation that it belongs to', () => {
    const { log } = observability('acme');
    log.begin(CONTEXT);
    log.write('CALL_FAILED', { error: new Error('away') });
    expect(lines()).toMatchObject([
      {
        level: 'ERROR',
        code: 'CALL_FAILED',
        service: 'acme',
        function_request_id: 'invocation-1',
        facts: { error: { message: 'away' } },
      },
    ]);
  });
});

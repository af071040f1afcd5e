import type { Context } from 'aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  answeringCloudFormation,
  NEVER_MADE,
  type ResourceAnswer,
} from '../../../functions/runtime/cloudformation/answer-cloudformation.ts';

const ASKED = {
  RequestType: 'Create',
  ResponseURL: 'https://cloudformation.example.com/answer?signature=secret',
  StackId: 'arn:aws:cloudformation:eu-central-1:111122223333:stack/shop/1',
  RequestId: 'request-1',
  LogicalResourceId: 'PosternGuard',
};
const COMMON = { StackId: ASKED.StackId, RequestId: 'request-1', LogicalResourceId: 'PosternGuard' };
const CONTEXT = { getRemainingTimeInMillis: () => 60_000 } as Context;

const asking = (work: () => Promise<ResourceAnswer>) => {
  const answers: { url: string; answer: Record<string, unknown> }[] = [];
  const handler = answeringCloudFormation(work, async (url, text) => {
    answers.push({ url, answer: JSON.parse(text) });
  });
  return { answers, ask: (event: object = ASKED) => handler(event, CONTEXT) };
};

afterEach(() => {
  vi.useRealTimers();
});

describe('CloudFormation is answered', () => {
  it('with what was made', async () => {
    const { answers, ask } = asking(async () => ({
      physicalId: 'guard',
      attributes: { GroupIds: 'sha256:' },
    }));
    await ask();
    expect(answers).toEqual([
      {
        url: ASKED.ResponseURL,
        answer: {
          ...COMMON,
          Status: 'SUCCESS',
          PhysicalResourceId: 'guard',
          Data: { GroupIds: 'sha256:' },
        },
      },
    ]);
  });

  it('with the reason of a failure, and the id of what was never made', async () => {
    const { answers, ask } = asking(async () => {
      throw new Error('Ports are open');
    });
    await ask();
    expect(answers.map(({ answer }) => answer)).toEqual([
      { ...COMMON, Status: 'FAILED', PhysicalResourceId: NEVER_MADE, Reason: 'Ports are open' },
    ]);
  });

  it('with the id that it has', async () => {
    const { answers, ask } = asking(async () => {
      throw new Error('Ports are open');
    });
    await ask({ ...ASKED, RequestType: 'Delete', PhysicalResourceId: 'guard' });
    expect(answers[0]?.answer).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'guard' });
  });

  it('in no more words than it takes', async () => {
    const { answers, ask } = asking(async () => {
      throw new Error('x'.repeat(10_000));
    });
    await ask();
    expect(JSON.stringify(answers[0]?.answer).length).toBeLessThan(4_096);
  });

  it('before the function is stopped, when the work takes too long', async () => {
    vi.useFakeTimers();
    const { answers, ask } = asking(() => new Promise(() => undefined));
    const asked = ask();
    await vi.advanceTimersByTimeAsync(49_000);
    expect(answers).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    await asked;
    expect(answers[0]?.answer).toMatchObject({
      Status: 'FAILED',
      Reason: 'It took too long; try again',
    });
  });
});

describe('a call fails, so that Lambda repeats it', () => {
  it('when the answer was not taken', async () => {
    const handler = answeringCloudFormation(
      async () => ({ physicalId: 'guard' }),
      async () => {
        throw new Error('CloudFormation did not take the answer');
      },
    );
    await expect(handler(ASKED, CONTEXT)).rejects.toThrow('did not take the answer');
  });

  it.each([
    ['nobody says where the answer goes', { ...ASKED, ResponseURL: undefined }],
    ['the answer would go in the clear', { ...ASKED, ResponseURL: 'http://cloudformation.example.com/' }],
  ])('when %s', async (_, event) => {
    const { answers, ask } = asking(async () => {
      throw new Error('Not an event');
    });
    await expect(ask(event)).rejects.toThrow('Not an event');
    expect(answers).toEqual([]);
  });
});

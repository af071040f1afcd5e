import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../../functions/domain/instant.ts';
import { Bench, named, question, workflow } from './bench.ts';

const end = { Type: 'Succeed' };
const asked = workflow({ Ask: question({ ResultPath: '$.decision', TimeoutSeconds: 600 }) });

describe('a task that waits for its token', () => {
  it('hands the token to its function and goes on with what is answered', async () => {
    const bench = new Bench(asked, {
      functions: { ask: () => 'what the function returns is not the answer' },
    });
    await bench.start({ a: 1 });

    expect(bench.token).toMatch(/^token-\d+$/);
    expect(bench.one?.status).toBe('RUNNING');
    expect(bench.runner.sendTaskSuccess(bench.token, { outcome: 'APPROVED' })).toBe('RESUMED');
    expect(bench.output).toEqual({ a: 1, decision: { outcome: 'APPROVED' } });
  });

  it('goes on with null where nothing is answered', async () => {
    const bench = new Bench(asked);
    await bench.start({});
    bench.runner.sendTaskSuccess(bench.token, undefined);

    expect(bench.output).toEqual({ decision: null });
  });

  it('takes a failure as its own', async () => {
    const Catch = [{ ErrorEquals: ['NobodyThere'], Next: 'Caught' }];
    const bench = new Bench(workflow({ Ask: question({ Catch, Next: 'Caught' }), Caught: end }));
    await bench.start();

    expect(bench.runner.sendTaskFailure(bench.token, 'NobodyThere', 'all on holiday')).toBe('RESUMED');
    await bench.runner.runDue();
    expect(bench.output).toEqual({ Error: 'NobodyThere', Cause: 'all on holiday' });
  });

  it('fails when its function fails, and its token is dead', async () => {
    const functions = { ask: () => Promise.reject(named('MailRejected')) };
    const bench = new Bench(asked, { functions });
    await bench.start();

    expect(bench.one).toMatchObject({ status: 'FAILED', error: 'MailRejected' });
    expect(bench.runner.sendTaskSuccess(bench.token, {})).toBe('TASK_TIMED_OUT');
  });

  it('may be answered before its function returns', async () => {
    const { promise, reject } = Promise.withResolvers();
    const bench = new Bench(asked, { functions: { ask: () => promise } });
    bench.runner.start('one', {});
    const run = bench.runner.runDue();

    expect(bench.runner.sendTaskSuccess(bench.token, 'yes')).toBe('RESUMED');
    await run;
    expect(bench.output).toEqual({ decision: 'yes' });
    reject(named('TooLate'));
    await bench.clock.advance(0);
    expect(bench.output).toEqual({ decision: 'yes' });
  });

  it('may be answered by its own function', async () => {
    const bench: Bench = new Bench(asked, {
      functions: { ask: ({ token }) => bench.runner.sendTaskSuccess(String(token), 'at once') },
    });
    await bench.start();

    expect(bench.output).toEqual({ decision: 'at once' });
  });

  it('waits for ever where it has no timeout', async () => {
    const bench = new Bench(workflow({ Ask: question() }));
    await bench.start();

    expect(bench.runner.nextWakeAt()).toBeUndefined();
    await bench.elapse(10 * 365 * 86_400);
    expect(bench.runner.sendTaskSuccess(bench.token, 'at last')).toBe('RESUMED');
  });

  it('times out by the clock', async () => {
    const bench = new Bench(asked);
    await bench.start();
    await bench.elapse(599);

    expect(bench.one?.status).toBe('RUNNING');
    await bench.elapse(1);
    expect(bench.one).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  it('times out where no heartbeat is heard, which is a timeout too', async () => {
    const Catch = [
      { ErrorEquals: ['States.TaskFailed'], Next: 'Failed' },
      { ErrorEquals: ['States.Timeout'], Next: 'Late' },
    ];
    const state = question({ HeartbeatSeconds: 5, TimeoutSeconds: 60, Catch, Next: 'Failed' });
    const bench = new Bench(workflow({ Ask: state, Failed: end, Late: end }));
    await bench.start();
    await bench.elapse(5);

    expect(bench.runner.visited('one')).toEqual(['Ask', 'Late']);
    expect(bench.output).toMatchObject({ Error: 'States.HeartbeatTimeout' });
  });

  it('times out while its function is still being called', async () => {
    const bench = new Bench(asked, { functions: { ask: () => new Promise(() => {}) } });
    bench.runner.start('one', {});
    await bench.elapse(600);

    expect(bench.one).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });
});

describe('a task token', () => {
  it('works once', async () => {
    const bench = new Bench(asked);
    await bench.start();

    expect(bench.runner.sendTaskSuccess(bench.token, 'first')).toBe('RESUMED');
    expect(bench.runner.sendTaskSuccess(bench.token, 'second')).toBe('TASK_TIMED_OUT');
    expect(bench.runner.sendTaskFailure(bench.token, 'E', '')).toBe('TASK_TIMED_OUT');
    expect(bench.output).toEqual({ decision: 'first' });
  });

  it('is invalid where none was ever given', async () => {
    const bench = new Bench(asked);
    await bench.start();

    expect(bench.runner.sendTaskSuccess('made up', {})).toBe('INVALID_TOKEN');
    expect(bench.runner.sendTaskFailure('', 'E', '')).toBe('INVALID_TOKEN');
    expect(bench.one?.status).toBe('RUNNING');
  });

  it('is too late from the very moment of the timeout, even before the timeout is carried out', async () => {
    const bench = new Bench(asked);
    await bench.start();
    await bench.clock.advance(600 * SECOND);

    expect(bench.runner.sendTaskSuccess(bench.token, {})).toBe('TASK_TIMED_OUT');
    await bench.runner.runDue();
    expect(bench.one).toMatchObject({ error: 'States.Timeout' });
  });

  it('belongs to one attempt: the next one has its own', async () => {
    const Retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }];
    const bench = new Bench(workflow({ Ask: question({ Retry, TimeoutSeconds: 10 }) }));
    await bench.start();
    const first = bench.token;
    await bench.elapse(10);
    expect(bench.runner.sendTaskSuccess(first, 'between attempts')).toBe('TASK_TIMED_OUT');
    await bench.elapse(1);

    expect(bench.token).not.toBe(first);
    expect(bench.runner.sendTaskSuccess(first, 'old')).toBe('TASK_TIMED_OUT');
    expect(bench.runner.sendTaskSuccess(bench.token, 'new')).toBe('RESUMED');
    expect(bench.output).toBe('new');
  });

  it('is not one of another execution', async () => {
    const bench = new Bench(asked);
    await bench.start();
    const ofOne = bench.token;
    bench.runner.start('two', {});
    await bench.runner.runDue();
    bench.runner.sendTaskSuccess(ofOne, 'one');

    expect(bench.output).toEqual({ decision: 'one' });
    expect(bench.runner.describe('two')?.status).toBe('RUNNING');
  });
});

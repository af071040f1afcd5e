import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../../functions/domain/instant.ts';
import { Bench, named, task, workflow } from './bench.ts';

const end = { Type: 'Succeed' };
const fails = (...names: string[]) => ({
  work: (_: object, attempt: number) => {
    const name = names[attempt - 1];
    if (name !== undefined) throw named(name);
    return 'done';
  },
});

describe('a task that fails', () => {
  it('fails the execution with the name and message of what was thrown', async () => {
    const bench = new Bench(workflow({ A: task() }), { functions: fails('GroupNotFound') });
    await bench.start();

    expect(bench.one).toMatchObject({
      status: 'FAILED',
      error: 'GroupNotFound',
      cause: '{"errorType":"GroupNotFound","errorMessage":"it did not work"}',
    });
    expect(bench.runner.nextWakeAt()).toBeUndefined();
  });

  it('also when something is thrown that is no error', async () => {
    const functions = { work: () => Promise.reject('just text') };
    const bench = new Bench(workflow({ A: task() }), { functions });
    await bench.start();

    expect(bench.one).toMatchObject({
      status: 'FAILED',
      error: 'Error',
      cause: expect.stringContaining('just text'),
    });
  });

  it('is called again by the clock, up to the greatest delay', async () => {
    const Retry = [
      {
        ErrorEquals: ['States.ALL'],
        IntervalSeconds: 2,
        BackoffRate: 3,
        MaxAttempts: 5,
        MaxDelaySeconds: 10,
      },
    ];
    const bench = new Bench(workflow({ A: task({ Retry }) }), { functions: fails('E', 'E', 'E', 'E') });
    await bench.start();

    expect(bench.calledAt).toEqual([0]);
    expect(bench.runner.nextWakeAt()).toBe(bench.clock.now() + 2 * SECOND);
    await bench.elapse(100);
    expect(bench.calledAt).toEqual([0, 2, 8, 18, 28]);
    expect(bench.output).toMatchObject({ Payload: 'done' });
    expect(bench.runner.visited('one')).toEqual(['A']);
  });

  it('tells the function how often it was retried', async () => {
    const Parameters = { FunctionName: 'work', Payload: { 'retry.$': '$$.State.RetryCount' } };
    const Retry = [{ ErrorEquals: ['E'] }, { ErrorEquals: ['F'] }];
    const bench = new Bench(workflow({ A: task({ Parameters, Retry }) }), {
      functions: fails('E', 'F', 'E'),
    });
    await bench.start();
    await bench.elapse(10);

    expect(bench.calls.map(({ payload }) => payload)).toEqual([0, 1, 2, 3].map((retry) => ({ retry })));
  });

  it('counts anew when the state is entered again', async () => {
    const Retry = [{ ErrorEquals: ['E'], MaxAttempts: 1, BackoffRate: 1 }];
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Wait' }];
    const bench = new Bench(
      workflow({ A: task({ Retry, Catch }), Wait: { Type: 'Wait', Seconds: 300, Next: 'A' } }),
      { functions: fails('E', 'E', 'E', 'E') },
    );
    await bench.start();
    await bench.elapse(1_000);

    expect(bench.calledAt).toEqual([0, 1, 301, 302, 602]);
    expect(bench.runner.visited('one')).toEqual(['A', 'Wait', 'A', 'Wait', 'A']);
  });

  it('goes where the first catcher that matches says, once no attempt is left', async () => {
    const states = {
      A: task({
        Retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 }],
        Catch: [
          { ErrorEquals: ['Other'], Next: 'First' },
          { ErrorEquals: ['States.TaskFailed'], Next: 'Second' },
          { ErrorEquals: ['E'], Next: 'Third' },
          { ErrorEquals: ['States.ALL'], Next: 'Last' },
        ],
      }),
      First: end,
      Second: end,
      Third: end,
      Last: end,
    };
    const bench = new Bench(workflow(states), { functions: fails('E', 'E') });
    await bench.start();
    expect(bench.runner.visited('one')).toEqual(['A']);
    await bench.elapse(1);

    expect(bench.runner.visited('one')).toEqual(['A', 'Second']);
  });
});

describe('a task with a timeout', () => {
  const Catch = [
    { ErrorEquals: ['States.TaskFailed'], Next: 'Failed' },
    { ErrorEquals: ['States.Timeout'], Next: 'Late' },
  ];
  const states = { A: task({ TimeoutSeconds: 60, Catch, Next: 'Done' }), Failed: end, Late: end, Done: end };

  it('is given up on time, and what comes later is dropped', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const bench = new Bench(workflow(states), { functions: { work: () => promise } });
    bench.runner.start('one', {});
    const first = bench.runner.runDue();

    expect(bench.runner.nextWakeAt()).toBe(bench.clock.now() + 60 * SECOND);
    await bench.elapse(59);
    expect(bench.one?.status).toBe('RUNNING');
    await bench.elapse(1);
    expect(bench.runner.visited('one')).toEqual(['A', 'Late']);
    resolve('too late');
    await first;
    expect(bench.output).toMatchObject({ Error: 'States.Timeout' });
  });

  it('is too late also where nobody looked at the clock before it came back', async () => {
    const bench: Bench = new Bench(workflow(states), {
      functions: { work: () => bench.clock.advance(60_000) },
    });
    await bench.start();

    expect(bench.runner.visited('one')).toEqual(['A', 'Late']);
  });

  it('is in time a moment before', async () => {
    const bench: Bench = new Bench(workflow(states), {
      functions: { work: () => bench.clock.advance(59_999) },
    });
    await bench.start();

    expect(bench.runner.visited('one')).toEqual(['A', 'Done']);
  });

  it('has its whole time again in each attempt', async () => {
    const Retry = [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 5, MaxAttempts: 1 }];
    const functions = { work: () => new Promise(() => {}) };
    const bench = new Bench(workflow({ ...states, A: { ...states.A, Retry } }), { functions });
    bench.runner.start('one', {});
    await bench.elapse(124);

    expect(bench.calledAt).toEqual([0, 65]);
    expect(bench.one?.status).toBe('RUNNING');
    await bench.elapse(1);
    expect(bench.runner.visited('one')).toEqual(['A', 'Late']);
  });

  it('does not take for its answer what an earlier attempt brings back late', async () => {
    const answers = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
    const Retry = [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 5 }];
    const functions = { work: (_: object, attempt: number) => answers[attempt - 1]?.promise };
    const bench = new Bench(workflow({ ...states, A: { ...states.A, Retry } }), { functions });
    bench.runner.start('one', {});
    await bench.elapse(70);
    answers[0]?.resolve('of the first');
    await bench.elapse(1);

    expect(bench.one?.status).toBe('RUNNING');
    answers[1]?.resolve('of the second');
    await bench.elapse(1);
    expect(bench.output).toMatchObject({ Payload: 'of the second' });
  });

  it('may take its time from the input, if that is whole seconds', async () => {
    const functions = { work: () => new Promise(() => {}) };
    const timed = workflow({ ...states, A: task({ TimeoutSecondsPath: '$.seconds', Catch, Next: 'Done' }) });
    const bench = new Bench(timed, { functions });
    for (const seconds of [30, 0, 1.5, '30']) bench.runner.start(`for ${seconds}`, { seconds });
    await bench.elapse(30);

    expect(bench.runner.visited('for 30')).toEqual(['A', 'Late']);
    expect(bench.runner.describe('for 0')).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(bench.runner.describe('for 1.5')).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(bench.calls).toHaveLength(1);
  });
});

describe('tasks of several executions', () => {
  const inTurn = {
    A: task({ Parameters: { FunctionName: 'work', Payload: { 'name.$': '$$.Execution.Name' } } }),
  };

  it('run at the same time: a long one holds up none', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const functions = { work: ({ name }: { name?: unknown }) => (name === 'long' ? promise : 'done') };
    const bench = new Bench(workflow(inTurn), { functions });
    bench.runner.start('long', {});
    bench.runner.start('short', {});
    const first = bench.runner.runDue();
    await bench.clock.advance(0);

    expect(bench.runner.describe('short')?.status).toBe('SUCCEEDED');
    bench.runner.start('later', {});
    const second = bench.runner.runDue();
    await bench.clock.advance(0);
    expect(bench.runner.describe('later')?.status).toBe('SUCCEEDED');
    expect(bench.runner.describe('long')?.status).toBe('RUNNING');
    resolve('done');
    await Promise.all([first, second]);
    expect(bench.runner.describe('long')?.status).toBe('SUCCEEDED');
    expect(bench.calls).toHaveLength(3);
  });

  it('are all awaited before a run returns, whatever follows them included', async () => {
    const functions = { work: () => new Promise((resolve) => setImmediate(resolve)) };
    const bench = new Bench(workflow({ A: task({ Next: 'B' }), B: task() }), { functions });
    for (const name of ['one', 'two', 'three']) bench.runner.start(name, {});
    const steps = await bench.runner.runDue();

    expect(steps).toBe(6);
    expect(['one', 'two', 'three'].map((name) => bench.runner.describe(name)?.status)).toEqual(
      Array(3).fill('SUCCEEDED'),
    );
  });
});

describe('a workflow with a timeout of its own', () => {
  it('ends the execution where it stands', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'B' }];
    const definition = workflow({ A: task({ Catch, Next: 'B' }), B: end }, { TimeoutSeconds: 10 });
    const bench = new Bench(definition, { functions: { work: () => new Promise(() => {}) } });
    bench.runner.start('one', {});
    await bench.elapse(9);

    expect(bench.one?.status).toBe('RUNNING');
    await bench.elapse(1);
    expect(bench.one).toMatchObject({ status: 'TIMED_OUT', endedAt: bench.clock.now() });
    expect(bench.runner.visited('one')).toEqual(['A']);
  });
});

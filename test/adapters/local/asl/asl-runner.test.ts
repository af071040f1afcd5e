import { describe, expect, it } from 'vitest';
import { Bench, NINE_O_CLOCK, question, task, workflow } from './bench.ts';

const end = { Type: 'Succeed' };
const pausing = workflow({
  Begin: { Type: 'Pass', Next: 'Wait' },
  Wait: { Type: 'Wait', Seconds: 60, Next: 'End' },
  End: end,
});

describe('the name of an execution', () => {
  it('starts once, while it runs and after it ended', async () => {
    const bench = new Bench(pausing);

    expect(bench.runner.start('one', { a: 1 })).toEqual({ outcome: 'STARTED' });
    expect(bench.runner.start('one', { a: 1 })).toEqual({ outcome: 'ALREADY_EXISTS' });
    await bench.elapse(60);
    expect(bench.one?.status).toBe('SUCCEEDED');
    expect(bench.runner.start('one', { a: 2 })).toEqual({ outcome: 'ALREADY_EXISTS' });
    await bench.runner.runDue();
    expect(bench.output).toEqual({ a: 1 });
    expect(bench.entered).toHaveLength(3);
  });

  it('is unknown before', () => {
    const { runner } = new Bench(pausing);

    expect(runner.describe('one')).toBeUndefined();
    expect(runner.visited('one')).toEqual([]);
    expect(runner.stop('one')).toBe('NOT_RUNNING');
  });
});

describe('starting', () => {
  it('moves nothing before it is driven, and asks to be', async () => {
    const bench = new Bench(pausing);
    bench.runner.start('one', {});

    expect(bench.runner.visited('one')).toEqual(['Begin']);
    expect(bench.runner.nextWakeAt()).toBe(NINE_O_CLOCK);
    expect(await bench.runner.runDue()).toBe(2);
    expect(await bench.runner.runDue()).toBe(0);
    expect(bench.runner.nextWakeAt()).toBe(NINE_O_CLOCK + 60_000);
  });

  it('keeps the input as it was given', async () => {
    const bench = new Bench(pausing);
    const input = { a: { b: 1 } };
    bench.runner.start('one', input);
    input.a.b = 2;
    await bench.elapse(60);

    expect(bench.output).toEqual({ a: { b: 1 } });
  });
});

describe('stopping', () => {
  it('ends an execution that waits', async () => {
    const bench = new Bench(pausing);
    await bench.start();

    expect(bench.runner.stop('one')).toBe('STOPPED');
    expect(bench.one).toMatchObject({ status: 'ABORTED', endedAt: NINE_O_CLOCK });
    expect(bench.runner.nextWakeAt()).toBeUndefined();
    expect(bench.runner.stop('one')).toBe('NOT_RUNNING');
    await bench.elapse(60);
    expect(bench.runner.visited('one')).toEqual(['Begin', 'Wait']);
  });

  it('drops what a function brings back', async () => {
    const { promise, resolve } = Promise.withResolvers();
    const bench = new Bench(workflow({ A: task() }), { functions: { work: () => promise } });
    bench.runner.start('one', {});
    const run = bench.runner.runDue();
    bench.runner.stop('one');
    await run;
    resolve('done');
    await bench.clock.advance(0);

    expect(bench.one?.status).toBe('ABORTED');
  });

  it('closes the token', async () => {
    const bench = new Bench(workflow({ Ask: question() }));
    await bench.start();
    bench.runner.stop('one');

    expect(bench.runner.sendTaskSuccess(bench.token, {})).toBe('TASK_TIMED_OUT');
  });
});

describe('whoever watches', () => {
  it('is told of every state that is entered, with its time', async () => {
    const bench = new Bench(pausing);
    await bench.start();
    await bench.elapse(100);

    expect(bench.entered).toEqual([
      { execution: 'one', state: 'Begin', at: NINE_O_CLOCK },
      { execution: 'one', state: 'Wait', at: NINE_O_CLOCK },
      { execution: 'one', state: 'End', at: NINE_O_CLOCK + 60_000 },
    ]);
    expect(bench.store.history('one')).toEqual(bench.entered.map(({ state, at }) => ({ state, at })));
  });

  it('is told that the schedule changed, until it wants no more', async () => {
    const bench = new Bench(workflow({ Ask: question() }));
    const wakes: (number | undefined)[] = [];
    const end = bench.runner.onChange(() => wakes.push(bench.runner.nextWakeAt()));
    await bench.start();
    expect(wakes).toContain(NINE_O_CLOCK);
    expect(wakes.at(-1)).toBeUndefined();
    const before = wakes.length;
    bench.runner.sendTaskSuccess(bench.token, {});
    expect(wakes.length).toBeGreaterThan(before);
    end();
    bench.runner.start('two', {});

    expect(wakes).toHaveLength(before + 1);
  });
});

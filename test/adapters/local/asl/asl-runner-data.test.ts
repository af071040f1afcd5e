import { describe, expect, it } from 'vitest';
import { Bench, named, task, workflow } from './bench.ts';

const end = { Type: 'Succeed' };

async function outputOf(states: Record<string, object>, input: unknown, functions = {}): Promise<unknown> {
  const bench = new Bench(workflow(states), { functions });
  await bench.start(input);
  return bench.output;
}

describe('what a state makes of its data', () => {
  it('passes the input on where nothing else is said', async () => {
    expect(await outputOf({ A: { Type: 'Pass', Next: 'B' }, B: end }, { a: 1 })).toEqual({ a: 1 });
  });

  it('takes a part by InputPath and leaves a part by OutputPath', async () => {
    const state = { Type: 'Pass', InputPath: '$.a', ResultPath: '$.b', OutputPath: '$.b.c', End: true };

    expect(await outputOf({ A: state }, { a: { c: 7 } })).toBe(7);
  });

  it('takes and leaves an empty object where a path is null', async () => {
    expect(await outputOf({ A: { Type: 'Pass', InputPath: null, End: true } }, { a: 1 })).toEqual({});
    expect(await outputOf({ A: { ...end, OutputPath: null } }, { a: 1 })).toEqual({});
  });

  it('fills Parameters from the input and the context object', async () => {
    const Parameters = {
      fixed: [{ 'deep.$': '$.a' }],
      'name.$': '$$.Execution.Name',
      'began.$': '$$.Execution.StartTime',
      'state.$': '$$.State.Name',
      'entered.$': '$$.State.EnteredTime',
      'given.$': '$$.Execution.Input.a',
    };

    expect(await outputOf({ A: { Type: 'Pass', Parameters, End: true } }, { a: 1 })).toEqual({
      fixed: [{ deep: 1 }],
      name: 'one',
      began: '2026-11-23T09:00:00.000Z',
      state: 'A',
      entered: '2026-11-23T09:00:00.000Z',
      given: 1,
    });
  });

  it('puts a fixed Result beside the raw input', async () => {
    const state = { Type: 'Pass', InputPath: '$.a', Result: { x: 1 }, ResultPath: '$.r', End: true };

    expect(await outputOf({ A: state }, { a: {}, b: 2 })).toEqual({ a: {}, b: 2, r: { x: 1 } });
  });

  it('gives a function its Payload, and gets what Lambda answers', async () => {
    const bench = new Bench(workflow({ A: task() }), { functions: { work: () => ({ outcome: 'ACTIVE' }) } });
    await bench.start({ a: 1 });

    expect(bench.calls).toMatchObject([{ functionName: 'work', payload: { input: { a: 1 } } }]);
    expect(bench.output).toEqual({
      ExecutedVersion: '$LATEST',
      Payload: { outcome: 'ACTIVE' },
      StatusCode: 200,
    });
  });

  it('selects from a result, places it, or drops it', async () => {
    const functions = { work: () => ({ outcome: 'ACTIVE', noise: 1 }) };
    const placed = { ResultSelector: { 'outcome.$': '$.Payload.outcome' }, ResultPath: '$.activation' };

    expect(await outputOf({ A: task(placed) }, { a: 1 }, functions)).toEqual({
      a: 1,
      activation: { outcome: 'ACTIVE' },
    });
    expect(await outputOf({ A: task({ ResultPath: null }) }, { a: 1 }, functions)).toEqual({ a: 1 });
  });

  it('sees a result as JSON carries it', async () => {
    const states = { A: task({ OutputPath: '$.Payload' }) };

    expect(await outputOf(states, {}, { work: () => undefined })).toBeNull();
    expect(await outputOf(states, {}, { work: () => ({ at: new Date(0), gone: undefined }) })).toEqual({
      at: '1970-01-01T00:00:00.000Z',
    });
  });

  it('is not reached by what a function does to its payload', async () => {
    const functions = {
      work: (payload: { input: { a: number } }) => {
        payload.input.a = 2;
      },
    };

    expect(await outputOf({ A: task({ ResultPath: null }) }, { a: 1 }, functions)).toEqual({ a: 1 });
  });

  it('gives a catcher the error, in place of the input or beside it', async () => {
    const functions = {
      work: () => {
        throw named('GroupNotFound', 'no such group');
      },
    };
    const states = (fields: object) => ({
      A: task({
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B', ...fields }],
        Next: 'B',
        OutputPath: '$.a',
      }),
      B: end,
    });
    const error = {
      Error: 'GroupNotFound',
      Cause: '{"errorType":"GroupNotFound","errorMessage":"no such group"}',
    };

    expect(await outputOf(states({}), { a: 1 }, functions)).toEqual(error);
    expect(await outputOf(states({ ResultPath: '$.failure' }), { a: 1 }, functions)).toEqual({
      a: 1,
      failure: error,
    });
    expect(await outputOf(states({ ResultPath: null }), { a: 1 }, functions)).toEqual({ a: 1 });
  });
});

describe('data that a definition cannot be applied to', () => {
  const everything = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
  const Caught = end;

  it('is States.Runtime, which no Catch and no Retry takes', async () => {
    const Payload = { 'a.$': '$.missing' };
    const Retry = [{ ErrorEquals: ['States.ALL'] }];
    const bench = new Bench(
      workflow({
        A: task({ Parameters: { FunctionName: 'work', Payload }, Retry, Catch: everything, Next: 'Caught' }),
        Caught,
      }),
    );
    await bench.start({});

    expect(bench.one).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The path $.missing points at nothing.',
    });
    expect(bench.calls).toEqual([]);
    expect(bench.runner.visited('one')).toEqual(['A']);
  });

  it('fails the execution also when it is the result', async () => {
    const ResultSelector = { 'outcome.$': '$.Payload.outcome' };
    const bench = new Bench(
      workflow({ A: task({ ResultSelector, Catch: everything, Next: 'Caught' }), Caught }),
    );
    await bench.start({});

    expect(bench.one).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  it('is caught where only the place for the result is taken', async () => {
    const states = { A: task({ ResultPath: '$.a.b', Catch: everything, Next: 'Caught' }), Caught };

    expect(await outputOf(states, { a: 'text' })).toMatchObject({ Error: 'States.ResultPathMatchFailure' });
  });

  it('fails the execution when the place for the error is taken', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught', ResultPath: '$.a.b' }];
    const functions = { work: () => Promise.reject(named('E')) };
    const bench = new Bench(workflow({ A: task({ Catch, Next: 'Caught' }), Caught }), { functions });
    await bench.start({ a: 'text' });

    expect(bench.one).toMatchObject({ status: 'FAILED', error: 'States.ResultPathMatchFailure' });
  });
});

describe('a Choice', () => {
  const states = {
    A: {
      Type: 'Choice',
      Choices: [
        { Variable: '$.a', NumericGreaterThan: 10, Next: 'Many' },
        { Variable: '$.a', NumericGreaterThan: 1, Next: 'Some' },
      ],
    },
    Many: end,
    Some: end,
  };

  it('takes the first rule that holds', async () => {
    const bench = new Bench(workflow(states));
    await bench.start({ a: 11 });

    expect(bench.runner.visited('one')).toEqual(['A', 'Many']);
    expect(bench.output).toEqual({ a: 11 });
  });

  it('takes the Default where none holds', async () => {
    const bench = new Bench(workflow({ ...states, A: { ...states.A, Default: 'Some' } }));
    await bench.start({ a: 'text' });

    expect(bench.runner.visited('one')).toEqual(['A', 'Some']);
  });

  it('fails the execution where none holds and there is no Default', async () => {
    const bench = new Bench(workflow(states));
    await bench.start({ a: 0 });

    expect(bench.one).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
  });
});

describe('a Fail', () => {
  it('ends the execution with its own error and cause', async () => {
    const bench = new Bench(workflow({ A: { Type: 'Fail', Error: 'DecisionUnknown', Cause: 'No record' } }));
    await bench.start();

    expect(bench.one).toMatchObject({ status: 'FAILED', error: 'DecisionUnknown', cause: 'No record' });
  });

  it('or with those that its input names', async () => {
    const state = { Type: 'Fail', ErrorPath: '$.failure.Error', CausePath: '$.failure.Cause' };
    const bench = new Bench(workflow({ A: state }));
    await bench.start({ failure: { Error: 'E', Cause: 'because' } });

    expect(bench.one).toMatchObject({ status: 'FAILED', error: 'E', cause: 'because' });
  });
});

describe('a workflow that goes in a circle', () => {
  it('is ended, as Step Functions would', async () => {
    const bench = new Bench(workflow({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }));
    await bench.start();

    expect(bench.one).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: expect.stringContaining('12500'),
    });
  }, 120_000);
});

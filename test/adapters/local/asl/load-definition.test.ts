import { describe, expect, it } from 'vitest';
import { loadDefinition } from '../../../../functions/adapters/local/asl/load-definition.ts';
import { INVOKE, question, task, workflow } from './bench.ts';

const retrying = (retrier: object) => task({ Retry: [{ ErrorEquals: ['States.ALL'], ...retrier }] });
const rule = (condition: object) => ({ Type: 'Choice', Choices: [{ ...condition, Next: 'End' }] });
const end = { Type: 'Succeed' };

const placeholder = `$\{IngressFunctionArn}`;

describe('loading a definition', () => {
  it('takes the states of a request for access', () => {
    const loaded = workflow({
      'Ask approvers': question({
        Comment: 'Mails a link to everybody who may decide',
        TimeoutSecondsPath: '$.decideWithinSeconds',
        ResultPath: '$.decision',
        Retry: [{ ErrorEquals: ['States.TaskFailed'], MaxDelaySeconds: 60, JitterStrategy: 'FULL' }],
        Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: '$.error', Next: 'Expired' }],
        Next: 'Approved?',
      }),
      'Approved?': {
        Type: 'Choice',
        Choices: [{ Variable: '$.decision.outcome', StringEquals: 'APPROVED', Next: 'Wait for start' }],
        Default: 'Not approved',
      },
      'Wait for start': { Type: 'Wait', TimestampPath: '$.startsAt', Next: 'Not approved' },
      'Not approved': { Type: 'Succeed' },
      Expired: { Type: 'Fail', Error: 'Expired', Cause: 'Nobody decided' },
    });

    expect(Object.keys(loaded.machine.States)).toHaveLength(5);
    expect(loaded.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('puts values in for placeholders, as CloudFormation does', () => {
    const text = JSON.stringify({
      StartAt: 'A',
      States: { A: task({ Parameters: { FunctionName: placeholder, Payload: {} } }) },
    });
    const { machine } = loadDefinition(text, { IngressFunctionArn: 'ingress' });

    expect(machine.States.A).toMatchObject({ Parameters: { FunctionName: 'ingress' } });
    expect(() => loadDefinition(text, { Ingress: 'ingress' })).toThrow(`no value for ${placeholder}`);
    expect(() => loadDefinition(text)).toThrow(`no value for ${placeholder}`);
  });

  it.each([
    [
      'a field that is unknown',
      { A: { ...end, Retries: 3 } },
      'state "A", Retries: this field is not interpreted',
    ],
    ['a state type that is unknown', { A: { Type: 'Parallel', End: true } }, 'state "A", Type'],
    ['a field of another state type', { A: { ...end, Next: 'A' } }, 'state "A", Next: this field'],
    ['JSONata', { A: task({ Arguments: {} }) }, 'state "A", Arguments: this field'],
    ['another service', { A: task({ Resource: 'arn:aws:states:::sns:publish' }) }, 'state "A", Resource'],
    [
      'a field of lambda:invoke that is unknown',
      { A: task({ Parameters: { FunctionName: 'a', Payload: {}, Qualifier: 'x' } }) },
      'state "A", Parameters.Qualifier: this field',
    ],
    [
      'a task without an explicit payload',
      { A: task({ Parameters: { FunctionName: 'a' } }) },
      'state "A", Parameters.Payload',
    ],
    ['an unknown field of a retrier', { A: retrying({ Delay: 1 }) }, 'state "A", Retry.0.Delay: this field'],
    [
      'a heartbeat path',
      { A: question({ HeartbeatSecondsPath: '$.a' }) },
      'state "A", HeartbeatSecondsPath: this field',
    ],
    [
      'a heartbeat that no callback sends',
      { A: task({ HeartbeatSeconds: 5 }) },
      'state "A", HeartbeatSeconds',
    ],
    [
      'a heartbeat longer than the timeout',
      { A: question({ HeartbeatSeconds: 5, TimeoutSeconds: 5 }) },
      'state "A", HeartbeatSeconds: must be less',
    ],
    [
      'two timeouts',
      { A: task({ TimeoutSeconds: 5, TimeoutSecondsPath: '$.a' }) },
      'state "A", TimeoutSecondsPath: stands beside',
    ],
    ['neither Next nor End', { A: { Type: 'Pass' } }, 'state "A": needs exactly one of Next, End'],
    [
      'both Next and End',
      { A: { Type: 'Pass', Next: 'B', End: true }, B: end },
      'state "A": needs exactly one of Next, End',
    ],
    [
      'two ways to wait',
      { A: { Type: 'Wait', Seconds: 1, SecondsPath: '$.a', End: true } },
      'state "A": needs exactly one of Seconds',
    ],
    [
      'a wait for no timestamp',
      { A: { Type: 'Wait', Timestamp: 'tomorrow', End: true } },
      'state "A", Timestamp',
    ],
    ['a failure without a name', { A: { Type: 'Fail' } }, 'state "A": needs exactly one of Error, ErrorPath'],
    ['two causes', { A: { Type: 'Fail', Error: 'E', Cause: 'a', CausePath: '$.a' } }, 'state "A", CausePath'],
    [
      'a way to a state that is not there',
      { A: { Type: 'Pass', Next: 'B' } },
      'state "B": is led to, but does not exist',
    ],
    [
      'a catcher to a state that is not there',
      { A: task({ Catch: [{ ErrorEquals: ['E'], Next: 'B' }] }) },
      'state "B": is led to',
    ],
    [
      'a choice to a state that is not there',
      { A: { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'B' }], Default: 'C' } },
      'state "C": is led to',
    ],
    [
      'a way into what objects inherit',
      { A: { Type: 'Pass', Next: 'toString' } },
      'state "toString": is led to',
    ],
    ['a state that nothing leads to', { A: end, B: end }, 'state "B": is reached from nowhere'],
    [
      'an intrinsic function',
      { A: task({ Parameters: { FunctionName: 'a', Payload: { 'id.$': 'States.UUID()' } } }) },
      'state "A", Parameters.Payload.id.$: intrinsic functions are not interpreted',
    ],
    [
      'a wildcard path',
      { A: { Type: 'Pass', InputPath: '$.a[*]', End: true } },
      'state "A", InputPath: $.a[*] is no reference path',
    ],
    [
      'a path field that is no text',
      { A: { Type: 'Pass', Parameters: { 'a.$': 1 }, End: true } },
      'state "A", Parameters.a.$: must be a path',
    ],
    [
      'a part of the context object that differs here',
      { A: { Type: 'Pass', Parameters: { 'a.$': '$$.Execution.RoleArn' }, End: true } },
      '$$.Execution.RoleArn cannot be used here',
    ],
    [
      'a result placed in a list',
      { A: task({ ResultPath: '$.a[0]' }) },
      'state "A", ResultPath: $.a[0] cannot be used here',
    ],
    [
      'a token that nobody is given',
      { A: question({ Parameters: { FunctionName: 'ask', Payload: {} } }) },
      'state "A", Parameters.Payload: nobody is given $$.Task.Token',
    ],
    [
      'a token where none exists',
      { A: question({ Resource: INVOKE }) },
      'state "A", Parameters.Payload: no token exists',
    ],
    [
      'States.ALL beside another name',
      { A: task({ Retry: [{ ErrorEquals: ['E', 'States.ALL'] }] }) },
      'state "A", Retry.0.ErrorEquals: States.ALL stands alone',
    ],
    [
      'States.ALL before another retrier',
      { A: task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }] }) },
      'state "A", Retry: States.ALL comes last',
    ],
    [
      'States.ALL before another catcher',
      {
        A: task({
          Catch: [
            { ErrorEquals: ['States.ALL'], Next: 'B' },
            { ErrorEquals: ['E'], Next: 'B' },
          ],
        }),
        B: end,
      },
      'state "A", Catch: States.ALL comes last',
    ],
    [
      'a reserved name that is misspelt',
      { A: task({ Retry: [{ ErrorEquals: ['States.Timout'] }] }) },
      'state "A", Retry.0.ErrorEquals.0',
    ],
    [
      'a greatest delay below the first one',
      { A: retrying({ IntervalSeconds: 5, MaxDelaySeconds: 5 }) },
      'state "A", Retry.0.MaxDelaySeconds',
    ],
    ['a backoff that shrinks', { A: retrying({ BackoffRate: 0.5 }) }, 'state "A", Retry.0.BackoffRate'],
    [
      'two operators in a rule',
      { A: rule({ Variable: '$.a', IsNull: true, StringEquals: 'b' }), End: end },
      'state "A", Choices.0: needs exactly one of',
    ],
    [
      'an operator that is unknown',
      { A: rule({ Variable: '$.a', StringMatches: 'b*' }), End: end },
      'state "A", Choices.0.StringMatches: this field',
    ],
    [
      'a comparison without a variable',
      { A: rule({ IsNull: true }), End: end },
      'state "A", Choices.0.Variable',
    ],
    [
      'an operand of the wrong type',
      { A: rule({ Variable: '$.a', NumericEquals: '1' }), End: end },
      'state "A", Choices.0.NumericEquals',
    ],
    [
      'a rule inside another that leads away',
      { A: rule({ Not: { Variable: '$.a', IsNull: true, Next: 'End' } }), End: end },
      'state "A", Choices.0.Not.Next: this field',
    ],
  ])('refuses %s, and says where', (_, states, message) => {
    expect(() => workflow(states as Record<string, object>)).toThrow(message);
  });

  it('refuses a field of the whole definition that is unknown', () => {
    expect(() => workflow({ A: end }, { Processor: 1 })).toThrow('Processor: this field is not interpreted');
    expect(() => workflow({ A: end }, { QueryLanguage: 'JSONata' })).toThrow('QueryLanguage');
    expect(() => workflow({ A: end }, { StartAt: 'B' })).toThrow('state "B": is led to');
  });

  it('names every objection at once', () => {
    const states = { A: task({ Heartbeat: 1, Next: 'B' }), B: { Type: 'Wait', Seconds: 'x', End: true } };
    const expected = /state "A", Heartbeat: [^\n]*\nstate "B", Seconds/;

    expect(() => workflow(states)).toThrow(expected);
  });
});

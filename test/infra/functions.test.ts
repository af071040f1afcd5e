import { describe, expect, it } from 'vitest';
import { environments } from '../../functions/runtime/environment.ts';
import { functionTimeouts } from '../../functions/runtime/function-timeouts.ts';
import { asText, exampleTemplate, type Resources, resourcesOf } from '../support/stack.ts';

const template = exampleTemplate();
const all = (type: string): Resources => resourcesOf(template, type);
const propertiesOf = (type: string) => Object.values(all(type)).map(({ Properties }) => Properties);

/** As it may come out when deployed. */
const resolvedText = (value: unknown): string =>
  asText(value)
    .replace(/\$\{(\w+)\.ApiEndpoint\}/, 'https://abc.example.com')
    .replace(/\$\{.*?\}/g, 'arn:token');

describe('every function', () => {
  const functions = Object.entries(all('AWS::Lambda::Function'));
  const nameOf = (logicalId: string) =>
    Object.keys(environments).find((name) =>
      logicalId.startsWith(`PosternFunctions${name.replaceAll('-', '')}Function`),
    );

  it('is one that the code knows, and all of those are there', () => {
    expect(functions.map(([id]) => nameOf(id)).sort()).toEqual(Object.keys(environments).sort());
  });

  it.each(functions)('%s runs on Node 24 and arm64, is traced, and ends in time', (id, { Properties }) => {
    const name = nameOf(id) as keyof typeof functionTimeouts;
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      Timeout: functionTimeouts[name] / 1_000,
    });
  });

  it.each(functions)('%s has exactly the environment that its code reads', (id, { Properties }) => {
    const { Variables } = Properties.Environment as { Variables: Record<string, unknown> };
    const name = nameOf(id) as keyof typeof environments;
    expect(Object.keys(Variables).sort()).toEqual(Object.keys(environments[name].shape).sort());
    const resolved = Object.fromEntries(
      Object.entries(Variables).map(([variable, value]) => [variable, resolvedText(value)]),
    );
    expect(environments[name].safeParse(resolved).error?.issues).toBeUndefined();
  });

  it.each(functions)('%s logs to a group of its own that forgets', (_, { Properties }) => {
    const { LogGroup } = Properties.LoggingConfig as { LogGroup: { Ref: string } };
    expect(all('AWS::Logs::LogGroup')[LogGroup.Ref]?.Properties.RetentionInDays).toBe(90);
  });

  it.each(functions)('%s has an alias for whoever calls it', (id) => {
    const aliases = propertiesOf('AWS::Lambda::Alias').filter(
      ({ FunctionName }) => asText(FunctionName) === `\${${id}}`,
    );
    expect(aliases).toMatchObject([{ Name: 'live' }]);
  });

  it('shares no log group with another', () => {
    expect(
      new Set(functions.map(([, { Properties }]) => JSON.stringify(Properties.LoggingConfig))).size,
    ).toBe(8);
  });

  it('is called by its alias, whoever calls', () => {
    const isAlias = (callee: string) =>
      Object.keys(all('AWS::Lambda::Alias')).some(
        // An event source names it by the function's name, taken from the alias's ARN, and the alias.
        (id) => callee === `\${${id}}` || (callee.includes(`{"Ref":"${id}"}`) && callee.endsWith(':live')),
      );
    const callees = [
      ...propertiesOf('AWS::ApiGatewayV2::Integration').map(({ IntegrationUri }) => IntegrationUri),
      ...propertiesOf('AWS::Scheduler::Schedule').map(({ Target }) => (Target as { Arn: unknown }).Arn),
      ...propertiesOf('AWS::Lambda::EventSourceMapping').map(({ FunctionName }) => FunctionName),
      ...propertiesOf('AWS::StepFunctions::StateMachine').flatMap(({ DefinitionSubstitutions }) =>
        Object.values(DefinitionSubstitutions as object),
      ),
    ].map(asText);
    expect(callees).toHaveLength(2 + 2 + 1 + 3);
    expect(callees.filter((callee) => !isAlias(callee))).toEqual([]);
  });
});

describe('the executions of an account', () => {
  it('are bounded for what callers may call, and kept for what opens, closes and keeps time', () => {
    const reserved = Object.entries(all('AWS::Lambda::Function')).flatMap(([id, { Properties }]) =>
      Properties.ReservedConcurrentExecutions === undefined
        ? []
        : [[/PosternFunctions([a-z]+)Function/.exec(id)?.[1], Properties.ReservedConcurrentExecutions]],
    );
    expect(Object.fromEntries(reserved)).toEqual({
      api: 250,
      approvals: 20,
      ingress: 20,
      sweeper: 1,
      timekeeper: 5,
    });
  });
});

describe('the sweeper', () => {
  it.each([
    ['sweeper', { version: 1, action: 'sweep', all: false }],
    ['timekeeper', { version: 1, action: 'keep-time' }],
  ])('and %s are called every minute', (name, input) => {
    const schedules = Object.entries(all('AWS::Scheduler::Schedule')).filter(([id]) => id.includes(name));
    expect(schedules).toHaveLength(1);
    for (const [, { Properties }] of schedules) {
      expect(Properties).toMatchObject({
        ScheduleExpression: 'rate(1 minute)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        State: 'ENABLED',
        Target: { RetryPolicy: { MaximumRetryAttempts: 0 }, DeadLetterConfig: { Arn: expect.anything() } },
      });
      const { Input } = Properties.Target as { Input: string };
      expect(JSON.parse(Input)).toEqual(input);
    }
  });
});

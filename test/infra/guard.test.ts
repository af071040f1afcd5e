import { describe, expect, it } from 'vitest';
import { asList, exampleTemplate, resourcesOf } from '../support/stack.ts';

const template = exampleTemplate();
const resources = resourcesOf(template);

/** What CloudFormation makes before a resource, and deletes after it: by `DependsOn`, and by what it refers to. */
const neededBy = (id: string): ReadonlySet<string> => {
  const needed = new Set<string>();
  const follow = (from: string): void => {
    for (const next of directly(from)) {
      if (needed.has(next)) continue;
      needed.add(next);
      follow(next);
    }
  };
  follow(id);
  return needed;
};

const directly = (id: string): readonly string[] => {
  const { DependsOn = [], Properties = {} } = (resources[id] ?? {}) as {
    DependsOn?: unknown;
    Properties?: object;
  };
  const text = JSON.stringify(Properties);
  const names = [...text.matchAll(/"(?:Ref|Fn::GetAtt)":(?:\["|")(\w+)/g)].map(([, name]) => String(name));
  const substituted = [...text.matchAll(/\$\{(\w+)[.}]/g)].map(([, name]) => String(name));
  return [...asList(DependsOn).map(String), ...names, ...substituted].filter((name) => name in resources);
};

const only = (type: string, beginning: string): string => {
  // CDK puts a hash of eight digits behind a name.
  const [id, ...others] = Object.keys(resourcesOf(template, type)).filter(
    (it) => it.startsWith(beginning) && it.length === beginning.length + 8,
  );
  expect(others).toEqual([]);
  return String(id);
};
const functionOf = (name: string) => only('AWS::Lambda::Function', `PosternFunctions${name}Function`);

const guard = only('Custom::PosternGuard', 'PosternGuard');
const last = only('Custom::PosternGuard', 'PosternGuardOfClosers');
const configuration = only('Custom::PosternConfiguration', 'PosternConfiguration');

describe('a stack that is deleted', () => {
  it('asks its guard first: everything else is still there when that refuses', () => {
    const needed = neededBy(guard);
    expect(Object.keys(resources).filter((id) => id !== guard && !needed.has(id))).toEqual([]);
  });

  it('asks once more when nothing can open any more, and everything that closes is still there', () => {
    const kept = neededBy(last);
    for (const name of ['ingress', 'sweeper', 'deployment']) expect(kept).toContain(functionOf(name));
    expect(kept).toContain(only('AWS::Scheduler::Schedule', 'PosternEveryMinutesweeperSchedule'));
    for (const name of ['api', 'approvals', 'askapprovers', 'timekeeper']) {
      expect(neededBy(functionOf(name))).toContain(last);
    }
    expect(neededBy(only('AWS::StepFunctions::StateMachine', 'PosternWorkflowStateMachine'))).toContain(last);
  });

  it('has nothing that waits for itself', () => {
    expect(Object.keys(resources).filter((id) => neededBy(id).has(id))).toEqual([]);
  });
});

describe('a configuration that is refused', () => {
  it('is refused before any function or role changes', () => {
    const others = Object.keys(resources).filter(
      (id) => id.startsWith('PosternFunctions') && !id.startsWith('PosternFunctionsdeployment'),
    );
    expect(others.length).toBeGreaterThan(30);
    expect(others.filter((id) => !neededBy(id).has(configuration))).toEqual([]);
  });

  it('is asked about again when every function is the new one', () => {
    const of = (id: string) => resources[id]?.Properties ?? {};
    expect(of(guard).Targets).toEqual(of(configuration).Targets);
    const aliases = Object.keys(resourcesOf(template, 'AWS::Lambda::Alias'));
    expect(aliases.length).toBeGreaterThan(6);
    for (const alias of aliases) expect(neededBy(guard)).toContain(alias);
    expect(of(last)).not.toHaveProperty('Targets');
    expect(of(last)).toHaveProperty('Left', 'closers');
  });

  it('is told by its targets, retired ones included', () => {
    expect(resources[configuration]?.Properties.Targets).toEqual({
      'demo-db': '111122223333/eu-central-1/sg-0de30db0000000001',
      'orders-db': '111122223333/eu-central-1/sg-0a1b2c3d4e5f60718',
      'build-agents': '111122223333/eu-west-1/sg-0b2c3d4e5f6071829',
    });
  });
});

describe('what CloudFormation calls', () => {
  it('is the live version, and it does not wait an hour for an answer', () => {
    const [alias] = Object.keys(resourcesOf(template, 'AWS::Lambda::Alias')).filter((id) =>
      id.startsWith('PosternFunctionsdeployment'),
    );
    for (const id of [guard, last, configuration]) {
      expect(resources[id]?.Properties).toMatchObject({
        ServiceToken: { Ref: alias },
        ServiceTimeout: '600',
      });
    }
  });
});

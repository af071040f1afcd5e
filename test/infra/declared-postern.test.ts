import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Connections, type ISecurityGroup, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { Configuration } from '../../functions/domain/configuration.ts';
import { configurationDigest } from '../../functions/runtime/configuration/configuration-digest.ts';
import { fileShape } from '../../functions/runtime/configuration/file-shape.ts';
import { loadConfiguration } from '../../functions/runtime/configuration/load-configuration.ts';
import type { PosternSettings } from '../../infra/declaration/settings.ts';
import type { TargetProps } from '../../infra/declaration/target-props.ts';
import { Postern } from '../../infra/postern.ts';
import { CONFIGURATION_TEXT } from '../support/configuration-text.ts';
import { declaredStack, knownGroup, ORDERS, SETTINGS } from '../support/declared-stack.ts';
import { rightsIn } from '../support/rights.ts';
import { asList, asText, resourcesOf } from '../support/stack.ts';

interface CheckedFile {
  readonly configuration: Configuration;
  readonly digest: string;
  readonly placeholders?: readonly string[];
}

/** What functions will find beside their bundle. */
const filesOf = (stack: Stack): CheckedFile[] => {
  const { outdir } = App.of(stack) as App;
  const folder = join(outdir, 'functions');
  const [only = ''] = readdirSync(folder);
  return readdirSync(join(folder, only))
    .filter((name) => name !== 'deployment')
    .map((name) => JSON.parse(readFileSync(join(folder, only, name, 'configuration.json'), 'utf8')));
};

const environmentsOf = (template: Template): Record<string, unknown>[] =>
  Object.values(resourcesOf(template, 'AWS::Lambda::Function')).flatMap(({ Properties, ...rest }) => {
    const { Variables } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
    return Variables?.TABLE_NAME === undefined ? [] : [{ ...Variables, rest }];
  });

const configurationOf = (template: Template) => {
  const [resource, ...others] = Object.entries(resourcesOf(template, 'Custom::PosternConfiguration'));
  expect(others).toEqual([]);
  return { id: resource?.[0], properties: resource?.[1].Properties ?? {} };
};

describe('a configuration in TypeScript', () => {
  it('is the same configuration as in YAML, when all its groups are known', () => {
    const { stack, postern } = declaredStack();
    const group = knownGroup(stack, 'sg-0a1b2c3d4e5f60718');
    postern.addTarget('orders-db', { ...ORDERS, connections: group });
    const template = Template.fromStack(stack);
    const loaded = loadConfiguration(CONFIGURATION_TEXT, { file: 'postern.yaml' });
    if (loaded.outcome === 'REFUSED') throw new Error(loaded.report);
    const files = filesOf(stack);
    expect(files).toHaveLength(7);
    for (const { configuration, digest, placeholders } of files) {
      expect(configuration).toEqual(loaded.configuration);
      expect(digest).toBe(configurationDigest(loaded.configuration));
      expect(placeholders).toBeUndefined();
    }
    expect(configurationOf(template).properties.GroupIds).toBeUndefined();
    const ids = environmentsOf(template).map(({ GROUP_IDS }) => GROUP_IDS);
    expect(ids.filter((id) => id !== undefined)).toEqual(Array(7).fill('none'));
  });

  it('has the keys of the file, but for what the construct knows', () => {
    type File = z.input<typeof fileShape>;
    type Known = 'aws' | 'securityGroups' | 'targets' | 'local';
    const settings: Record<Exclude<keyof File, Known>, true> & Record<keyof PosternSettings, true> = {
      deployment: true,
      identity: true,
      mail: true,
      settings: true,
      limits: true,
      policy: true,
      reminders: true,
      approvals: true,
      people: true,
      groups: true,
      machines: true,
      auditors: true,
      admins: true,
    };
    // What TypeScript takes, the checks take: they are the same ones.
    const written = (props: PosternSettings): Omit<File, Known> => props as Omit<File, Known>;
    expect(Object.keys(written(SETTINGS))).not.toEqual([]);
    expect(Object.keys(fileShape.shape).sort()).toEqual(
      [...Object.keys(settings), 'aws', 'securityGroups', 'targets', 'local'].sort(),
    );
  });

  it('has the keys of the file’s target, but for those that have types of CDK', () => {
    type Target = z.input<typeof fileShape>['targets'][string];
    type InFile = 'securityGroup' | 'protocol' | 'port' | 'ports' | 'maxMinutes' | 'breakGlass';
    type InProps = 'connections' | 'port' | 'ports' | 'maxDuration' | 'breakGlass';
    const same: Record<Exclude<keyof Target, InFile>, true> &
      Record<Exclude<keyof TargetProps, InProps>, true> = {
      description: true,
      owner: true,
      allowedSources: true,
      requesters: true,
      approvers: true,
      requiredApprovals: true,
      minimumPrefix: true,
      referencedSources: true,
      sourceDefault: true,
      escalateTo: true,
      retired: true,
    };
    // Each with a value that the file takes.
    const written = (props: TargetProps): Pick<Target, keyof typeof same> =>
      props as Pick<TargetProps, keyof typeof same> as Pick<Target, keyof typeof same>;
    const { stack, vpc, postern } = declaredStack();
    const props: TargetProps = {
      ...ORDERS,
      connections: postern.securityGroup(vpc),
      allowedSources: ['sg-0b2c3d4e5f6071829'],
      requesters: ['group:engineering'],
      referencedSources: 'anybody',
    };
    expect(Object.keys(same)).toEqual(
      expect.arrayContaining(
        Object.keys(written(ORDERS as TargetProps)).filter((key) => !['port', 'maxDuration'].includes(key)),
      ),
    );
    postern.addTarget('orders-db', props);
    Template.fromStack(stack);
    expect(filesOf(stack)[0]?.configuration.targets).toMatchObject([{ referencedSources: 'anybody' }]);
  });

  it('has every target that was added, whenever that was', () => {
    const { stack, vpc, postern } = declaredStack();
    const before = postern.securityGroup(vpc, { name: 'orders' });
    postern.addTarget('orders-db', { ...ORDERS, connections: before });
    const later = new SecurityGroup(stack, 'Later', { vpc });
    postern.addTarget('reports-db', { ...ORDERS, connections: later, port: Port.udpRange(9_000, 9_010) });
    const { port: _, ...withoutPort } = ORDERS;
    const ports = [Port.tcp(9_200), Port.udpRange(9_300, 9_310)];
    postern.addTarget('search', { ...withoutPort, connections: later, ports });
    Template.fromStack(stack);
    for (const { configuration } of filesOf(stack)) {
      expect(configuration.targets).toMatchObject([
        { name: 'orders-db', ports: [{ protocol: 'tcp', fromPort: 5_432, toPort: 5_432 }], maxMinutes: 60 },
        { name: 'reports-db', ports: [{ protocol: 'udp', fromPort: 9_000, toPort: 9_010 }] },
        {
          name: 'search',
          ports: [
            { protocol: 'tcp', fromPort: 9_200, toPort: 9_200 },
            { protocol: 'udp', fromPort: 9_300, toPort: 9_310 },
          ],
        },
      ]);
    }
  });
});

describe('a security group that is made by the same app', () => {
  const { stack, vpc, postern } = declaredStack();
  const group = postern.securityGroup(vpc, { name: 'orders-db' });
  postern.addTarget('orders-db', { ...ORDERS, connections: group });
  postern.addTarget('orders-admin', { ...ORDERS, connections: group, port: Port.tcp(8_080) });
  const template = Template.fromStack(stack);
  const [id = ''] = Object.keys(resourcesOf(template, 'AWS::EC2::SecurityGroup'));
  const token = `\${${id}.GroupId}`;
  const [file] = filesOf(stack);
  const [placeholder = ''] = file?.placeholders ?? [];

  it('has no ingress of its own', () => {
    expect(resourcesOf(template, 'AWS::EC2::SecurityGroupIngress')).toEqual({});
    expect(resourcesOf(template, 'AWS::EC2::SecurityGroup')[id]?.Properties).not.toHaveProperty(
      'SecurityGroupIngress',
    );
  });

  it('stands in the functions’ file by a placeholder, one for all its targets', () => {
    expect(file?.placeholders).toHaveLength(1);
    expect(placeholder).toMatch(/^sg-f[0-9a-f]{16}$/);
    expect(file?.configuration.targets.map((target) => target.group)).toEqual(
      Array(2).fill({ account: '111122223333', region: 'eu-central-1', groupId: placeholder }),
    );
  });

  it('stands in the rights of whoever closes ports, and nowhere by its placeholder', () => {
    const closing = rightsIn(template).filter(({ actions }) =>
      actions.includes('ec2:RevokeSecurityGroupIngress'),
    );
    expect(closing.map(({ resources }) => resources)).toEqual(
      Array(2).fill([expect.stringContaining(`eu-central-1:111122223333:security-group/${token}`)]),
    );
    const { GroupIds, WrittenIds, ...rest } = configurationOf(template).properties;
    expect(WrittenIds).toEqual([]);
    expect(GroupIds).toEqual({ [placeholder]: { 'Fn::GetAtt': [id, 'GroupId'] } });
    expect(JSON.stringify(rest)).not.toContain(placeholder);
    expect(JSON.stringify(template.toJSON()).split(placeholder)).toHaveLength(2);
  });

  it('is told to the deployment with its targets, and to each function by the digest that comes of it', () => {
    const { id: resource, properties } = configurationOf(template);
    const targets = Object.entries(properties.Targets as object).map(([name, key]) => [name, asText(key)]);
    expect(Object.fromEntries(targets)).toEqual({
      'orders-db': `111122223333/eu-central-1/${token}`,
      'orders-admin': `111122223333/eu-central-1/${token}`,
    });
    const digests = environmentsOf(template).flatMap(({ GROUP_IDS }) => (GROUP_IDS ? [GROUP_IDS] : []));
    expect(digests).toEqual(Array(7).fill({ 'Fn::GetAtt': [resource, 'GroupIds'] }));
  });

  it('is compared with those that are written out, when the deployment knows it', () => {
    const mixed = declaredStack();
    const made = mixed.postern.securityGroup(mixed.vpc);
    const written = knownGroup(mixed.stack, 'sg-0a1b2c3d4e5f60718');
    mixed.postern.addTarget('orders-db', { ...ORDERS, connections: made });
    mixed.postern.addTarget('reports-db', { ...ORDERS, connections: written });
    mixed.postern.addTarget('reports-admin', { ...ORDERS, connections: written, port: Port.tcp(8_080) });
    const { properties } = configurationOf(Template.fromStack(mixed.stack));
    expect(properties.WrittenIds).toEqual(['sg-0a1b2c3d4e5f60718']);
    expect(Object.keys(properties.GroupIds as object)).toHaveLength(1);
  });

  it('has each function published anew when it is another one, though the template says the same', () => {
    const { id: resource } = configurationOf(template);
    const described = Object.entries(resourcesOf(template, 'AWS::Lambda::Version')).map(
      ([version, { Properties }]) => [version.includes('deployment'), Properties.Description],
    );
    expect(described).toHaveLength(8);
    for (const [isDeployment, description] of described) {
      expect(description).toEqual(isDeployment ? undefined : { 'Fn::GetAtt': [resource, 'GroupIds'] });
    }
  });

  it('is written by one function and read by the others', () => {
    const onIds = rightsIn(template)
      .filter(({ conditions }) => JSON.stringify(conditions).includes('GROUP_IDS#'))
      .map(({ role, actions }) => `${role.replace('PosternFunctions', '')} ${actions}`);
    const readers = ['api', 'approvals', 'askapprovers', 'ingress', 'publisher', 'sweeper', 'timekeeper'];
    expect(onIds.sort()).toEqual(
      [...readers.map((name) => `${name}Role dynamodb:GetItem`), 'deploymentRole dynamodb:PutItem'].sort(),
    );
  });

  it('has the same placeholder in every synth', () => {
    const again = declaredStack();
    const same = again.postern.securityGroup(again.vpc, { name: 'whatever' });
    again.postern.addTarget('orders-db', { ...ORDERS, connections: same });
    Template.fromStack(again.stack);
    expect(filesOf(again.stack)[0]?.placeholders).toEqual([placeholder]);
  });
});

describe('what waits for Postern', () => {
  it('may be let into a group that Postern made', () => {
    const { stack, vpc, postern } = declaredStack();
    const group = postern.securityGroup(vpc);
    postern.addTarget('orders-db', { ...ORDERS, connections: group });
    const caller = new SecurityGroup(stack, 'Caller', { vpc });
    group.connections.allowFrom(caller, Port.tcp(9_000));
    caller.node.addDependency(postern);
    // Refuses a template in which resources wait for one another.
    const template = Template.fromStack(stack);
    const waiting = resourcesOf(template, 'AWS::EC2::SecurityGroup');
    const [id = ''] = Object.keys(waiting).filter((each) => each.startsWith('Caller'));
    const after = asList((waiting[id] as { DependsOn?: unknown }).DependsOn).map(String);
    const [guard = ''] = Object.keys(resourcesOf(template, 'Custom::PosternGuard'));
    expect(after).toContain(guard);
    const rules = Object.keys(resourcesOf(template, 'AWS::EC2::SecurityGroupIngress'));
    expect(rules).toHaveLength(1);
    expect(after).not.toContain(rules[0]);
  });
});

describe('a mistake', () => {
  const refused = (props: Partial<TargetProps>) => () => {
    const { stack, postern } = declaredStack();
    const group = knownGroup(stack, 'sg-0a1b2c3d4e5f60718');
    postern.addTarget('orders-db', { ...ORDERS, connections: group, ...props });
    Template.fromStack(stack);
  };

  it.each<[string, Partial<TargetProps>, string]>([
    [
      'too long',
      { maxDuration: Duration.days(2) },
      'targets.orders-db.maxDuration: expected at most 1440 minutes',
    ],
    [
      'of half a minute',
      { maxDuration: Duration.seconds(90) },
      'targets.orders-db.maxDuration: expected a whole number',
    ],
    ['misspelt', { maxMinuets: 5 } as object, 'targets.orders-db.maxMinuets: is not known here'],
    [
      'of an unknown group',
      { requesters: ['group:enginering'] },
      'targets.orders-db.requesters[0]: there is no group enginering; did you mean engineering?',
    ],
    [
      'in minutes beside a duration',
      { maxMinutes: 5 } as object,
      'targets.orders-db.maxMinutes: is not known here; say maxDuration',
    ],
    [
      'a group beside connections',
      { securityGroup: 'orders' } as object,
      'targets.orders-db.securityGroup: is not known here; say connections',
    ],
    [
      'misspelt as what is needed',
      { aprovers: ['bob@example.com'] } as object,
      'targets.orders-db.aprovers: is not known here; did you mean approvers?',
    ],
    [
      'an emergency in minutes',
      {
        breakGlass: { requesters: ['alice@example.com'], maxDuration: Duration.hours(1), maxMinutes: 5 },
      } as object,
      'targets.orders-db.breakGlass.maxMinutes: is not known here; say maxDuration',
    ],
    [
      'without a duration',
      { maxDuration: undefined } as object,
      'targets.orders-db.maxDuration: expected a Duration, such as Duration.hours(1), found nothing',
    ],
    [
      'a number for a duration',
      { breakGlass: { requesters: ['alice@example.com'], maxDuration: 5 } } as object,
      'targets.orders-db.breakGlass.maxDuration: expected a Duration, such as Duration.hours(1), found 5',
    ],
    [
      'without connections',
      { connections: undefined } as object,
      'targets.orders-db.connections: expected exactly one',
    ],
    ['without ports', { port: Port.allIcmp() }, 'targets.orders-db.port: expected ec2.Port.tcp'],
    ['said twice', { ports: [Port.tcp(80)] }, 'targets.orders-db.port: expected either port or ports'],
    [
      'a bound of an emergency',
      { breakGlass: { requesters: ['alice@example.com'], maxDuration: Duration.hours(2) } },
      'targets.orders-db.breakGlass.maxDuration: expected at most 60 minutes',
    ],
  ])('is told with its path: %s', (_, props, message) => {
    expect(refused(props)).toThrow(message);
  });

  it('is told with all others', () => {
    const both = refused({ maxDuration: Duration.days(2), description: '' });
    expect(both).toThrow(/^The configuration of Shop\/Postern is refused:\n/);
    expect(both).toThrow(/targets\.orders-db\.description: .*\n.*targets\.orders-db\.maxDuration: /s);
  });

  it('of the settings is told at once', () => {
    expect(() => declaredStack({ mail: { from: 'Postern' } })).toThrow(
      'mail.from: expected one mailbox such as bob@example.com',
    );
    expect(() => declaredStack({ targets: {} } as object)).toThrow('targets: is not said here');
  });

  it('is a value that only the deployment knows, anywhere but in a group', () => {
    expect(() => {
      const { stack, vpc, postern } = declaredStack();
      const group = postern.securityGroup(vpc);
      postern.addTarget('orders-db', { ...ORDERS, connections: group, description: group.securityGroupId });
      Template.fromStack(stack);
    }).toThrow('targets.orders-db.description: expected what is known at synth');
  });

  it('is a stack without account and region', () => {
    const stack = new Stack(new App(), 'Anywhere');
    expect(() => new Postern(stack, 'Postern', SETTINGS)).toThrow(
      'Postern must know account and region of its stack Anywhere',
    );
  });

  it('is anything but one security group', () => {
    const { stack, postern } = declaredStack();
    const groups = ['sg-0a1b2c3d4e5f60718', 'sg-0a1b2c3d4e5f60719'].map((id) => knownGroup(stack, id));
    const add = (securityGroups: typeof groups) => () =>
      postern.addTarget('orders-db', {
        ...ORDERS,
        connections: { connections: new Connections({ securityGroups }) },
      });
    const remedy = "Make one for it by postern.securityGroup(vpc, { name: 'orders-db' })";
    expect(add(groups)).toThrow(
      'targets.orders-db.connections: expected exactly one security group, found 2',
    );
    expect(add(groups)).toThrow(remedy);
    expect(add([])).toThrow('found 0');
  });

  it('is a second group that comes after the target', () => {
    const { stack, postern } = declaredStack();
    const [first, second] = ['sg-0a1b2c3d4e5f60718', 'sg-0a1b2c3d4e5f60719'].map((id) =>
      knownGroup(stack, id),
    );
    const connections = new Connections({ securityGroups: [first as ISecurityGroup] });
    postern.addTarget('orders-db', { ...ORDERS, connections: { connections } });
    connections.addSecurityGroup(second as ISecurityGroup);
    expect(() => Template.fromStack(stack)).toThrow(
      'targets.orders-db.connections: expected exactly one security group, found 2',
    );
  });

  it('is a key that JavaScript passes by', () => {
    const { stack, vpc, postern } = declaredStack();
    postern.addTarget('__proto__', { ...ORDERS, connections: postern.securityGroup(vpc) });
    expect(() => Template.fromStack(stack)).toThrow('targets.__proto__: a key that no mapping may have');
    const groups = Object.fromEntries([['__proto__', ['alice@example.com']]]);
    expect(() => declaredStack({ groups })).toThrow('groups.__proto__: a key that no mapping may have');
  });

  it('is another deployment of the name in the app, in the same account', () => {
    const inOne = (account: string) => {
      const { stack, vpc, postern } = declaredStack();
      const other = new Stack(App.of(stack) as App, 'Other', { env: { account, region: 'eu-central-1' } });
      const again = new Postern(other, 'Again', SETTINGS);
      postern.addTarget('orders-db', { ...ORDERS, connections: postern.securityGroup(vpc) });
      again.addTarget('orders-db', { ...ORDERS, connections: knownGroup(other, 'sg-0a1b2c3d4e5f60718') });
      return () => (App.of(stack) as App).synth();
    };
    expect(inOne('111122223333')).toThrow(/Other\/Again.* are both the deployment example/);
    expect(inOne('444455556666')).not.toThrow();
  });

  it('is a name that is taken', () => {
    const { vpc, postern } = declaredStack();
    const group = postern.securityGroup(vpc);
    postern.addTarget('orders-db', { ...ORDERS, connections: group });
    expect(() => postern.addTarget('orders-db', { ...ORDERS, connections: group })).toThrow(
      'targets.orders-db: there is a target of this name already',
    );
    expect(() => postern.securityGroup(vpc)).toThrow('give this one a { name } of its own');
  });

  it('is a target that comes when all is made', () => {
    const { stack, vpc, postern } = declaredStack();
    const group = postern.securityGroup(vpc);
    postern.addTarget('orders-db', { ...ORDERS, connections: group });
    Template.fromStack(stack);
    expect(() => postern.addTarget('later-db', { ...ORDERS, connections: group })).toThrow('added too late');
  });

  it('is no target at all', () => {
    expect(() => Template.fromStack(declaredStack().stack)).toThrow('Shop/Postern has no target');
  });
});

describe('policies of a configuration in TypeScript', () => {
  const withPolicies = (policies: string) => {
    const { stack, vpc, postern } = declaredStack({ policies });
    postern.addTarget('orders-db', { ...ORDERS, connections: postern.securityGroup(vpc) });
    return stack;
  };

  it('are checked, and told of', () => {
    const stack = withPolicies('config/policies');
    Template.fromStack(stack);
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });

  it('are missed where they are not', () => {
    expect(() => Template.fromStack(withPolicies('nowhere'))).toThrow('there is no folder nowhere');
  });
});

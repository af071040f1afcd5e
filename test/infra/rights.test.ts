import { describe, expect, it } from 'vitest';
import { environments, type FunctionName } from '../../functions/runtime/environment.ts';
import { WILDCARDS } from '../../infra/wildcards.ts';
import { type Right, rightsIn } from '../support/rights.ts';
import { asList, exampleTemplate, resourcesOf } from '../support/stack.ts';

const template = exampleTemplate();
const rights = rightsIn(template);

/** Each resource that a role may touch, as a short name, with what it may do there. */
const rightsOf = (role: string): Record<string, string[]> => {
  const found: Record<string, Set<string>> = {};
  for (const { actions, resources, conditions } of rights.filter((right) => right.role === role)) {
    const within = leadingKeysOf(conditions);
    for (const resource of resources.map((it) => `${shortName(it)}${within}`)) {
      found[resource] = new Set([...(found[resource] ?? []), ...actions]);
    }
  }
  return Object.fromEntries(
    Object.entries(found).map(([resource, actions]) => [resource, [...actions].sort()]),
  );
};

/** ` REQUEST#*` where a right holds only for items of such partitions. */
const leadingKeysOf = (conditions: Right['conditions']): string => {
  const { 'dynamodb:LeadingKeys': keys = [] } = (conditions['ForAllValues:StringLike'] ?? {}) as {
    'dynamodb:LeadingKeys'?: unknown;
  };
  return asList(keys)
    .map((key) => ` ${key}`)
    .join('');
};

const shortName = (resource: string): string =>
  resource
    .replace(/^\$\{Postern(Functions)?/, '')
    .replace(/[0-9A-F]{8}(\.Arn)?\}/, '')
    .replace(/[0-9A-F]{8}\.StreamArn\}/, ' stream')
    .replace(/^arn:aws:(\w+):([\w-]+):111122223333:/, '$1 $2 ')
    .replace(/(stateMachine):.*/, '$1');

const logging = (name: string) => ({ [`${name}Logs`]: ['logs:CreateLogStream', 'logs:PutLogEvents'] });
const TRACING = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
const MACHINE = 'states eu-central-1 stateMachine';
const DEAD_LETTERS = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'];
const MAILING = {
  'ses eu-central-1 identity/example.com': ['ses:SendRawEmail'],
  'ses eu-central-1 identity/postern@example.com': ['ses:SendRawEmail'],
};
const WRITING_RULES = ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'];
const MARKING_RULES = ['ec2:AuthorizeSecurityGroupIngress', 'ec2:CreateTags'];
const CLOSING_PORTS = {
  'ec2 eu-central-1 security-group/sg-0a1b2c3d4e5f60718': WRITING_RULES,
  'ec2 eu-central-1 security-group/sg-0de30db0000000001': WRITING_RULES,
  'ec2 eu-west-1 security-group/sg-0b2c3d4e5f6071829': WRITING_RULES,
  'ec2 eu-central-1 security-group-rule/*': MARKING_RULES,
  'ec2 eu-west-1 security-group-rule/*': MARKING_RULES,
};
const READING = 'dynamodb:GetItem';
const READING_MANY = 'dynamodb:BatchGetItem';
const WRITING = 'dynamodb:PutItem';
const COUNTING = 'dynamodb:UpdateItem';
const LISTING = 'dynamodb:Query';
const CONVERGING = {
  'Table REQUEST#*': [READING, WRITING],
  'Table GROUP#*': ['dynamodb:DeleteItem', READING, WRITING, LISTING],
  'Table GROUPS': [WRITING, LISTING],
};
const MAILING_LINKS = { 'Table REQUEST#*': [READING, WRITING], 'Table LINK#*': [WRITING] };

/** All that each function may do, and on what. */
const EXPECTED: Readonly<Record<FunctionName, Record<string, string[]>>> = {
  api: {
    ...logging('api'),
    '*': TRACING,
    'Table REQUEST#*': [READING_MANY, READING, WRITING, LISTING],
    'Table GROUP#*': [READING, WRITING, LISTING],
    'Table GROUPS': [WRITING, LISTING],
    'Table IDEMPOTENCY#*': [READING, WRITING],
    'Table TALLY#*': [READING, WRITING],
    'Table/index/byDay': ['dynamodb:Query'],
    'Table/index/byRequester': ['dynamodb:Query'],
    'Table/index/byTarget': ['dynamodb:Query'],
    [MACHINE]: ['states:SendTaskSuccess', 'states:StartExecution'],
  },
  approvals: {
    ...logging('approvals'),
    '*': TRACING,
    'Table REQUEST#*': [READING_MANY, READING, WRITING, COUNTING],
    'Table LINK#*': [READING, COUNTING],
    'Table GROUP#*': [READING, WRITING, LISTING],
    'Table GROUPS': [WRITING],
    'Table TALLY#*': [READING],
    'Table/index/byRequester': ['dynamodb:Query'],
    [MACHINE]: ['states:SendTaskSuccess', 'states:StartExecution'],
  },
  'ask-approvers': {
    ...logging('askapprovers'),
    ...MAILING,
    ...MAILING_LINKS,
    '*': TRACING,
    [MACHINE]: ['states:SendTaskSuccess'],
  },
  ingress: {
    ...logging('ingress'),
    ...CLOSING_PORTS,
    '*': ['ec2:DescribeSecurityGroupRules', ...TRACING],
    ...CONVERGING,
    'Table GROUPS': [WRITING],
    'Table TALLY#*': [READING],
  },
  sweeper: {
    ...logging('sweeper'),
    ...CLOSING_PORTS,
    '*': ['ec2:DescribeSecurityGroupRules', ...TRACING],
    ...CONVERGING,
  },
  timekeeper: {
    ...logging('timekeeper'),
    '*': TRACING,
    'Table REQUEST#*': [READING, WRITING],
    'Table/index/byDue': ['dynamodb:Query'],
    [MACHINE]: ['states:SendTaskSuccess', 'states:StartExecution'],
  },
  publisher: {
    ...logging('publisher'),
    ...MAILING,
    ...MAILING_LINKS,
    '*': ['dynamodb:ListStreams', ...TRACING],
    'Table stream': ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    UndonePublishing: DEAD_LETTERS,
  },
  deployment: {
    ...logging('deployment'),
    '*': TRACING,
    'Table GROUP#*': [READING, LISTING],
    'Table GROUPS': [LISTING],
  },
};

const roleOf = (name: string): string => `PosternFunctions${name.replaceAll('-', '')}Role`;
const namesOf = (actions: string): string[] => [
  ...new Set(
    rights.filter((right) => right.actions.some((it) => it.startsWith(actions))).map(({ role }) => role),
  ),
];

describe('the rights of each function', () => {
  it.each(Object.keys(environments) as FunctionName[])(
    '%s has its own actions on its own resources',
    (name) => {
      expect(rightsOf(roleOf(name))).toEqual(EXPECTED[name]);
    },
  );

  it('write ledger and standing grants only where ports are opened or ended', () => {
    const writers = rights.filter(
      ({ actions, conditions }) =>
        actions.some((action) => /dynamodb:(Put|Update|Delete)Item/.test(action)) &&
        !/ (REQUEST|LINK|IDEMPOTENCY|TALLY)#\*$/.test(leadingKeysOf(conditions)),
    );
    expect([...new Set(writers.map(({ role }) => role))].sort()).toEqual(
      [roleOf('api'), roleOf('approvals'), roleOf('ingress'), roleOf('sweeper')].sort(),
    );
  });

  it('reach no item of the table outside the partitions that they name', () => {
    const onItems = rights.filter(
      ({ actions, resources }) =>
        actions.some((action) => /dynamodb:(\w+Item|Query)$/.test(action)) &&
        resources.some((resource) => shortName(resource) === 'Table'),
    );
    expect(onItems.length).toBeGreaterThan(0);
    expect(onItems.filter(({ conditions }) => leadingKeysOf(conditions) === '')).toEqual([]);
  });

  it('touch EC2 only in ingress and sweeper', () => {
    expect(namesOf('ec2:').sort()).toEqual([roleOf('ingress'), roleOf('sweeper')]);
  });

  it('send mail only in ask-approvers and publisher, and only as the configured sender', () => {
    expect(namesOf('ses:').sort()).toEqual([roleOf('ask-approvers'), roleOf('publisher')]);
    for (const { conditions } of rights.filter(({ actions }) => actions.includes('ses:SendRawEmail'))) {
      expect(conditions).toEqual({ StringEquals: { 'ses:FromAddress': 'postern@example.com' } });
    }
  });
});

describe('the rights of everything else', () => {
  it('let the workflow call the live versions of its functions', () => {
    const { '*': _, ...rest } = rightsOf('PosternWorkflowStateMachineRole');
    expect(rest).toEqual({
      askapproversLive: ['lambda:InvokeFunction'],
      ingressLive: ['lambda:InvokeFunction'],
      timekeeperLive: ['lambda:InvokeFunction'],
    });
  });

  it.each(['sweeper', 'timekeeper'])('let the schedule call %s, and put aside what it could not', (name) => {
    expect(rightsOf(`PosternEveryMinute${name}Role`)).toEqual({
      [`${name}Live`]: ['lambda:InvokeFunction'],
      UndoneSchedules: ['sqs:SendMessage'],
    });
  });

  it('belong to no role that is not listed here', () => {
    const functionRoles = Object.keys(environments).map(roleOf);
    const others = [...new Set(rights.map(({ role }) => role))].filter(
      (role) => !functionRoles.includes(role),
    );
    expect(others.sort()).toEqual([
      'PosternEveryMinutesweeperRole',
      'PosternEveryMinutetimekeeperRole',
      'PosternWorkflowStateMachineRole',
    ]);
  });

  it('come from no policy that AWS manages', () => {
    const roles = Object.values(resourcesOf(template, 'AWS::IAM::Role'));
    expect(roles.flatMap(({ Properties }) => Properties.ManagedPolicyArns ?? [])).toEqual([]);
  });
});

describe('what EC2 lets a closer do', () => {
  const closing = (action: string, resource: string): readonly Right[] =>
    rights.filter(
      (right) => right.actions.includes(action) && right.resources.some((it) => it.includes(resource)),
    );

  it('tags a rule that it opens with this deployment, and with nothing else', () => {
    const made = closing('ec2:AuthorizeSecurityGroupIngress', 'security-group-rule/*');
    expect(made).toHaveLength(2);
    for (const { conditions } of made) {
      expect(conditions).toEqual({
        StringEquals: { 'aws:RequestTag/postern:deployment': 'example' },
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['postern:deployment'] },
      });
    }
  });

  it('tags a rule only while making it', () => {
    const tagging = closing('ec2:CreateTags', 'security-group-rule/*');
    expect(tagging).toHaveLength(2);
    for (const { actions, conditions } of tagging) {
      expect(actions).toEqual(['ec2:CreateTags']);
      expect(conditions).toMatchObject({
        StringEquals: { 'ec2:CreateAction': 'AuthorizeSecurityGroupIngress' },
      });
    }
  });

  it('reads rules only in the regions of the configured groups', () => {
    const reading = closing('ec2:DescribeSecurityGroupRules', '*');
    expect(reading).toHaveLength(2);
    for (const { actions, conditions } of reading) {
      expect(actions).toEqual(['ec2:DescribeSecurityGroupRules']);
      expect(conditions).toEqual({ StringEquals: { 'ec2:Region': ['eu-central-1', 'eu-west-1'] } });
    }
  });
});

describe('a right on a resource with a wildcard', () => {
  const wide = rights.flatMap(({ actions, resources }) =>
    resources
      .filter((resource) => resource.includes('*'))
      .flatMap((resource) => actions.map((action) => ({ action, resource }))),
  );
  const isAllowed = ({ action, resource }: { action: string; resource: string }): boolean =>
    WILDCARDS.some(
      (wildcard) =>
        wildcard.actions.includes(action) &&
        (wildcard.resource === '*' ? resource === '*' : resource.endsWith(wildcard.resource)),
    );

  it('stands on the list, with its reason', () => {
    expect(wide.filter((it) => !isAllowed(it))).toEqual([]);
  });

  it('is needed: the list holds nothing else', () => {
    const held = new Set(wide.map(({ action }) => action));
    expect(WILDCARDS.flatMap(({ actions }) => actions).filter((action) => !held.has(action))).toEqual([]);
  });

  it('is never one of all actions, nor of all but some', () => {
    expect(rights.filter(({ effect }) => effect !== 'Allow')).toEqual([]);
    expect(rights.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
    expect(JSON.stringify(template.toJSON())).not.toMatch(/"Not(Action|Resource|Principal)"/);
  });
});

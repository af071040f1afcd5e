import { afterEach, describe, expect, it } from 'vitest';
import { ec2Clients } from '../../../../functions/adapters/aws/ec2/clients.ts';
import { Ec2IngressRules } from '../../../../functions/adapters/aws/ec2/ingress-rules.ts';
import type { GroupRef, Permission } from '../../../../functions/domain/rule-key.ts';
import {
  type AnsweredRule,
  authorized,
  described,
  failed,
  type Reply,
  revoked,
  type ScriptedEc2,
  startScriptedEc2,
} from './scripted-ec2.ts';

const GROUP: GroupRef = { account: '123456789012', region: 'eu-central-1', groupId: 'sg-0aaa' };
const PERMISSION: Permission = { protocol: 'tcp', fromPort: 5432, toPort: 5432, source: '10.20.30.40/32' };
const MARKS = { ledgerId: `lg_${'1'.repeat(26)}` };
const RULE: AnsweredRule = { id: 'sgr-0123456789abcdef0', group: GROUP.groupId, ipv4: PERMISSION.source };
/** Milliseconds; a call that is never answered takes that long. */
const CALL_TIMEOUT = 300;

let ec2: ScriptedEc2;
afterEach(() => ec2.close());

const scripted = async (...replies: readonly Reply[]): Promise<Ec2IngressRules> => {
  ec2 = await startScriptedEc2(...replies);
  return new Ec2IngressRules({
    clients: ec2Clients({ endpoint: ec2.endpoint, callTimeout: CALL_TIMEOUT }),
    deployment: 'production',
    pageSize: 5,
  });
};

describe('authorize', () => {
  it('asks for one rule with the tag and the ledger id', async () => {
    const rules = await scripted(authorized(RULE));
    expect(await rules.authorize(GROUP, PERMISSION, MARKS)).toEqual({ outcome: 'OPENED', ruleId: RULE.id });
    expect(ec2.received.map(({ parameters }) => parameters)).toEqual([
      {
        Action: 'AuthorizeSecurityGroupIngress',
        GroupId: 'sg-0aaa',
        'IpPermissions.1.FromPort': '5432',
        'IpPermissions.1.IpProtocol': 'tcp',
        'IpPermissions.1.IpRanges.1.CidrIp': '10.20.30.40/32',
        'IpPermissions.1.IpRanges.1.Description': MARKS.ledgerId,
        'IpPermissions.1.ToPort': '5432',
        'TagSpecification.1.ResourceType': 'security-group-rule',
        'TagSpecification.1.Tag.1.Key': 'postern:deployment',
        'TagSpecification.1.Tag.1.Value': 'production',
        Version: '2016-11-15',
      },
    ]);
  });

  it('asks in the region of the group', async () => {
    const rules = await scripted(authorized(RULE));
    for (const region of ['eu-central-1', 'us-east-1', 'eu-central-1']) {
      await rules.authorize({ ...GROUP, region }, PERMISSION, MARKS);
    }
    expect(
      ec2.received.map(({ authorization }) => /\d{8}\/([a-z0-9-]+)\/ec2/.exec(authorization)?.[1]),
    ).toEqual(['eu-central-1', 'us-east-1', 'eu-central-1']);
  });

  it('knows its IPv6 source in another spelling', async () => {
    const rules = await scripted(authorized({ id: 'sgr-1', group: 'sg-0aaa', ipv6: '2001:0DB8:0::/64' }));
    const asked = { ...PERMISSION, source: '2001:db8::/64' };
    expect(await rules.authorize(GROUP, asked, MARKS)).toEqual({ outcome: 'OPENED', ruleId: 'sgr-1' });
    expect(ec2.received[0]?.parameters).toMatchObject({
      'IpPermissions.1.Ipv6Ranges.1.CidrIpv6': '2001:db8::/64',
      'IpPermissions.1.Ipv6Ranges.1.Description': MARKS.ledgerId,
    });
  });

  it.each<[string, string, Partial<AnsweredRule>, Record<string, string>]>([
    [
      'a security group',
      'sg-0a1b2c3d4e5f60718',
      { from: { groupId: 'sg-0a1b2c3d4e5f60718', account: GROUP.account } },
      { 'IpPermissions.1.Groups.1.GroupId': 'sg-0a1b2c3d4e5f60718' },
    ],
    [
      'a prefix list',
      'pl-0a1b2c3d4e5f60718',
      { prefixList: 'pl-0a1b2c3d4e5f60718' },
      { 'IpPermissions.1.PrefixListIds.1.PrefixListId': 'pl-0a1b2c3d4e5f60718' },
    ],
  ])('asks for everything in %s by its id, and knows it again', async (_, source, answer, asked) => {
    const rule = { id: 'sgr-1', group: GROUP.groupId, ...answer };
    const rules = await scripted(authorized(rule), described([rule]));
    expect(await rules.authorize(GROUP, { ...PERMISSION, source }, MARKS)).toEqual({
      outcome: 'OPENED',
      ruleId: 'sgr-1',
    });
    const sent = Object.entries(ec2.received[0]?.parameters ?? {}).filter(
      ([name]) => /^IpPermissions/.test(name) && !/Port$|Protocol$/.test(name),
    );
    const [name = ''] = Object.keys(asked);
    const description = name.replace(/\w+$/, 'Description');
    expect(Object.fromEntries(sent)).toEqual({ ...asked, [description]: MARKS.ledgerId });
    expect(await rules.list(GROUP)).toMatchObject({ rules: [{ permission: { ...PERMISSION, source } }] });
  });

  it('takes a group of another account for no source of ours', async () => {
    const source = 'sg-0a1b2c3d4e5f60718';
    const foreign = { id: 'sgr-1', group: GROUP.groupId, from: { groupId: source, account: '444455556666' } };
    const rules = await scripted(authorized(foreign), described([foreign]));
    expect(await rules.authorize(GROUP, { ...PERMISSION, source }, MARKS)).toMatchObject({
      outcome: 'UNKNOWN',
    });
    expect(await rules.list(GROUP)).toMatchObject({
      rules: [{ permission: null, summary: `tcp 5432 from 444455556666/${source}` }],
    });
  });

  it('sends no source that is not canonical', async () => {
    const rules = await scripted(authorized(RULE));
    for (const source of ['10.20.30.40', '0.0.0.0/0', 'SG-0A1B2C3D', 'pl-', 'everybody']) {
      await expect(rules.authorize(GROUP, { ...PERMISSION, source }, MARKS)).rejects.toThrow('canonical');
    }
    expect(ec2.received).toEqual([]);
  });

  const missing = (id: string) => `The security group '${id}' does not exist`;
  it.each<[string, string, Reply, string]>([
    [
      'the group that is the source',
      'sg-0a1b2c3d4e5f60718',
      failed(400, 'InvalidGroup.NotFound', missing('sg-0a1b2c3d4e5f60718')),
      'SOURCE_NOT_FOUND',
    ],
    [
      'a group of another network',
      'sg-0a1b2c3d4e5f60718',
      failed(
        400,
        'InvalidGroup.NotFound',
        'You have specified two resources that belong to different networks.',
      ),
      'SOURCE_NOT_FOUND',
    ],
    [
      'the group that would be opened',
      'sg-0a1b2c3d4e5f60718',
      failed(400, 'InvalidGroup.NotFound', missing(GROUP.groupId)),
      'GROUP_NOT_FOUND',
    ],
    [
      'a prefix list',
      'pl-0a1b2c3d4e5f60718',
      failed(400, 'InvalidPrefixListID.NotFound'),
      'SOURCE_NOT_FOUND',
    ],
    [
      'room for a prefix list',
      'pl-0a1b2c3d4e5f60718',
      failed(400, 'RulesPerSecurityGroupLimitExceeded'),
      'LIMIT_EXCEEDED',
    ],
  ])('says which is missing: %s', async (_, source, reply, outcome) => {
    const rules = await scripted(reply);
    expect((await rules.authorize(GROUP, { ...PERMISSION, source }, MARKS)).outcome).toBe(outcome);
  });

  it.each<[string, readonly AnsweredRule[]]>([
    [
      'another security group',
      [{ id: 'sgr-1', group: 'sg-0aaa', from: { groupId: 'sg-0a1b2c3d', account: '' } }],
    ],
    ['a wider source', [{ ...RULE, ipv4: '10.20.30.0/24' }]],
    ['another port', [{ ...RULE, port: 5433 }]],
    ['another group', [{ ...RULE, group: 'sg-0bbb' }]],
    ['an egress rule', [{ ...RULE, egress: true }]],
    ['a rule without a source', [{ id: 'sgr-1', group: 'sg-0aaa' }]],
    ['a rule without an id', [{ group: 'sg-0aaa', ipv4: PERMISSION.source }]],
    ['two rules', [RULE, { ...RULE, id: 'sgr-2' }]],
    ['no rule', []],
  ])('calls nothing open when EC2 answers %s', async (_, answered) => {
    const rules = await scripted(authorized(...answered));
    expect(await rules.authorize(GROUP, PERMISSION, MARKS)).toEqual({
      outcome: 'UNKNOWN',
      detail: expect.any(String),
    });
  });

  it.each<[string, Reply, string]>([
    ['a duplicate', failed(400, 'InvalidPermission.Duplicate'), 'DUPLICATE'],
    ['a full group', failed(400, 'RulesPerSecurityGroupLimitExceeded'), 'LIMIT_EXCEEDED'],
    ['a missing group', failed(400, 'InvalidGroup.NotFound'), 'GROUP_NOT_FOUND'],
    ['a denial', failed(403, 'UnauthorizedOperation'), 'ACCESS_DENIED'],
    ['throttling', failed(503, 'RequestLimitExceeded'), 'THROTTLED'],
    ['a server error', failed(500, 'InternalError'), 'UNKNOWN'],
    ['a code that is not known', failed(400, 'CodeOfTomorrow'), 'UNKNOWN'],
    ['an answer that is cut off', { status: 200, body: '<AuthorizeSecurityGroupIngressRes' }, 'UNKNOWN'],
    ['an empty answer', { status: 200, body: '' }, 'UNKNOWN'],
    ['a proxy page', { status: 502, body: '<html>Bad gateway</html>' }, 'UNKNOWN'],
    ['a connection that is cut', 'CUT', 'UNKNOWN'],
    ['no answer at all', 'NEVER_ANSWER', 'UNKNOWN'],
  ])('is sent once, and answers what is certain after %s', async (_, reply, outcome) => {
    const rules = await scripted(reply);
    expect((await rules.authorize(GROUP, PERMISSION, MARKS)).outcome).toBe(outcome);
    expect(ec2.received).toHaveLength(1);
  });

  it('is of unknown outcome where nothing listens', async () => {
    const rules = await scripted(authorized(RULE));
    await ec2.close();
    expect((await rules.authorize(GROUP, PERMISSION, MARKS)).outcome).toBe('UNKNOWN');
    ec2 = await startScriptedEc2(authorized(RULE));
  });
});

describe('revoke', () => {
  it('names the rules in one call, and answers those that EC2 lists', async () => {
    const rules = await scripted(revoked([{ ...RULE, id: 'sgr-1' }]));
    expect(await rules.revoke(GROUP, ['sgr-1', 'sgr-2'])).toEqual({
      outcome: 'ANSWERED',
      ruleIds: ['sgr-1'],
    });
    expect(ec2.received.map(({ parameters }) => parameters)).toEqual([
      {
        Action: 'RevokeSecurityGroupIngress',
        GroupId: 'sg-0aaa',
        'SecurityGroupRuleId.1': 'sgr-1',
        'SecurityGroupRuleId.2': 'sgr-2',
        Version: '2016-11-15',
      },
    ]);
  });

  it('makes no call for no rules', async () => {
    const rules = await scripted(revoked([]));
    expect(await rules.revoke(GROUP, [])).toEqual({ outcome: 'ANSWERED', ruleIds: [] });
    expect(ec2.received).toEqual([]);
  });

  it('understands a success that names only what was not found', async () => {
    const rules = await scripted(revoked([], 1));
    expect((await rules.revoke(GROUP, ['sgr-1'])).outcome).toBe('RULE_NOT_FOUND');
  });

  it.each<[string, Reply, string]>([
    ['an unknown rule', failed(400, 'InvalidSecurityGroupRuleId.NotFound'), 'RULE_NOT_FOUND'],
    ['a missing group', failed(400, 'InvalidGroup.NotFound'), 'GROUP_NOT_FOUND'],
    ['a malformed id', failed(400, 'InvalidSecurityGroupRuleId.Malformed'), 'REFUSED'],
    ['throttling', failed(503, 'RequestLimitExceeded'), 'THROTTLED'],
    ['a server error', failed(500, 'InternalError'), 'UNKNOWN'],
    ['an empty answer', { status: 200, body: '' }, 'UNKNOWN'],
    ['a connection that is cut', 'CUT', 'UNKNOWN'],
    ['no answer at all', 'NEVER_ANSWER', 'UNKNOWN'],
  ])('is sent once, and answers what is certain after %s', async (_, reply, outcome) => {
    const rules = await scripted(reply);
    expect((await rules.revoke(GROUP, ['sgr-1'])).outcome).toBe(outcome);
    expect(ec2.received).toHaveLength(1);
  });
});

describe('list', () => {
  it('follows all pages, and leaves out egress rules', async () => {
    const rules = await scripted(
      described([{ ...RULE, id: 'sgr-1' }], 'to-2'),
      described([{ ...RULE, id: 'sgr-2', egress: true }], 'to-3'),
      described([{ ...RULE, id: 'sgr-3' }]),
    );
    const answer = await rules.list(GROUP);
    expect(answer).toMatchObject({
      outcome: 'LISTED',
      rules: [{ ruleId: 'sgr-1' }, { ruleId: 'sgr-3' }],
    });
    const query = {
      Action: 'DescribeSecurityGroupRules',
      'Filter.1.Name': 'group-id',
      'Filter.1.Value.1': 'sg-0aaa',
      MaxResults: '5',
      Version: '2016-11-15',
    };
    expect(ec2.received.map(({ parameters }) => parameters)).toEqual([
      query,
      { ...query, NextToken: 'to-2' },
      { ...query, NextToken: 'to-3' },
    ]);
  });

  it('tries again after a server error', async () => {
    const rules = await scripted(failed(500, 'InternalError'), described([RULE]));
    expect(await rules.list(GROUP)).toMatchObject({ outcome: 'LISTED', rules: [{ ruleId: RULE.id }] });
    expect(ec2.received).toHaveLength(2);
  });

  it.each([
    ['UnauthorizedOperation', 403, 'ACCESS_DENIED'],
    ['InvalidGroupId.Malformed', 400, 'GROUP_NOT_FOUND'],
  ])('answers a refusal: %s', async (code, status, outcome) => {
    const rules = await scripted(failed(status, code));
    expect(await rules.list(GROUP)).toEqual({ outcome, detail: `${code}: as scripted` });
  });

  it.each<[string, Reply]>([
    ['is never answered', 'NEVER_ANSWER'],
    ['answers a rule without an id', described([{ group: 'sg-0aaa', ipv4: '10.0.0.0/8' }])],
  ])('is unknown when a page %s: half a list would hide an open rule', async (_, reply) => {
    const rules = await scripted(described([RULE], 'to-2'), reply);
    expect(await rules.list(GROUP)).toMatchObject({ outcome: 'UNKNOWN' });
  });
});

import { describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../../functions/runtime/configuration/load-configuration.ts';
import type { Problem } from '../../../functions/runtime/configuration/problem.ts';
import { CONFIGURATION_TEXT, configurationText } from '../../support/configuration-text.ts';

const load = (text: string, place = {}) => loadConfiguration(text, { file: 'postern.yaml', ...place });

const loaded = (text: string, place = {}) => {
  const result = load(text, place);
  if (result.outcome === 'REFUSED') throw new Error(result.report);
  return result;
};

const problemsOf = (text: string): readonly Problem[] => {
  const result = load(text);
  return result.outcome === 'REFUSED' ? result.problems : [];
};

describe('a configuration that is right', () => {
  it('becomes targets with everything that was left out filled in', () => {
    expect(loaded(CONFIGURATION_TEXT).configuration.targets).toEqual([
      {
        name: 'orders-db',
        description: 'Orders, read and write',
        owner: 'Team Orders',
        group: { account: '111122223333', region: 'eu-central-1', groupId: 'sg-0a1b2c3d4e5f60718' },
        ports: [{ protocol: 'tcp', fromPort: 5432, toPort: 5432 }],
        allowedSources: ['10.0.0.0/8'],
        minimumPrefix: { ipv4: 32, ipv6: 128 },
        sourceDefault: null,
        maxMinutes: 60,
        requesters: ['group:engineering', 'machine:nightly-export'],
        approvers: ['bob@example.com', 'carol@example.com'],
        requiredApprovals: 1,
        retired: false,
      },
    ]);
  });

  it('keeps people, machines and settings', () => {
    const { targets: _, ...rest } = loaded(CONFIGURATION_TEXT).configuration;
    expect(rest).toEqual({
      deployment: 'example',
      machines: [
        {
          name: 'nightly-export',
          principal: 'arn:aws:iam::111122223333:role/nightly-export',
          owners: ['dora@example.com'],
        },
      ],
      groups: { engineering: ['alice@example.com', 'carol@example.com'] },
      auditors: ['audra@example.com'],
      admins: ['group:engineering'],
      decideWithinMinutes: 60,
      maxPendingPerRequester: 10,
      missingRule: 'report',
      mail: { from: 'postern@example.com' },
      identity: {
        issuer: 'https://login.example.com/',
        audience: ['postern'],
        emailClaim: 'email',
        groupsClaim: 'groups',
      },
    });
  });

  it('says what is played on this machine', () => {
    expect(loaded(CONFIGURATION_TEXT).local).toEqual({
      gates: [
        {
          group: { account: '111122223333', region: 'eu-central-1', groupId: 'sg-0a1b2c3d4e5f60718' },
          port: 5432,
          listenPort: 15432,
          forwardPort: null,
        },
      ],
      identities: [{ email: 'alice@example.com', groups: ['engineering'] }],
    });
  });

  it('has its groups where it is loaded for, in the region that each says', () => {
    const text = configurationText('id: sg-0a1b2c3d4e5f60718', 'id: sg-0a1b2c3d4e5f60718, region: eu-west-1');
    const { configuration, place } = loaded(text, { account: '000000000000', region: 'local-1' });
    expect(place).toEqual({ account: '000000000000', region: 'local-1' });
    expect(configuration.targets[0]?.group).toMatchObject({ account: '000000000000', region: 'eu-west-1' });
  });

  it('takes a range of ports, and lists that are written once', () => {
    const text = configurationText('port: 5432\n    allowed', 'ports: { from: 5430, to: 5439 }\n    allowed')
      .replace('approvers: [bob', 'approvers: &people [bob')
      .replace('auditors: [audra@example.com]', 'auditors: []')
      .replace('local:', '    sourceDefault: caller\nlocal:');
    expect(loaded(text).configuration.targets[0]).toMatchObject({
      ports: [{ protocol: 'tcp', fromPort: 5430, toPort: 5439 }],
      sourceDefault: 'caller',
    });
  });

  it('takes several ports, in every way that one may write them', () => {
    const ports =
      '[5432, { from: 9000, to: 9010 }, { port: 53, protocol: udp }, { port: 5432, protocol: tcp }]';
    const text = configurationText(
      'port: 5432\n    allowed',
      `protocol: udp\n    ports: ${ports}\n    allowed`,
    );
    expect(loaded(text).configuration.targets[0]?.ports).toEqual([
      { protocol: 'udp', fromPort: 5432, toPort: 5432 },
      { protocol: 'udp', fromPort: 9000, toPort: 9010 },
      { protocol: 'udp', fromPort: 53, toPort: 53 },
      { protocol: 'tcp', fromPort: 5432, toPort: 5432 },
    ]);
  });

  it('takes security groups and prefix lists as sources, for machines unless it says otherwise', () => {
    const text = configurationText('[10.0.0.0/8]', '[10.0.0.0/8, sg-0a1b2c3d, pl-0a1b2c3d]');
    const [target] = loaded(text).configuration.targets;
    expect(target?.allowedSources).toEqual(['10.0.0.0/8', 'sg-0a1b2c3d', 'pl-0a1b2c3d']);
    expect(target).not.toHaveProperty('referencedSources');
    const anybody = text.replace('    maxMinutes', '    referencedSources: anybody\n    maxMinutes');
    expect(loaded(anybody).configuration.targets[0]?.referencedSources).toBe('anybody');
  });

  it('takes another claim for the mailbox where its issuer is said to verify it', () => {
    const text = configurationText('[postern]', '[postern], emailClaim: upn, emailsAreVerified: true');
    expect(loaded(text).configuration.identity).toMatchObject({ emailClaim: 'upn', emailsAreVerified: true });
  });

  it('takes the widest networks that one party holds', () => {
    const text = configurationText(
      '[10.0.0.0/8]',
      "[10.0.0.0/8, '2001:db8::/32']\n    minimumPrefix: { ipv4: 8, ipv6: 32 }",
    );
    expect(loaded(text).configuration.targets[0]?.minimumPrefix).toEqual({ ipv4: 8, ipv6: 32 });
  });

  it('does without machines, groups, auditors and what is local', () => {
    const text = CONFIGURATION_TEXT.replace(/^local:[\s\S]*/m, '')
      .replace(/^(groups|machines|auditors|admins):.*\n( .*\n)*/gm, '')
      .replace(/requesters: .*/, 'requesters: [alice@example.com]');
    expect(loaded(text)).toMatchObject({
      configuration: { machines: [], groups: {}, auditors: [], admins: [] },
      local: { gates: [], identities: [] },
    });
  });
});

describe('a place that is wrong is named, with its line and what was expected', () => {
  const isNotLocal = ({ path }: Problem) => !path.startsWith('local');

  it.each([
    [
      'an unknown key',
      'maxMinutes: 60',
      'maxMinutes: 60\n    retire: true',
      'targets.orders-db.retire',
      'retired?',
    ],
    ['a missing key', '    owner: Team Orders\n', '', 'targets.orders-db.owner', 'is missing: expected text'],
    ['an unknown section', 'auditors: [', 'observers: [', 'observers', 'known: deployment, aws'],
    ['a number for text', "account: '111122223333'", 'account: 111122223333', 'aws.account', 'in quotes'],
    [
      'text for a number',
      'port: 5432\n    allowed',
      'port: x\n    allowed',
      'targets.orders-db.port',
      'a number',
    ],
    [
      'a time for minutes',
      'maxMinutes: 60',
      'maxMinutes: 1h',
      'targets.orders-db.maxMinutes',
      'expected a whole number of minutes, found "1h"',
    ],
    ['half a minute', 'maxMinutes: 60', 'maxMinutes: 0.5', 'targets.orders-db.maxMinutes', 'a whole number'],
    ['no minute', 'maxMinutes: 60', 'maxMinutes: 0', 'targets.orders-db.maxMinutes', 'at least 1'],
    ['more than a day', 'maxMinutes: 60', 'maxMinutes: 1441', 'targets.orders-db.maxMinutes', 'at most 1440'],
    ['port 0', 'port: 5432\n    allowed', 'port: 0\n    allowed', 'targets.orders-db.port', 'at least 1'],
    [
      'port 65536',
      'port: 5432\n    allowed',
      'port: 65536\n    allowed',
      'targets.orders-db.port',
      'at most 65535',
    ],
    [
      'a range upside down',
      'port: 5432\n    allowed',
      'ports: { from: 9, to: 8 }\n    allowed',
      'targets.orders-db.ports.to',
      'at least 9',
    ],
    ['host bits', '10.0.0.0/8]', '10.0.0.1/8]', 'targets.orders-db.allowedSources[0]', '10.0.0.0/8'],
    ['everyone', '10.0.0.0/8]', '0.0.0.0/0]', 'targets.orders-db.allowedSources[0]', 'never allowed'],
    ['a bare address', '10.0.0.0/8]', '10.0.0.1]', 'targets.orders-db.allowedSources[0]', '10.0.0.1/32'],
    ['half of all', '10.0.0.0/8]', '128.0.0.0/1]', 'targets.orders-db.allowedSources[0]', '/8 or longer'],
    [
      'too wide a network',
      '10.0.0.0/8]',
      '10.0.0.0/7]',
      'targets.orders-db.allowedSources[0]',
      '/8 or longer',
    ],
    [
      'too wide an IPv6 network',
      '10.0.0.0/8]',
      "'2000::/3']",
      'targets.orders-db.allowedSources[0]',
      '/32 or longer',
    ],
    [
      'too wide a source',
      'maxMinutes: 60',
      'minimumPrefix: { ipv4: 7 }\n    maxMinutes: 60',
      'targets.orders-db.minimumPrefix.ipv4',
      'at least 8',
    ],
    [
      'too wide an IPv6 source',
      'maxMinutes: 60',
      'minimumPrefix: { ipv6: 31 }\n    maxMinutes: 60',
      'targets.orders-db.minimumPrefix.ipv6',
      'at least 32',
    ],
    [
      'another claim, of which nobody says that it is verified',
      'audience: [postern]',
      'audience: [postern], emailClaim: upn',
      'identity.emailClaim',
      'emailsAreVerified',
    ],
    ['no source', '[10.0.0.0/8]', '[]', 'targets.orders-db.allowedSources', 'at least 1 entries'],
    [
      'no approver',
      '[bob@example.com, carol@example.com]',
      '[]',
      'targets.orders-db.approvers',
      'at least 1',
    ],
    [
      'a machine as approver',
      '[bob@',
      '[machine:nightly-export, bob@',
      'targets.orders-db.approvers[0]',
      'cannot approve',
    ],
    [
      'an approver that is no mailbox',
      '[bob@example.com',
      '[bob',
      'targets.orders-db.approvers[0]',
      'one mailbox',
    ],
    [
      'one person as two approvers',
      '[bob@',
      '[carol+x@example.com, bob@',
      'targets.orders-db.approvers[2]',
      'same person as carol+x@example.com',
    ],
    ['a mailbox in capitals', '[bob@', '[Bob@', 'targets.orders-db.approvers[0]', 'expected bob@example.com'],
    [
      'an approver twice',
      '[bob@',
      '[carol@example.com, bob@',
      'targets.orders-db.approvers[2]',
      'named twice',
    ],
    [
      'an unknown group',
      '[group:engineering, m',
      '[group:enginering, m',
      'targets.orders-db.requesters[0]',
      'did you',
    ],
    [
      'an unknown machine',
      'machine:nightly-export]',
      'machine:x]',
      'targets.orders-db.requesters[1]',
      'nightly-export',
    ],
    [
      'an unknown security group',
      'securityGroup: orders-db\n',
      'securityGroup: a\n',
      'targets.orders-db.securityGroup',
      'no security group a',
    ],
    ['a name in capitals', '  orders-db:\n', '  Orders:\n', 'targets.Orders', 'small letters'],
    [
      'another protocol',
      '    port: 5432\n',
      '    port: 5432\n    protocol: icmp\n',
      'targets.orders-db.protocol',
      'tcp or udp',
    ],
    [
      'another default source',
      '    port: 5432\n',
      '    port: 5432\n    sourceDefault: any\n',
      'targets.orders-db.sourceDefault',
      'caller',
    ],
    [
      'a security group of no kind',
      'id: sg-0a1b2c3d4e5f60718',
      'id: sg-xyz',
      'securityGroups.orders-db.id',
      'such as sg-',
    ],
    ['an issuer without TLS', 'issuer: https:', 'issuer: http:', 'identity.issuer', 'https'],
    [
      'a principal that is none',
      "'arn:aws:iam::111122223333:role/",
      "'role/",
      'machines.nightly-export.principal',
      'ARN',
    ],
    ['an unknown group of admins', '[group:engineering]\n', '[group:sre]\n', 'admins[0]', 'no group sre'],
    [
      'a gate on a port that nobody opens',
      'port: 5432, l',
      'port: 5433, l',
      'local.gates[0].port',
      'no target opens',
    ],
    [
      'several lines of description',
      'Orders, read and write',
      '"Orders\\nX-Header: y"',
      'targets.orders-db.description',
      'one line',
    ],
  ])('%s', (_, part, replacement, path, expected) => {
    const text = configurationText(part, replacement);
    const problems = problemsOf(text);
    // The gate on this machine stands in front of a port that may be among what is wrong.
    const [problem, ...others] = path.startsWith('local') ? problems : problems.filter(isNotLocal);
    expect(problem).toMatchObject({ path, message: expect.stringContaining(expected) });
    expect(others).toEqual([]);
    const key =
      path
        .replace(/\[\d+\]$/, '')
        .split('.')
        .at(-1) ?? '';
    const line = text.split('\n')[(problem?.line ?? 0) - 1];
    expect(line).toContain(text.includes(`${key}:`) ? `${key}:` : 'orders-db:');
  });

  it.each([
    ['no port', 'allowed'],
    ['a port and a range', 'port: 5432\n    ports: { from: 1, to: 2 }\n    allowed'],
  ])('%s', (_, replacement) => {
    const problems = problemsOf(configurationText('port: 5432\n    allowed', replacement)).filter(isNotLocal);
    expect(problems).toMatchObject([
      { path: 'targets.orders-db.port', message: 'expected either port or ports' },
    ]);
  });

  describe('among several ports', () => {
    it.each([
      ['port 65536', '[5432, 65536]', 'ports[1]', 'at most 65535'],
      ['half a port', '[5432.5]', 'ports[0]', 'a whole number'],
      ['a text', "['5432']", 'ports[0]', 'a number'],
      ['none', '[]', 'ports', 'at least 1 entries'],
      ['eleven', '[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]', 'ports', 'at most 10 entries'],
      ['a protocol that is none', '[{ port: 53, protocol: icmp }]', 'ports[0].protocol', 'tcp or udp'],
      ['a misspelt key', '[{ port: 53, protcol: udp }]', 'ports[0].protcol', 'did you mean protocol?'],
      [
        'a key of elsewhere',
        '[{ port: 53, owner: us }]',
        'ports[0].owner',
        'known: port, from, to, protocol',
      ],
      ['neither a port nor a range', '[{ protocol: udp }]', 'ports[0]', 'either port, or from and to'],
      ['half a range', '[{ from: 9000 }]', 'ports[0]', 'either port, or from and to'],
      ['a port and a range', '[{ port: 1, from: 2, to: 3 }]', 'ports[0]', 'either port, or from and to'],
      ['a range upside down', '[1, { from: 9, to: 8 }]', 'ports[1].to', 'at least 9'],
      ['one twice', '[5432, 80, 5432]', 'ports[2]', 'tcp 5432 shares ports with tcp 5432'],
      [
        'two that overlap',
        '[{ from: 9000, to: 9010 }, { from: 9010, to: 9020 }]',
        'ports[1]',
        'tcp 9010 to 9020 shares ports with tcp 9000 to 9010 before it',
      ],
      [
        'a range with a key too many',
        '{ from: 1, to: 2, protocol: udp }',
        'ports.protocol',
        'known: from, to',
      ],
      ['a number alone', '5432', 'ports', 'a mapping'],
    ])('%s', (_, ports, path, expected) => {
      const text = configurationText('port: 5432\n    allowed', `ports: ${ports}\n    allowed`);
      const [problem, ...others] = problemsOf(text).filter(isNotLocal);
      expect(problem).toMatchObject({
        path: `targets.orders-db.${path}`,
        message: expect.stringContaining(expected),
      });
      expect(others).toEqual([]);
      expect(text.split('\n')[(problem?.line ?? 0) - 1]).toContain('ports:');
    });
  });

  describe('among the allowed sources', () => {
    it.each([
      ['a group of no kind', 'sg-xyz', 'such as sg-0a1b2c3d4e5f60718'],
      ['a group in capitals', 'sg-0A1B2C3D', 'as EC2 writes it'],
      ['a group of another account', '444455556666/sg-0a1b2c3d', 'of another account'],
      ['a prefix list of no kind', 'pl-', 'such as sg-0a1b2c3d4e5f60718 or pl-'],
    ])('%s', (_, source, expected) => {
      expect(problemsOf(configurationText('[10.0.0.0/8]', `[10.0.0.0/8, ${source}]`))).toMatchObject([
        { path: 'targets.orders-db.allowedSources[1]', message: expect.stringContaining(expected) },
      ]);
    });

    it('a group twice', () => {
      const text = configurationText('[10.0.0.0/8]', '[sg-0a1b2c3d, pl-0a1b2c3d, sg-0a1b2c3d]');
      expect(problemsOf(text)).toMatchObject([
        { path: 'targets.orders-db.allowedSources[2]', message: expect.stringContaining('named twice') },
      ]);
    });

    it('nothing but groups, where nobody may ask from these', () => {
      const text = configurationText('[10.0.0.0/8]', '[sg-0a1b2c3d]');
      const withoutMachine = text.replace(', machine:nightly-export]', ']');
      expect(problemsOf(text)).toEqual([]);
      expect(problemsOf(withoutMachine)).toMatchObject([
        { path: 'targets.orders-db.allowedSources', message: expect.stringContaining('only machines') },
      ]);
      expect(
        problemsOf(
          withoutMachine.replace('    maxMinutes', '    referencedSources: anybody\n    maxMinutes'),
        ),
      ).toEqual([]);
    });

    it('nothing but groups, where callers should be the source', () => {
      const text = configurationText('[10.0.0.0/8]', '[sg-0a1b2c3d]\n    sourceDefault: caller');
      expect(problemsOf(text)).toMatchObject([
        { path: 'targets.orders-db.sourceDefault', message: expect.stringContaining('expected a network') },
      ]);
    });
  });

  it('a security group of another account', () => {
    const text = configurationText(
      'id: sg-0a1b2c3d4e5f60718',
      "id: sg-0a1b2c3d4e5f60718, account: '444455556666'",
    );
    expect(problemsOf(text)).toEqual([
      {
        path: 'securityGroups.orders-db.account',
        line: 12,
        message: 'Postern opens ports only in its own account 111122223333 for now; 444455556666 is another',
      },
    ]);
  });

  it('a security group under two names', () => {
    const text = configurationText(
      'securityGroups:\n',
      'securityGroups:\n  copy: { id: sg-0a1b2c3d4e5f60718 }\n',
    );
    expect(problemsOf(text)).toMatchObject([{ path: 'securityGroups.orders-db.id', line: 13 }]);
  });

  it.each([
    ['a role twice', 'role/nightly-export'],
    ['two roles that only their paths tell apart', 'role/batch/nightly-export'],
  ])('%s', (_, principal) => {
    const copy = `machines:\n  copy: { principal: 'arn:aws:iam::111122223333:${principal}', owners: [erin@example.com] }\n`;
    expect(problemsOf(configurationText('machines:\n', copy))).toMatchObject([
      {
        path: 'machines.nightly-export.principal',
        line: 9,
        message: expect.stringContaining('machines.copy'),
      },
    ]);
  });

  it('a target that stands twice', () => {
    const [first, entry] = CONFIGURATION_TEXT.split(/^targets:\n|^local:/m);
    expect(problemsOf(`${first}targets:\n${entry}${entry}`)).toMatchObject([
      { line: 14 + 9, message: expect.stringContaining('unique') },
    ]);
  });

  it('several places at once, in the order of their lines', () => {
    const text = configurationText('maxMinutes: 60', 'maxMinutes: 0').replace(
      'deployment: example',
      'deployment: E',
    );
    expect(problemsOf(text).map(({ path }) => path)).toEqual(['deployment', 'targets.orders-db.maxMinutes']);
  });

  it('as one line of text each, with the name of the file', () => {
    expect(load(configurationText('maxMinutes: 60', 'maxMinutes: 0'))).toMatchObject({
      report: 'postern.yaml:20: targets.orders-db.maxMinutes: expected at least 1',
    });
  });
});

describe('more approvals than anybody could ever get', () => {
  const problems = (requesters: string, required: number) =>
    problemsOf(
      configurationText(
        'requesters: [group:engineering, machine:nightly-export]',
        `requesters: [${requesters}]\n    requiredApprovals: ${required}`,
      ),
    );

  it.each([
    ['more than there are approvers', 'alice@example.com', 3, 2],
    ['an approver who is the only requester', 'carol@example.com', 2, 1],
    ['an approver who is the only requester, at another mailbox', 'carol+x@example.com', 2, 1],
  ])('are refused: %s', (_, requesters, required, most) => {
    expect(problems(requesters, required)).toMatchObject([
      { path: 'targets.orders-db.requiredApprovals', message: expect.stringContaining(`at most ${most}:`) },
    ]);
  });

  it.each([
    ['for one of the requesters they can be had', 'carol@example.com, alice@example.com', 2],
    ['for a member of a group they can be had', 'group:engineering', 2],
    ['the owners of the machine are no approvers', 'machine:nightly-export', 2],
  ])('are not seen where %s', (_, requesters, required) => {
    expect(problems(requesters, required)).toEqual([]);
  });

  it('count the owners of a machine out', () => {
    const text = configurationText(
      'owners: [dora@example.com]',
      'owners: [bob@example.com, carol@example.com]',
    );
    const onlyTheMachine = text.replace('[group:engineering, machine', '[machine');
    expect(problemsOf(onlyTheMachine)).toMatchObject([{ message: expect.stringContaining('at most 0:') }]);
  });

  it('are not judged for a group whose members only a token knows', () => {
    const text = configurationText('[alice@example.com, carol@example.com]', '[]');
    expect(problemsOf(text)).toEqual([]);
  });
});

describe('a text that is no configuration', () => {
  it.each([
    ['nothing', '', 'expected a mapping'],
    ['a list', '- deployment', 'expected a mapping'],
    ['a list that does not end', 'groups: [', 'must be'],
    ['two documents', 'deployment: a\n---\ndeployment: b\n', 'multiple documents'],
    ['an alias of nothing', 'deployment: *missing', 'no anchor missing'],
    ['a key that hides from JavaScript', 'targets:\n  __proto__: {}', 'no mapping may have'],
  ])('%s is refused', (_, text, message) => {
    expect(problemsOf(text)[0]).toMatchObject({ message: expect.stringContaining(message) });
  });
});

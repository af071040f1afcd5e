import { describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../../functions/runtime/configuration/load-configuration.ts';
import { CONFIGURATION_TEXT } from '../../support/configuration-text.ts';

const FIRST = {
  description: 'The same port once more',
  owner: 'Team Orders',
  securityGroup: 'orders-db',
  port: 5432,
  allowedSources: ['10.0.0.0/8'],
  maxMinutes: 30,
  requesters: ['alice@example.com'],
  approvers: ['bob@example.com', 'carol@example.com'],
};

/** Beside `orders-db`, which opens tcp 5432 to 10.0.0.0/8 with one approval of bob or carol. */
const problemsBeside = (second: Record<string, unknown>) => {
  const entry = JSON.stringify({ ...FIRST, ...second });
  const text = CONFIGURATION_TEXT.replace(
    'securityGroups:\n',
    'securityGroups:\n  other: { id: sg-0b2c3d4e5f6071829 }\n',
  ).replace('local:', `  second: ${entry}\nlocal:`);
  const result = loadConfiguration(text, { file: 'postern.yaml' });
  return result.outcome === 'REFUSED' ? result.problems : [];
};

describe('two targets that open the same to a group or list', () => {
  const both = (first: string, second: string) => {
    const text = CONFIGURATION_TEXT.replace('[10.0.0.0/8]', `[10.0.0.0/8, ${first}]`).replace(
      'local:',
      `  second: ${JSON.stringify({ ...FIRST, requiredApprovals: 2, requesters: ['machine:nightly-export'], allowedSources: [second] })}\nlocal:`,
    );
    const result = loadConfiguration(text, { file: 'postern.yaml' });
    return result.outcome === 'REFUSED' ? result.problems.map(({ path }) => path) : [];
  };

  it.each(['sg-0a1b2c3d', 'pl-0a1b2c3d'])('are refused where that is the same: %s', (source) => {
    expect(both(source, source)).toEqual(['targets.second.approvers']);
  });

  it('are taken where it is another', () => {
    expect(both('sg-0a1b2c3d', 'sg-0a1b2c3e')).toEqual([]);
    expect(both('sg-0a1b2c3d', 'pl-0a1b2c3d')).toEqual([]);
  });
});

describe('two targets that open the same', () => {
  it.each<readonly [string, Record<string, unknown>]>([
    ['more approvals', { requiredApprovals: 2 }],
    ['fewer approvers', { approvers: ['bob@example.com'] }],
    ['other approvers', { approvers: ['bob@example.com', 'dora@example.com'] }],
    ['none in an emergency', { breakGlass: { requesters: ['alice@example.com'], maxMinutes: 10 } }],
    [
      'more approvals for a range around',
      { requiredApprovals: 2, port: undefined, ports: { from: 5000, to: 6000 } },
    ],
    [
      'more approvals for one of several ports',
      { requiredApprovals: 2, port: undefined, ports: [80, { from: 5000, to: 6000 }] },
    ],
    ['more approvals for sources within', { requiredApprovals: 2, allowedSources: ['10.20.0.0/16'] }],
  ])('are refused where one takes %s', (_, second) => {
    expect(problemsBeside(second)).toMatchObject([
      { path: 'targets.second.approvers', message: expect.stringContaining('orders-db') },
    ]);
  });

  it.each<readonly [string, Record<string, unknown>]>([
    ['they take the same', { approvers: ['carol@example.com', 'bob@example.com'] }],
    ['one is retired', { requiredApprovals: 2, retired: true }],
    ['the ports differ', { requiredApprovals: 2, port: 5433 }],
    ['the protocols differ', { requiredApprovals: 2, protocol: 'udp' }],
    ['the security groups differ', { requiredApprovals: 2, securityGroup: 'other' }],
    [
      'none of several ports is the same',
      { requiredApprovals: 2, port: undefined, ports: [80, { port: 5432, protocol: 'udp' }] },
    ],
    [
      'one takes a group, and the other a network',
      { requiredApprovals: 2, requesters: ['machine:nightly-export'], allowedSources: ['sg-0a1b2c3d'] },
    ],
    ['the sources differ', { requiredApprovals: 2, allowedSources: ['172.16.0.0/12', '2001:db8::/32'] }],
  ])('are taken where %s', (_, second) => {
    expect(problemsBeside(second)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Target } from '../../functions/domain/configuration.ts';
import { type AskedOfTarget, applyTargetRules } from '../../functions/domain/target-rules.ts';
import { aGroup } from '../support/request-records.ts';

const aTarget = (overrides: Partial<Target> = {}): Target => ({
  name: 'orders-db',
  description: 'Orders, read and write',
  owner: 'Team Orders',
  group: aGroup(),
  ports: [{ protocol: 'tcp', fromPort: 5432, toPort: 5432 }],
  allowedSources: ['10.0.0.0/8', '2001:db8::/32'],
  minimumPrefix: { ipv4: 28, ipv6: 64 },
  sourceDefault: null,
  maxMinutes: 120,
  requesters: ['alice@example.com'],
  approvers: ['bob@example.com'],
  requiredApprovals: 1,
  retired: false,
  ...overrides,
});

const ask = (overrides: Partial<AskedOfTarget> = {}, target: Partial<Target> = {}) =>
  applyTargetRules(aTarget(target), {
    requester: { kind: 'person' },
    source: '10.20.30.40',
    callerAddress: null,
    durationMinutes: 30,
    ...overrides,
  });

describe('what a target takes', () => {
  it('becomes one rule from the canonical source to its ports', () => {
    const ports = [{ protocol: 'tcp', fromPort: 8_000, toPort: 8_010 }] as const;
    expect(ask({ source: '2001:DB8:0:0::/64' }, { ports })).toEqual({
      outcome: 'WITHIN_BOUNDS',
      permissions: [{ protocol: 'tcp', fromPort: 8_000, toPort: 8_010, source: '2001:db8::/64' }],
    });
  });

  it.each([
    ['the shortest time', { durationMinutes: 1 }],
    ['the longest time', { durationMinutes: 120 }],
    ['the widest IPv4 source', { source: '10.20.30.16/28' }],
    ['the widest IPv6 source', { source: '2001:db8:1:2::/64' }],
  ])('includes %s', (_, asked) => {
    expect(ask(asked).outcome).toBe('WITHIN_BOUNDS');
  });

  it('is the address of the caller where the source is left out and the target says so', () => {
    expect(ask({ source: null, callerAddress: '10.1.2.3' }, { sourceDefault: 'caller' })).toMatchObject({
      permissions: [{ source: '10.1.2.3/32' }],
    });
  });

  it('is what was asked, whatever the address of the caller', () => {
    expect(ask({ callerAddress: '10.1.2.3' }, { sourceDefault: 'caller' })).toMatchObject({
      permissions: [{ source: '10.20.30.40/32' }],
    });
  });
});

describe('what a target refuses', () => {
  it.each([
    ['no minute', { durationMinutes: 0 }, 'INVALID_REQUEST', '1 to 120'],
    ['half a minute', { durationMinutes: 0.5 }, 'INVALID_REQUEST', '1 to 120'],
    ['a minute too many', { durationMinutes: 121 }, 'DURATION_TOO_LONG', 'at most 120 minutes'],
    [
      'no source',
      { source: null, callerAddress: '10.1.2.3' },
      'INVALID_REQUEST',
      '10.0.0.0/8 or 2001:db8::/32',
    ],
    ['a source that is none', { source: '10.1' }, 'INVALID_REQUEST', '10.20.30.0/24'],
    ['host bits', { source: '10.20.30.40/28' }, 'INVALID_REQUEST', '10.20.30.32/28'],
    ['a source outside', { source: '192.0.2.1' }, 'SOURCE_NOT_ALLOWED', 'within 10.0.0.0/8 or 2001:db8::/32'],
    ['a source around', { source: '10.0.0.0/7' }, 'SOURCE_NOT_ALLOWED', 'within 10.0.0.0/8'],
    [
      'too wide a source',
      { source: '10.20.30.0/27' },
      'SOURCE_NOT_ALLOWED',
      '/28 or longer (16 addresses at most)',
    ],
    ['too wide on IPv6', { source: '2001:db8::/63' }, 'SOURCE_NOT_ALLOWED', '/64 or longer'],
  ])('%s', (_, asked, code, accepted) => {
    const verdict = ask(asked);
    expect(verdict).toMatchObject({ outcome: 'REFUSED', code, message: expect.stringContaining(accepted) });
  });

  it('the address of a caller that is outside', () => {
    expect(ask({ source: null, callerAddress: '192.0.2.1' }, { sourceDefault: 'caller' })).toMatchObject({
      outcome: 'REFUSED',
      code: 'SOURCE_NOT_ALLOWED',
      field: 'source',
    });
  });

  it('a source that is left out where the address of the caller is not known', () => {
    expect(ask({ source: null }, { sourceDefault: 'caller' })).toMatchObject({ code: 'INVALID_REQUEST' });
  });
});

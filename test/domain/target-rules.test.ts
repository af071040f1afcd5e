import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Target } from '../../functions/domain/configuration.ts';
import { ruleKey } from '../../functions/domain/rule-key.ts';
import { isAllowedBy, sourceOf, sourceText } from '../../functions/domain/source.ts';
import { type AskedOfTarget, applyTargetRules } from '../../functions/domain/target-rules.ts';
import { aGroup } from '../support/request-records.ts';
import { sources } from '../support/sources.ts';

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

const FLEET = 'sg-0a1b2c3d4e5f60718';
const PARTNERS = 'pl-0a1b2c3d4e5f60718';
const MACHINE = { kind: 'machine' } as const;
const PERSON = { kind: 'person' } as const;

describe('a target with security groups and prefix lists among its sources', () => {
  const mixed: Partial<Target> = { allowedSources: ['10.0.0.0/8', FLEET, PARTNERS] };

  it.each([FLEET, PARTNERS, '10.20.30.40'])('takes %s from a machine', (source) => {
    expect(ask({ source, requester: MACHINE }, mixed).outcome).toBe('WITHIN_BOUNDS');
  });

  it.each([
    ['a group that it does not name', 'sg-0a1b2c3d', MACHINE, `${FLEET}, or ${PARTNERS}`],
    ['a list that it does not name', 'pl-0a1b2c3d', MACHINE, `${FLEET}, or ${PARTNERS}`],
    ['a group of a person', FLEET, PERSON, 'you may from a CIDR within 10.0.0.0/8.'],
    ['a group of a person, named or not', 'sg-0a1b2c3d', PERSON, 'only machines'],
  ])('refuses %s', (_, source, requester, says) => {
    expect(ask({ source, requester }, mixed)).toMatchObject({
      outcome: 'REFUSED',
      code: 'SOURCE_NOT_ALLOWED',
      field: 'source',
      message: expect.stringContaining(says),
    });
  });

  it('tells a person nothing of those that only machines ask from', () => {
    const asked = [{ source: null }, { source: '192.0.2.1' }, { source: FLEET }, { source: 'sg-0a1b2c3d' }];
    for (const one of asked) {
      const verdict = ask({ ...one, requester: PERSON }, mixed);
      const message = verdict.outcome === 'REFUSED' ? verdict.message.replace(one.source ?? '', '') : '';
      expect(message).toContain('10.0.0.0/8');
      expect(message).not.toMatch(/sg-|pl-/);
    }
  });

  it('takes them from people where it says so', () => {
    expect(ask({ source: FLEET }, { ...mixed, referencedSources: 'anybody' }).outcome).toBe('WITHIN_BOUNDS');
  });
});

describe('the rules that a target means', () => {
  const range = fc
    .tuple(
      fc.constantFrom('tcp' as const, 'udp' as const),
      fc.integer({ min: 1, max: 65_535 }),
      fc.integer({ min: 0, max: 100 }),
    )
    .map(([protocol, fromPort, more]) => ({
      protocol,
      fromPort,
      toPort: Math.min(65_535, fromPort + more),
    }));
  const anyTarget = fc
    .record({
      ports: fc.uniqueArray(range, { minLength: 1, maxLength: 10, selector: (one) => JSON.stringify(one) }),
      allowed: fc.array(sources, { minLength: 1, maxLength: 4 }),
      referenced: fc.boolean(),
      ipv4: fc.integer({ min: 8, max: 32 }),
      ipv6: fc.integer({ min: 32, max: 128 }),
    })
    .map(({ ports, allowed, referenced, ipv4, ipv6 }) =>
      aTarget({
        ports,
        allowedSources: allowed.map(sourceText),
        minimumPrefix: { ipv4, ipv6 },
        ...(referenced && { referencedSources: 'anybody' as const }),
      }),
    );

  it('are never outside its bounds: each of its ranges once, from one source that it allows', () => {
    const asked = fc
      .tuple(anyTarget, sources, fc.nat(), fc.constantFrom(MACHINE, PERSON))
      // Often one of the allowed, so that much is within bounds.
      .map(([target, stranger, choice, requester]) => ({
        target,
        requester,
        source: target.allowedSources[choice % (target.allowedSources.length + 1)] ?? sourceText(stranger),
      }));
    let within = 0;
    fc.assert(
      fc.property(asked, ({ target, requester, source }) => {
        const verdict = applyTargetRules(target, {
          requester,
          source,
          callerAddress: null,
          durationMinutes: 30,
        });
        if (verdict.outcome === 'REFUSED') return;
        within += 1;
        const { permissions } = verdict;
        expect(new Set(permissions.map(ruleKey)).size).toBe(target.ports.length);
        for (const { source: opened, ...ports } of permissions) {
          expect(target.ports).toContainEqual(ports);
          expect(opened).toBe(source);
        }
        const parsed = sourceOf(source);
        expect(target.allowedSources.some((one) => isAllowedBy(parsed, sourceOf(one)))).toBe(true);
        if (parsed.kind === 'network') {
          expect(parsed.prefix).toBeGreaterThanOrEqual(target.minimumPrefix[parsed.family]);
        } else {
          expect(target.allowedSources).toContain(source);
          expect(requester.kind === 'machine' || target.referencedSources === 'anybody').toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
    expect(within).toBeGreaterThan(100);
  });

  it('are the same in whatever order its ports are listed', () => {
    fc.assert(
      fc.property(anyTarget, (target) => {
        const reversed = { ...target, ports: target.ports.toReversed() };
        const asked = {
          requester: MACHINE,
          source: FLEET,
          callerAddress: null,
          durationMinutes: 1,
        };
        const allowing = { allowedSources: [FLEET] };
        expect(applyTargetRules({ ...reversed, ...allowing }, asked)).toEqual(
          applyTargetRules({ ...target, ...allowing }, asked),
        );
      }),
    );
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

import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { canonicalCidr, observeRule, type StoredRule } from '../../functions/adapters/observe-rule.ts';
import { parseNetwork } from '../../functions/domain/network.ts';
import { sourceText } from '../../functions/domain/source.ts';
import { sources } from '../support/sources.ts';

const stored: StoredRule = {
  ruleId: 'sgr-1',
  protocol: 'tcp',
  fromPort: 5432,
  toPort: 5432,
  source: '10.0.0.0/8',
  description: null,
  deployment: null,
};

describe('a CIDR', () => {
  it.each([
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8:0:0::/64', '2001:db8::/64'],
    ['2001:db8::1/64', '2001:db8::/64'],
    ['::/0', '::/0'],
  ])('%s is %s in canonical form', (text, canonical) => {
    expect(canonicalCidr(text)).toBe(canonical);
  });

  it.each(['sg-0123456789abcdef0', 'pl-0123456789abcdef0', '10.0.0.1', '10.0.0.0/33', 'unknown', ''])(
    'is not %j',
    (text) => {
      expect(canonicalCidr(text)).toBeNull();
    },
  );

  it('is seen as it was approved, however EC2 spells it', () => {
    const addresses = fc
      .oneof(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.uint8Array({ minLength: 16, maxLength: 16 }))
      .map((bytes) => ipaddr.fromByteArray([...bytes]));
    fc.assert(
      fc.property(addresses, fc.integer({ min: 1, max: 128 }), (address, length) => {
        const prefix = address.kind() === 'ipv4' ? Math.min(length, 32) : length;
        const approved = parseNetwork(canonicalCidr(`${address}/${prefix}`) ?? '');
        fc.pre(approved.outcome === 'PARSED');
        expect(canonicalCidr(`${address.toNormalizedString().toUpperCase()}/${prefix}`)).toBe(
          approved.source.cidr,
        );
      }),
    );
  });
});

describe('a stored rule', () => {
  it('is what Postern could have written, or has no permission', () => {
    expect(observeRule(stored).permission).toEqual({
      protocol: 'tcp',
      fromPort: 5432,
      toPort: 5432,
      source: '10.0.0.0/8',
    });
    expect(observeRule({ ...stored, protocol: '-1' }).permission).toBeNull();
    expect(observeRule({ ...stored, protocol: 'icmp' }).permission).toBeNull();
    const inAnotherAccount = '444455556666/sg-0123456789abcdef0';
    expect(observeRule({ ...stored, source: inAnotherAccount })).toMatchObject({
      permission: null,
      admits: { source: null },
      summary: `tcp 5432 from ${inAnotherAccount}`,
    });
  });

  it('has the permission that was asked for, whatever its source', () => {
    const ports = { protocol: 'udp', fromPort: 53, toPort: 54 } as const;
    fc.assert(
      fc.property(sources, (source) => {
        const asked = { ...ports, source: sourceText(source) };
        expect(observeRule({ ...stored, ...asked })).toMatchObject({ permission: asked, admits: asked });
      }),
    );
  });

  it.each<[Partial<StoredRule>, string]>([
    [{}, 'tcp 5432 from 10.0.0.0/8'],
    [{ protocol: 'udp', toPort: 5440 }, 'udp 5432-5440 from 10.0.0.0/8'],
    [{ protocol: 'icmpv6', fromPort: -1, toPort: -1, source: '::/0' }, 'icmpv6 from ::/0'],
    [{ protocol: '-1', fromPort: -1, toPort: -1, source: 'sg-0aaa' }, 'all traffic from sg-0aaa'],
  ])('with %j is summed up as: %s', (part, summary) => {
    expect(observeRule({ ...stored, ...part }).summary).toBe(summary);
  });

  it('carries a ledger id only where its description is nothing else', () => {
    const id = `lg_${'0a'.repeat(13)}`;
    expect(observeRule({ ...stored, description: id }).ledgerId).toBe(id);
    for (const description of [null, '', ` ${id}`, `${id}\n`, `${id}b`, id.slice(1)]) {
      expect(observeRule({ ...stored, description }).ledgerId).toBeNull();
    }
  });
});

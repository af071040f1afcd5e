import { BlockList, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressesIn,
  contains,
  isWithin,
  type Network,
  parseNetwork,
} from '../../functions/domain/network.ts';
import { ipv4Texts, ipv6Texts, networks, variantsOf } from '../support/sources.ts';

const parsed = (text: string): Network => {
  const result = parseNetwork(text);
  if (result.outcome === 'REFUSED') throw new Error(result.message);
  return result.source;
};

describe('a network as it is written', () => {
  it.each([
    ['10.20.30.40', '10.20.30.40/32'],
    ['10.20.30.0/24', '10.20.30.0/24'],
    ['128.0.0.0/1', '128.0.0.0/1'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['2001:DB8:0:0:0:0:0:0/64', '2001:db8::/64'],
    ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1/128'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0/128'],
    ['::1', '::1/128'],
  ])('%s becomes %s', (text, cidr) => {
    expect(parsed(text).cidr).toBe(cidr);
  });

  it.each([
    ['an octal form', '010.20.30.40'],
    ['a hexadecimal form', '0x0a.20.30.40'],
    ['a short form', '10.1'],
    ['a number', '169090600'],
    ['five parts', '10.20.30.40.50'],
    ['a part over 255', '10.20.30.256'],
    ['nothing', ''],
    ['a name', 'bastion.example.com'],
    ['spaces around', ' 10.20.30.40'],
    ['a line break', '10.20.30.40\n'],
    ['two prefixes', '10.20.30.40/32/32'],
    ['a signed prefix', '10.20.30.0/+24'],
    ['a padded prefix', '10.20.30.0/024'],
    ['an empty prefix', '10.20.30.0/'],
    ['a netmask', '10.20.30.0/255.255.255.0'],
    ['a prefix over 32', '10.20.30.40/33'],
    ['a prefix over 128', '2001:db8::/129'],
    ['everyone', '0.0.0.0/0'],
    ['everyone on IPv6', '::/0'],
    ['two gaps', '1::2::3'],
    ['nine groups', '1:2:3:4:5:6:7:8:9'],
    ['five digits in a group', '2001:00db8::1'],
    ['a zone id', 'fe80::1%eth0'],
    ['IPv4 inside IPv6, dotted', '::ffff:10.20.30.40'],
    ['IPv4 inside IPv6, in hexadecimal', '::ffff:a14:1e28'],
    ['a network of IPv4 inside IPv6', '::ffff:0:0/96'],
    ['deprecated IPv4-compatible IPv6', '::10.20.30.40'],
    ['more text than any address has', '1'.repeat(1_000)],
  ])('%s is refused', (_, text) => {
    expect(parseNetwork(text).outcome).toBe('REFUSED');
  });

  it.each([
    ['10.20.30.40/24', 'write 10.20.30.0/24 for the network, or 10.20.30.40/32'],
    ['10.20.30.40/31', null],
    ['2001:db8::1/64', 'write 2001:db8::/64 for the network, or 2001:db8::1/128'],
  ])('%s with host bits is answered with the CIDR that was meant', (text, correction) => {
    const result = parseNetwork(text);
    if (correction === null) expect(result.outcome).toBe('PARSED');
    else expect(result).toEqual({ outcome: 'REFUSED', message: expect.stringContaining(correction) });
  });

  it('an IPv4 address inside IPv6 is answered with the IPv4 address', () => {
    expect(parseNetwork('::ffff:a14:1e28')).toMatchObject({
      message: expect.stringContaining('10.20.30.40'),
    });
  });
});

describe('the canonical form', () => {
  it('is a fixed point', () => {
    fc.assert(
      fc.property(networks, ({ cidr }) => {
        expect(parsed(cidr).cidr).toBe(cidr);
      }),
    );
  });

  it('is the same for every way to write an IPv6 address', () => {
    fc.assert(
      fc.property(ipv6Texts, (address) => {
        const forms = new Set(variantsOf(address).map((text) => parsed(text).cidr));
        expect(forms.size).toBe(1);
      }),
    );
  });

  it('is never reached from text that Node takes for another address', () => {
    fc.assert(
      fc.property(ipv6Texts, (address) => {
        const list = new BlockList();
        list.addAddress(address, 'ipv6');
        const canonical = parsed(address).cidr.replace('/128', '');
        expect(list.check(canonical, 'ipv6')).toBe(true);
      }),
    );
  });

  it('exists for no text with colons that Node takes for no IPv6 address', () => {
    const colonish = fc.string({ unit: fc.constantFrom(':', '0', '1', 'f', 'F', 'g', '::'), maxLength: 24 });
    fc.assert(
      fc.property(colonish, (text) => {
        if (!isIPv6(text)) expect(parseNetwork(text).outcome).toBe('REFUSED');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('containment', () => {
  it.each([
    ['10.20.30.40/32', '10.0.0.0/8', true],
    ['10.0.0.0/8', '10.0.0.0/8', true],
    ['10.0.0.0/7', '10.0.0.0/8', false],
    ['11.0.0.0/32', '10.0.0.0/8', false],
    ['2001:db8:0:1::/64', '2001:db8::/48', true],
    ['2001:db8:1::/64', '2001:db8::/48', false],
    ['::a00:1/128', '10.0.0.0/8', false],
  ])('%s within %s: %s', (source, allowed, expected) => {
    expect(isWithin(parsed(source), parsed(allowed))).toBe(expected);
  });

  it('is transitive', () => {
    const chain = fc.tuple(networks, fc.nat(128), fc.nat(128)).map(([inner, ...cuts]) => {
      const [a = 1, b = 1] = cuts.map((cut) => Math.max(1, inner.prefix - cut));
      const [middle, outer] = [Math.max(a, b), Math.min(a, b)].map((prefix) => widened(inner, prefix));
      return { inner, middle: middle as Network, outer: outer as Network };
    });
    fc.assert(
      fc.property(chain, ({ inner, middle, outer }) => {
        expect(isWithin(inner, middle)).toBe(true);
        expect(isWithin(middle, outer)).toBe(true);
        expect(isWithin(inner, outer)).toBe(true);
      }),
    );
  });

  it('agrees with Node about any address and network', () => {
    const near = fc.tuple(networks, fc.oneof(ipv4Texts, ipv6Texts), fc.boolean());
    fc.assert(
      fc.property(near, ([network, stranger, useOwn]) => {
        const address = useOwn ? network.cidr.slice(0, network.cidr.indexOf('/')) : stranger;
        const list = new BlockList();
        list.addSubnet(network.cidr.slice(0, network.cidr.indexOf('/')), network.prefix, network.family);
        // Node takes an IPv4 address for the IPv6 address that holds it; a security group never does.
        const family = isIPv6(address) ? 'ipv6' : 'ipv4';
        const expected = family === network.family && list.check(address, family);
        expect(contains(network, address)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('holds for no text that is no address', () => {
    expect(contains(parsed('10.0.0.0/8'), '10.1')).toBe(false);
  });
});

/** The network of a shorter prefix around one, by another way than the code's: the message of a refusal. */
function widened({ cidr, family, prefix }: Network, shorter: number): Network {
  const result = parseNetwork(`${cidr.slice(0, cidr.indexOf('/'))}/${shorter}`);
  if (result.outcome === 'PARSED') return result.source;
  const corrected = /write (\S+) for the network/.exec(result.message)?.[1];
  if (corrected === undefined) throw new Error(`${cidr} (${family}/${prefix}): ${result.message}`);
  return parsed(corrected);
}

describe('the width in words', () => {
  it.each([
    ['10.20.30.40/32', 'one address'],
    ['10.20.30.40/31', '2 addresses'],
    ['10.20.30.0/24', '256 addresses'],
    ['10.0.0.0/8', '16,777,216 addresses'],
    ['2001:db8::1/128', 'one address'],
    ['2001:db8::/120', '256 addresses'],
    ['2001:db8::/64', '2^64 addresses'],
  ])('%s is %s', (cidr, words) => {
    expect(addressesIn(parsed(cidr))).toBe(words);
  });
});

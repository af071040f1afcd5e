import fc from 'fast-check';
import { type Network, parseNetwork } from '../../functions/domain/network.ts';
import { type ReferencedSource, referencedSourceOf, type Source } from '../../functions/domain/source.ts';

export const ipv4Texts = fc.ipV4();

const isMapped = (groups: readonly number[]) =>
  groups.slice(0, 5).every((it) => it === 0) && groups[5] === 0xffff;

/** IPv6 addresses in eight full groups, zeros more often than chance gives them; none that holds an IPv4 address. */
export const ipv6Texts = fc
  .array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 })
  .filter((groups) => !isMapped(groups))
  .map((groups) => groups.map((group) => group.toString(16)).join(':'));

/** Any canonical network, made from an address and a prefix by clearing bits in text. */
export const networks: fc.Arbitrary<Network> = fc
  .oneof(
    fc.tuple(ipv4Texts, fc.integer({ min: 1, max: 32 })),
    fc.tuple(ipv6Texts, fc.integer({ min: 1, max: 128 })),
  )
  .map(([address, prefix]) => cleared(address, prefix))
  .map(parseNetwork)
  .filter((result) => result.outcome === 'PARSED')
  .map(({ source }) => source);

/** Ids of security groups and prefix lists, old and new. */
export const references: fc.Arbitrary<ReferencedSource> = fc
  .stringMatching(/^(sg|pl)-([0-9a-f]{8}|[0-9a-f]{17})$/)
  .map((id) => referencedSourceOf(id))
  .filter((source) => source !== undefined);

/** Any canonical source. */
export const sources: fc.Arbitrary<Source> = fc.oneof(networks, references);

function cleared(address: string, prefix: number): string {
  const [separator, width, radix] = address.includes(':')
    ? ([':', 16, 16] as const)
    : (['.', 8, 10] as const);
  const parts = address.split(separator).map((part, index) => {
    const bits = Number.parseInt(part, radix).toString(2).padStart(width, '0');
    const kept = Math.min(width, Math.max(0, prefix - index * width));
    return Number.parseInt(bits.slice(0, kept).padEnd(width, '0'), 2).toString(radix);
  });
  return `${parts.join(separator)}/${prefix}`;
}

/** The same IPv6 address in other words: case, leading zeros, every run of zeros that `::` may stand for. */
export function variantsOf(address: string): string[] {
  const groups = address.split(':');
  const forms = [groups, groups.map((group) => group.padStart(4, '0'))].map((form) => form.join(':'));
  for (let start = 0; start < 8; start += 1) {
    for (let end = start + 1; end <= 8; end += 1) {
      if (groups.slice(start, end).some((group) => group !== '0')) break;
      forms.push(`${groups.slice(0, start).join(':')}::${groups.slice(end).join(':')}`);
    }
  }
  return forms.flatMap((form) => [form, form.toUpperCase()]);
}

import ipaddr from 'ipaddr.js';

/** Where access comes from: one address or network, in its only canonical form. */
export interface Source {
  /** `10.20.30.40/32`, `2001:db8::/64`: IPv6 as in RFC 5952. */
  readonly cidr: string;
  readonly family: 'ipv4' | 'ipv6';
  readonly prefix: number;
}

export type ParsedSource =
  | { readonly outcome: 'PARSED'; readonly source: Source }
  /** The message says what would be accepted. */
  | { readonly outcome: 'REFUSED'; readonly message: string };

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Longer than any address with a prefix: what is refused is repeated in messages. */
const LONGEST_TEXT = 64;
const PREFIX = /^(0|[1-9]\d{0,2})$/;
const HEX_GROUPS = /^[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,8}$/i;
const WIDTH = { ipv4: 32, ipv6: 128 } as const;

const refused = (message: string): ParsedSource => ({ outcome: 'REFUSED', message });

/** Strict: ipaddr.js alone takes octal, hexadecimal and short IPv4 forms, and dotted endings of IPv6. */
const parseAddress = (text: string): Address | undefined => {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return HEX_GROUPS.test(text) && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined;
};

const networkOf = (address: Address, prefix: number): Address => {
  const bytes = address.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, prefix - index * 8));
    return byte & (0xff << (8 - kept)) & 0xff;
  });
  return ipaddr.fromByteArray(bytes);
};

/**
 * Reads a source as a person writes it: a CIDR, or a bare address for that one address. Octal and short forms, host
 * bits, IPv4 inside IPv6, zone ids and `/0` are refused, so that what opens is what was read by whoever approved it.
 */
export const parseSource = (text: string): ParsedSource => {
  if (text.length > LONGEST_TEXT) return refused(`A source has at most ${LONGEST_TEXT} characters.`);
  const quoted = JSON.stringify(text);
  if (text.includes('%'))
    return refused(`${quoted}: a zone id means something on one machine only; leave it out.`);
  if (text.includes(':') && text.includes('.')) {
    return refused(`${quoted}: write IPv4 addresses as such, and IPv6 addresses in hexadecimal.`);
  }
  const [addressText = '', prefixText, ...rest] = text.split('/');
  const address = rest.length === 0 ? parseAddress(addressText) : undefined;
  if (address === undefined) {
    return refused(
      `${quoted}: expected an address or CIDR such as 10.20.30.40, 10.20.30.0/24 or 2001:db8::/64.`,
    );
  }
  const family = address.kind();
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()) {
    return refused(
      `${quoted}: an IPv4 address inside IPv6; write ${address.toIPv4Address().toString()} instead.`,
    );
  }
  const width = WIDTH[family];
  const prefix = prefixText === undefined ? width : PREFIX.test(prefixText) ? Number(prefixText) : Number.NaN;
  if (!(prefix >= 1 && prefix <= width)) {
    return refused(
      `${quoted}: expected a prefix of /1 to /${width}; everyone at once (/0) is never allowed.`,
    );
  }
  const network = networkOf(address, prefix).toString();
  if (network !== address.toString()) {
    return refused(
      `${quoted}: has address bits behind its prefix; write ${network}/${prefix} for the network, or ${address.toString()}/${width} for the one address.`,
    );
  }
  return { outcome: 'PARSED', source: { cidr: `${network}/${prefix}`, family, prefix } };
};

/** A source out of our own records. Throws where it is not canonical: what a person wrote goes through parseSource. */
export const sourceOf = (cidr: string): Source => {
  const parsed = parseSource(cidr);
  if (parsed.outcome === 'PARSED' && parsed.source.cidr === cidr) return parsed.source;
  throw new Error(`Not a canonical source: ${cidr}`);
};

const addressOf = ({ cidr }: Source): Address => ipaddr.parse(cidr.slice(0, cidr.indexOf('/')));

/** Whether an address, written without prefix, is one of the source's. False for what is no address. */
export const contains = (source: Source, address: string): boolean => {
  const parsed = parseAddress(address);
  if (parsed?.kind() !== source.family) return false;
  return networkOf(parsed, source.prefix).toString() === addressOf(source).toString();
};

/** Whether every address of the source is one of the allowed network's. */
export const isWithin = (source: Source, allowed: Source): boolean =>
  source.prefix >= allowed.prefix && contains(allowed, addressOf(source).toString());

/** How many addresses that are, in words: `one address`, `256 addresses`, `2^64 addresses`. */
export const addressesIn = ({ family, prefix }: Source): string => {
  const bits = WIDTH[family] - prefix;
  if (bits === 0) return 'one address';
  return bits < 32 ? `${(2 ** bits).toLocaleString('en-US')} addresses` : `2^${bits} addresses`;
};

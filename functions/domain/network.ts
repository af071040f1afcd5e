import ipaddr from 'ipaddr.js';

/** One address or network, in its only canonical form. */
export interface Network {
  readonly kind: 'network';
  /** `10.20.30.40/32`, `2001:db8::/64`: IPv6 as in RFC 5952. */
  readonly cidr: string;
  readonly family: 'ipv4' | 'ipv6';
  readonly prefix: number;
}

export type ParsedNetwork =
  | { readonly outcome: 'PARSED'; readonly source: Network }
  /** The message says what would be accepted. */
  | { readonly outcome: 'REFUSED'; readonly message: string };

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Longer than any address with a prefix: what is refused is repeated in messages. */
const LONGEST_TEXT = 64;
const PREFIX = /^(0|[1-9]\d{0,2})$/;
const HEX_GROUPS = /^[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,8}$/i;
const WIDTH = { ipv4: 32, ipv6: 128 } as const;

const refused = (message: string): ParsedNetwork => ({ outcome: 'REFUSED', message });

/** Strict: ipaddr.js alone takes octal, hexadecimal and short IPv4 forms, and dotted endings of IPv6. */
const parseAddress = (text: string): Address | undefined => {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return HEX_GROUPS.test(text) && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined;
};

const firstAddress = (address: Address, prefix: number): Address => {
  const bytes = address.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, prefix - index * 8));
    return byte & (0xff << (8 - kept)) & 0xff;
  });
  return ipaddr.fromByteArray(bytes);
};

/**
 * Reads a network as a person writes it: a CIDR, or a bare address for that one address. Octal and short forms, host
 * bits, IPv4 inside IPv6, zone ids and `/0` are refused, so that what opens is what was read by whoever approved it.
 */
export const parseNetwork = (text: string): ParsedNetwork => {
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
  const network = firstAddress(address, prefix).toString();
  if (network !== address.toString()) {
    return refused(
      `${quoted}: has address bits behind its prefix; write ${network}/${prefix} for the network, or ${address.toString()}/${width} for the one address.`,
    );
  }
  return { outcome: 'PARSED', source: { kind: 'network', cidr: `${network}/${prefix}`, family, prefix } };
};

const addressOf = ({ cidr }: Network): Address => ipaddr.parse(cidr.slice(0, cidr.indexOf('/')));

/** Whether an address, written without prefix, is one of the network's. False for what is no address. */
export const contains = (network: Network, address: string): boolean => {
  const parsed = parseAddress(address);
  if (parsed?.kind() !== network.family) return false;
  return firstAddress(parsed, network.prefix).toString() === addressOf(network).toString();
};

/** Whether every address of the network is one of the other's. */
export const isWithin = (network: Network, other: Network): boolean =>
  network.prefix >= other.prefix && contains(other, addressOf(network).toString());

/** How many addresses that are, in words: `one address`, `256 addresses`, `2^64 addresses`. */
export const addressesIn = ({ family, prefix }: Pick<Network, 'family' | 'prefix'>): string => {
  const bits = WIDTH[family] - prefix;
  if (bits === 0) return 'one address';
  return bits < 32 ? `${(2 ** bits).toLocaleString('en-US')} addresses` : `2^${bits} addresses`;
};

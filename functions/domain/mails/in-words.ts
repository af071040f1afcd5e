import { type Instant, MINUTE, toTimestamp } from '../instant.ts';
import type { PortRange } from '../port-range.ts';
import type { Permission } from '../rule-key.ts';
import { referencedSourceOf } from '../source.ts';

const counted = (count: number, unit: string): string =>
  `${count.toLocaleString('en-US')} ${unit}${count === 1 ? '' : 's'}`;

/** `1 hour 30 minutes`. */
export const durationInWords = (minutes: number): string => {
  const parts = [
    { count: Math.floor(minutes / 1_440), unit: 'day' },
    { count: Math.floor(minutes / 60) % 24, unit: 'hour' },
    { count: minutes % 60, unit: 'minute' },
  ].filter(({ count }) => count > 0);
  return parts.length === 0 ? '0 minutes' : parts.map(({ count, unit }) => counted(count, unit)).join(' ');
};

/** How long something lasted, to the minute: `30 minutes`, `less than a minute`. */
export const spanInWords = (from: Instant, to: Instant): string =>
  to - from < MINUTE ? 'less than a minute' : durationInWords(Math.floor((to - from) / MINUTE));

/** For a person and for a program: `Mon, 23 Nov 2026 09:00:00 UTC (2026-11-23T09:00:00.000Z)`. */
export const momentInWords = (at: Instant): string =>
  `${new Date(at).toUTCString().replace('GMT', 'UTC')} (${toTimestamp(at)})`;

/** From here on a number of addresses says less than its power of two. */
const COUNTED_BITS = 32;

/** How many addresses a canonical CIDR holds: `one address`, `256 addresses`, `2^64 addresses`. */
export const widthInWords = (source: string): string => {
  const [address = '', prefix] = source.split('/');
  const bits = (address.includes(':') ? 128 : 32) - Number(prefix);
  if (bits === 0) return 'one address';
  return `${bits > COUNTED_BITS ? `2^${bits}` : (2 ** bits).toLocaleString('en-US')} addresses`;
};

const REFERENCED = {
  'security-group': {
    name: 'security group',
    changes: 'into which its owner can put more at any time',
  },
  'prefix-list': { name: 'prefix list', changes: 'whose entries its owner can change at any time' },
} as const;

/** `10.20.30.0/24 (256 addresses)`, `security group sg-…`. */
export const sourceInWords = (source: string): string => {
  const reference = referencedSourceOf(source);
  if (reference === undefined) return `${source} (${widthInWords(source)})`;
  return `${REFERENCED[reference.kind].name} ${reference.id}`;
};

/** The same for whoever decides, or relies on it: of a group or list, that what is let in can change afterwards. */
export const admittedInWords = (source: string): string => {
  const reference = referencedSourceOf(source);
  const words = sourceInWords(source);
  return reference === undefined ? words : `everything in ${words}, ${REFERENCED[reference.kind].changes}`;
};

/** `tcp 5432`, `tcp 8000 to 8010`. */
export const portInWords = ({ protocol, fromPort, toPort }: PortRange): string =>
  `${protocol} ${fromPort === toPort ? fromPort : `${fromPort} to ${toPort}`}`;

/** `tcp 5432, udp 53 from 10.20.30.40/32 (one address)`. */
export const permissionsInWords = (permissions: readonly Permission[]): string =>
  [...Map.groupBy(permissions, ({ source }) => source)]
    .map(([source, those]) => `${those.map(portInWords).join(', ')} from ${sourceInWords(source)}`)
    .join('; ');

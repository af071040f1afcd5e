import type { Target } from './configuration.ts';
import { HOUR, type Instant } from './instant.ts';
import type { Limits } from './limits.ts';
import { addressesIn } from './network.ts';
import type { RequesterHistory } from './requester-history.ts';
import type { Permission } from './rule-key.ts';
import { referencedSourceOf, sourceOf } from './source.ts';

/** What part a source is of the widest network that the target takes: 1 for all of it. */
const widthOf = (text: string, { minimumPrefix }: Target): number => {
  const source = sourceOf(text);
  return source.kind === 'network' ? 2 ** (minimumPrefix[source.family] - source.prefix) : 1;
};

const widest = ({ minimumPrefix: { ipv4, ipv6 }, allowedSources }: Target): string => {
  const networks = `${addressesIn({ family: 'ipv4', prefix: ipv4 })} of IPv4, ${addressesIn({ family: 'ipv6', prefix: ipv6 })} of IPv6`;
  return allowedSources.some(referencedSourceOf)
    ? `${networks}, one security group or prefix list`
    : networks;
};

/**
 * Which limit one more request would go beyond, in words for the requester; null where it may be made.
 *
 * @param permissions what the request would open
 */
export const limitReached = (
  target: Target,
  permissions: readonly Permission[],
  history: RequesterHistory,
  limits: Limits,
  now: Instant,
): string | null => {
  const { openGrants, pending, askedAt } = history;
  const { name } = target;
  if (openGrants.length >= limits.openGrants) {
    return `You have ${openGrants.length} open grants for ${name}, and ${limits.openGrants} is the most: end one first.`;
  }
  if (pending.length >= limits.pendingRequests) {
    return `${pending.length} of your requests for ${name} are undecided, and ${limits.pendingRequests} is the most: cancel one, or wait.`;
  }
  const lately = askedAt.filter((at) => at > now - HOUR).length;
  if (lately >= limits.requestsPerHour) {
    return `You asked for ${name} ${lately} times within an hour, and ${limits.requestsPerHour} is the most: wait.`;
  }
  const wanted = [...openGrants, ...pending].flatMap(({ access }) => access.permissions);
  const sources = new Set([...wanted, ...permissions].map(({ source }) => source));
  const width = [...sources].reduce((sum, source) => sum + widthOf(source, target), 0);
  return width <= limits.widestSources
    ? null
    : `Your sources for ${name} would together be wider than ${limits.widestSources} times its widest (${widest(target)}): end a grant, or ask for a narrower source.`;
};

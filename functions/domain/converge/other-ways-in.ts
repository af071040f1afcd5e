import ipaddr from 'ipaddr.js';
import type { OtherWayIn } from '../grant.ts';
import type { Admission, ObservedRule } from '../observed-rule.ts';
import type { Permission } from '../rule-key.ts';

/** Whether two networks have an address in common: then the narrower lies in the wider. */
const overlap = (one: string, other: string): boolean => {
  const [a, b] = [ipaddr.parseCIDR(one), ipaddr.parseCIDR(other)];
  if (a[0].kind() !== b[0].kind()) return false;
  return a[1] <= b[1] ? b[0].match(a) : a[0].match(b);
};

const letsIn = (admits: Admission, { protocol, fromPort, toPort, source }: Permission): boolean =>
  (admits.protocol === protocol || admits.protocol === 'all') &&
  admits.fromPort <= toPort &&
  admits.toPort >= fromPort &&
  (admits.network === null || overlap(admits.network, source));

/** Bounds what a record can grow by; one is enough to know that the port is not shut. */
const MOST_NAMED = 10;

/**
 * The other rules of a group by which some of what a rule let in can still come: a port is shut only where none is.
 * Ten at most, the certain ones first.
 */
export const otherWaysIn = (
  permission: Permission,
  ruleId: string | null,
  rules: readonly ObservedRule[],
): readonly OtherWayIn[] =>
  rules
    .filter((rule) => rule.ruleId !== ruleId && letsIn(rule.admits, permission))
    .map(({ ruleId: other, summary, admits }) => ({
      ruleId: other,
      summary,
      certain: admits.network !== null,
    }))
    .toSorted((a, b) => Number(b.certain) - Number(a.certain))
    .slice(0, MOST_NAMED);

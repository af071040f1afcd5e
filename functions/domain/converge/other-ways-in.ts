import ipaddr from 'ipaddr.js';
import type { OtherWayIn } from '../grant.ts';
import type { Admission, ObservedRule } from '../observed-rule.ts';
import { shareAPort } from '../port-range.ts';
import type { Permission } from '../rule-key.ts';
import { referencedSourceOf } from '../source.ts';

/** Whether two networks have an address in common: then the narrower lies in the wider. */
const networksOverlap = (one: string, other: string): boolean => {
  const [a, b] = [ipaddr.parseCIDR(one), ipaddr.parseCIDR(other)];
  if (a[0].kind() !== b[0].kind()) return false;
  return a[1] <= b[1] ? b[0].match(a) : a[0].match(b);
};

/** Who is in a group or list is not known here: only that very one surely lets in the same. */
const overlap = (one: string, other: string): 'SURELY' | 'PERHAPS' | 'NOT' => {
  if (one === other) return 'SURELY';
  if (referencedSourceOf(one) ?? referencedSourceOf(other)) return 'PERHAPS';
  return networksOverlap(one, other) ? 'SURELY' : 'NOT';
};

const letsIn = (admits: Admission, permission: Permission): 'SURELY' | 'PERHAPS' | 'NOT' => {
  const { protocol, fromPort, toPort, source } = admits;
  if (protocol === 'other') return 'NOT';
  const ports = { protocol: protocol === 'all' ? permission.protocol : protocol, fromPort, toPort };
  if (!shareAPort(ports, permission)) return 'NOT';
  return source === null ? 'PERHAPS' : overlap(source, permission.source);
};

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
    .filter((rule) => rule.ruleId !== ruleId)
    .map((rule) => ({ rule, way: letsIn(rule.admits, permission) }))
    .filter(({ way }) => way !== 'NOT')
    .map(({ rule, way }) => ({ ruleId: rule.ruleId, summary: rule.summary, certain: way === 'SURELY' }))
    .toSorted((a, b) => Number(b.certain) - Number(a.certain))
    .slice(0, MOST_NAMED);

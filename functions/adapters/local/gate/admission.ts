import ipaddr from 'ipaddr.js';
import { canonicalCidr, type StoredRule } from '../../observe-rule.ts';

/** Whether the rule lets anybody at all in to this TCP port. A referenced group or prefix list has no members here. */
export const covers = (rule: StoredRule, port: number): boolean =>
  canonicalCidr(rule.source) !== null &&
  (rule.protocol === '-1' || (rule.protocol === 'tcp' && rule.fromPort <= port && port <= rule.toPort));

/** Whether any of the rules lets this address in to this TCP port. */
export const admits = (rules: readonly StoredRule[], port: number, remoteAddress: string): boolean =>
  rules.some((rule) => covers(rule, port) && contains(rule.source, remoteAddress));

/** A socket that takes both families shows IPv4 callers as `::ffff:10.0.0.1`; they are matched as what they are. */
const contains = (cidr: string, remoteAddress: string): boolean => {
  if (!ipaddr.isValid(remoteAddress)) return false;
  const address = ipaddr.process(remoteAddress);
  const [network, prefix] = ipaddr.parseCIDR(cidr);
  return address.kind() === network.kind() && address.match(network, prefix);
};

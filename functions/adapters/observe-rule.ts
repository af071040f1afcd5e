import ipaddr from 'ipaddr.js';
import type { ObservedRule } from '../domain/observed-rule.ts';
import { referencedSourceOf } from '../domain/source.ts';

/** The tag on our rules; its value names the deployment. It is the first of the two marks that a rule is ours. */
export const DEPLOYMENT_TAG = 'postern:deployment';

/** The second mark: a description that is a ledger id and nothing else. */
const LEDGER_ID = /^lg_[0-9a-z]{26}$/;

/** An ingress rule as a security group stores it, before Postern makes sense of it. */
export interface StoredRule {
  /** `sgr-…` */
  readonly ruleId: string;
  /** `tcp`, `udp`, another name or number, or `-1` for all traffic. */
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  /** A CIDR, the id of a prefix list or of a security group, or of the latter `account/sg-…` where it is another account's. */
  readonly source: string;
  readonly description: string | null;
  /** Value of {@link DEPLOYMENT_TAG}. */
  readonly deployment: string | null;
}

/** The CIDR in canonical form (no host bits, RFC 5952 text for IPv6), or null for what is no CIDR. */
export const canonicalCidr = (text: string): string | null => {
  if (!ipaddr.isValidCIDR(text)) return null;
  const [address, prefix] = ipaddr.parseCIDR(text);
  const family = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${family.networkAddressFromCIDR(text)}/${prefix}`;
};

/** As rule keys have it; null for what no permission of ours ever has. */
const canonicalSource = (text: string): string | null =>
  canonicalCidr(text) ?? referencedSourceOf(text)?.id ?? null;

export const observeRule = (rule: StoredRule): ObservedRule => ({
  ruleId: rule.ruleId,
  permission: permissionOf(rule),
  admits: admissionOf(rule),
  summary: summaryOf(rule),
  deployment: rule.deployment,
  ledgerId: rule.description !== null && LEDGER_ID.test(rule.description) ? rule.description : null,
});

const admissionOf = ({ protocol, fromPort, toPort, source }: StoredRule): ObservedRule['admits'] => {
  const canonical = canonicalSource(source);
  if (protocol === '-1') return { protocol: 'all', fromPort: 0, toPort: 65_535, source: canonical };
  return {
    protocol: protocol === 'tcp' || protocol === 'udp' ? protocol : 'other',
    fromPort,
    toPort,
    source: canonical,
  };
};

const permissionOf = ({ protocol, fromPort, toPort, source }: StoredRule): ObservedRule['permission'] => {
  const canonical = canonicalSource(source);
  if (canonical === null || (protocol !== 'tcp' && protocol !== 'udp')) return null;
  return { protocol, fromPort, toPort, source: canonical };
};

const summaryOf = ({ protocol, fromPort, toPort, source }: StoredRule): string => {
  if (protocol === '-1') return `all traffic from ${source}`;
  if (protocol !== 'tcp' && protocol !== 'udp') return `${protocol} from ${source}`;
  const ports = fromPort === toPort ? `${fromPort}` : `${fromPort}-${toPort}`;
  return `${protocol} ${ports} from ${source}`;
};

import type { PortRange } from './port-range.ts';

/** One security group, wherever it is. */
export interface GroupRef {
  /** Twelve digits. */
  readonly account: string;
  /** Such as `eu-central-1`. */
  readonly region: string;
  /** `sg-…` */
  readonly groupId: string;
}

/** What one ingress rule lets in. */
export interface Permission extends PortRange {
  /** Canonical: `10.20.30.40/32`, `2001:db8::/64`, `sg-…` or `pl-…`; see `source.ts`. */
  readonly source: string;
}

/** A permission as text: `tcp/5432-5432/10.20.30.40/32`. Unique within its group. */
export type RuleKey = string;

export const groupKey = (group: GroupRef): string => `${group.account}/${group.region}/${group.groupId}`;

export const ruleKey = (permission: Permission): RuleKey =>
  `${permission.protocol}/${permission.fromPort}-${permission.toPort}/${permission.source}`;

const GROUP_KEY = /^(\d{12})\/([a-z0-9-]+)\/(sg-[0-9a-f]+)$/;

/** The inverse of {@link groupKey}. Throws on anything else: only our own records are read with it. */
export const parseGroupKey = (key: string): GroupRef => {
  const [, account, region, groupId] = GROUP_KEY.exec(key) ?? [];
  if (!account || !region || !groupId) throw new Error(`Not the key of a security group: ${key}`);
  return { account, region, groupId };
};

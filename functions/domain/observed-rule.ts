import type { Protocol } from './port-range.ts';
import type { Permission } from './rule-key.ts';

/** What a rule lets in, whoever wrote it. */
export interface Admission {
  readonly protocol: Protocol | 'all' | 'other';
  readonly fromPort: number;
  readonly toPort: number;
  /** Canonical CIDR, `/0` included, `sg-…` or `pl-…`; null for what Postern has no word for. */
  readonly source: string | null;
}

/** An ingress rule as EC2 lists it. */
export interface ObservedRule {
  /** `sgr-…` */
  readonly ruleId: string;
  /** null for what Postern never writes: another protocol, a security group of another account. */
  readonly permission: Permission | null;
  readonly admits: Admission;
  /** A short text of what it lets in, for messages: `tcp 5432 from 10.0.0.0/8`. */
  readonly summary: string;
  /** Value of the tag `postern:deployment`; null where there is none. */
  readonly deployment: string | null;
  /** The ledger id in its description; null where the description is not one of ours. */
  readonly ledgerId: string | null;
}

/** How far an ingress-rule service may lag; differs by adapter (EC2: minutes; the local gate: nothing). */
export interface Consistency {
  /** Milliseconds that a call may run inside one function. */
  readonly functionTimeout: number;
  /** Milliseconds after signing during which a call that was sent is still taken. */
  readonly signatureValidity: number;
  /** Milliseconds for which a read may show the past. */
  readonly staleReads: number;
  /** Milliseconds by which the clocks of two functions may differ; 0 where it is left out, as for one process. */
  readonly clockSkew?: number;
}

import type { Duration } from 'aws-cdk-lib';
import type { IConnectable, Port } from 'aws-cdk-lib/aws-ec2';

/** An internal port that can be asked for. What is left out is as in `config/postern.yaml`. */
export interface TargetProps {
  /**
   * What stands behind the port: a database, a service, or a security group itself. It must have exactly one security
   * group; one of its own is best (`postern.securityGroup`), since IAM can bound what Postern does to a group, and not
   * to single rules of it.
   */
  readonly connections: IConnectable;
  /** `ec2.Port.tcp(5432)`, `tcpRange`, `udp` or `udpRange`. Either this, or `ports`. */
  readonly port?: Port;
  /** Several ports and ranges, all of which open together. */
  readonly ports?: readonly Port[];
  /** What it is, for requesters and approvers. At most 200 characters. */
  readonly description: string;
  /** Who answers for what stands behind the port: a team or an address, shown to approvers. */
  readonly owner: string;
  /**
   * Canonical CIDRs, none wider than /8 (IPv6: /32), of which a source must lie within one; security groups and prefix
   * lists as in `config/postern.yaml`, by ids that are known at synth.
   */
  readonly allowedSources: readonly string[];
  /** The longest that it may be asked for: whole minutes, up to a day. */
  readonly maxDuration: Duration;
  /** Who may ask: mailboxes, `group:NAME`, or `machine:NAME`. */
  readonly requesters: readonly string[];
  /**
   * Who may decide: mailboxes of one person each, `group:NAME` of such, or a mailbox that several people read, which gets
   * the mails and takes `approvals.requireSignIn`.
   */
  readonly approvers: readonly (string | { readonly mailbox: string; readonly shared: true })[];
  /** How many people must approve. Default: 1. */
  readonly requiredApprovals?: number;
  /** The widest source that may be asked for, by the length of its prefix. Default: one address, 32 and 128. */
  readonly minimumPrefix?: { readonly ipv4?: number; readonly ipv6?: number };
  /**
   * Who may ask from a security group or prefix list among `allowedSources`, where everything in it is let in: machines
   * alone, or anybody who may ask. Default: machines.
   */
  readonly referencedSources?: 'machines' | 'anybody';
  /** `caller`: a source that is left out is the address that the request comes from. Default: it must be named. */
  readonly sourceDefault?: 'caller';
  /** Mailboxes or `group:NAME` that are told where nobody has decided, and when glass is broken. Default: nobody. */
  readonly escalateTo?: readonly string[];
  /** Who may open it at once in an emergency, to be looked at afterwards, and for how long at most (an hour). Default: nobody. */
  readonly breakGlass?: { readonly requesters: readonly string[]; readonly maxDuration: Duration };
  /**
   * Nobody may ask any longer, while closing goes on. Deploy this first, and take a target out when nothing of it is
   * open: a deployment that would leave an open port behind is refused. Default: false.
   */
  readonly retired?: boolean;
}

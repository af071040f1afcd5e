import type { GroupRef } from '../../domain/rule-key.ts';

/** What `npm start` plays on this machine; a deployment takes no notice of it. */
export interface LocalSettings {
  readonly gates: readonly LocalGate[];
  /** People that the local issuer gives tokens to, and the groups in their claim. */
  readonly identities: readonly { readonly email: string; readonly groups: readonly string[] }[];
}

/** A port of a security group, played on 127.0.0.1. */
export interface LocalGate {
  readonly group: GroupRef;
  /** The port that rules name; tcp. */
  readonly port: number;
  /** Where clients connect. */
  readonly listenPort: number;
  /** Where the service behind listens; null for the small one that Postern brings. */
  readonly forwardPort: number | null;
}

import type { ObservedRule } from '../../../domain/observed-rule.ts';
import { observeRule } from '../../observe-rule.ts';
import { covers } from './admission.ts';
import type { GroupRules } from './group-rules.ts';
import type { GuardedPort } from './settings.ts';

/** One guarded port as it is now. */
export interface PortSnapshot extends GuardedPort {
  readonly isOpen: boolean;
  /** Connections that are let in and live; they may outlive their rule. */
  readonly connections: number;
  /** Rules that let somebody in to this port. */
  readonly rules: readonly ObservedRule[];
}

export interface GateSnapshot {
  readonly ports: readonly PortSnapshot[];
}

export const snapshotOf = ({ listeners, book }: GroupRules): GateSnapshot => ({
  ports: listeners.map(({ guarded, isOpen, connections }) => ({
    ...guarded,
    isOpen,
    connections,
    rules: book
      .rules(guarded.group)
      .filter((rule) => covers(rule, guarded.port))
      .map(observeRule),
  })),
});

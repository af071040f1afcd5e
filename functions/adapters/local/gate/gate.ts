import { SECOND } from '../../../domain/instant.ts';
import type { Consistency } from '../../../domain/observed-rule.ts';
import { type GroupRef, groupKey, type Permission } from '../../../domain/rule-key.ts';
import { referencedSourceOf } from '../../../domain/source.ts';
import type {
  AuthorizeAnswer,
  IngressRules,
  ListAnswer,
  RevokeAnswerOfCall,
} from '../../../ports/ingress-rules.ts';
import { observeRule } from '../../observe-rule.ts';
import { GroupRules } from './group-rules.ts';
import { PortUnavailable } from './guarded-listener.ts';
import { HandEdits } from './hand-edits.ts';
import type { GateSettings } from './settings.ts';
import { type GateSnapshot, snapshotOf } from './snapshot.ts';

/** Calls are made and done within this process; what was written is what is read. */
export const GATE_CONSISTENCY: Consistency = {
  functionTimeout: 5 * SECOND,
  signatureValidity: 0,
  staleReads: 0,
};

/** Inbound rules a group and address family, as EC2's default quota. */
const DEFAULT_LIMIT = 60;

/**
 * Security groups of this machine: rules as EC2 keeps them, enforced on real TCP sockets of 127.0.0.1. Rules of other
 * protocols are kept and listed, and enforce nothing. Established connections outlive the rule that let them in.
 */
export class Gate implements IngressRules {
  /** What somebody does to a group beside Postern. */
  readonly byHand: HandEdits;
  readonly #rules: GroupRules;
  readonly #deployment: string;
  readonly #limit: number;

  /** Opens the rules' file, and no socket yet. */
  constructor(settings: GateSettings) {
    this.#rules = new GroupRules(settings);
    this.byHand = new HandEdits(this.#rules);
    this.#deployment = settings.deployment;
    this.#limit = settings.limit ?? DEFAULT_LIMIT;
  }

  /** Opens the ports of rules that were left open. Throws {@link PortUnavailable} where any port, open or not, is taken. */
  async start(): Promise<void> {
    await this.#rules.change(() => this.#rules.claimPorts());
  }

  /** Stops listening, cuts every connection, keeps the rules. Not to be used again. */
  async close(): Promise<void> {
    await this.#rules.close();
  }

  /** For the status page. */
  snapshot(): GateSnapshot {
    return snapshotOf(this.#rules);
  }

  async list(group: GroupRef): Promise<ListAnswer> {
    if (!this.#rules.exists(group)) return noSuchGroup(group);
    return { outcome: 'LISTED', rules: this.#rules.book.rules(group).map(observeRule) };
  }

  /**
   * Resolves once the port listens. `REFUSED` names a port that this machine does not give, or a source that is no network:
   * nobody on this machine is in a security group.
   */
  authorize(
    group: GroupRef,
    permission: Permission,
    marks: { readonly ledgerId: string },
  ): Promise<AuthorizeAnswer> {
    return this.#rules.change(async () => {
      if (!this.#rules.exists(group)) return noSuchGroup(group);
      if (referencedSourceOf(permission.source)) return noMembers(permission.source);
      const rule = {
        ...permission,
        ruleId: this.#rules.newRuleId(),
        description: marks.ledgerId,
        deployment: this.#deployment,
      };
      if (this.#rules.standing(group, rule)) return { outcome: 'DUPLICATE' };
      if (this.#isFull(group, permission)) {
        return { outcome: 'LIMIT_EXCEEDED', detail: `${groupKey(group)} has ${this.#limit} rules` };
      }
      this.#rules.book.add(group, rule);
      try {
        await this.#rules.enforce();
      } catch (error) {
        this.#rules.book.remove(group, [rule.ruleId]);
        if (error instanceof PortUnavailable) return { outcome: 'REFUSED', detail: error.message };
        throw error;
      }
      return { outcome: 'OPENED', ruleId: rule.ruleId };
    });
  }

  /** Resolves once the port is closed, where no other rule keeps it open. */
  revoke(group: GroupRef, ruleIds: readonly string[]): Promise<RevokeAnswerOfCall> {
    return this.#rules.change(() => {
      if (!this.#rules.exists(group)) return noSuchGroup(group);
      const known = new Set(this.#rules.book.rules(group).map(({ ruleId }) => ruleId));
      const unknown = ruleIds.filter((ruleId) => !known.has(ruleId));
      if (unknown.length > 0) return { outcome: 'RULE_NOT_FOUND', detail: `No rule ${unknown.join(', ')}` };
      this.#rules.book.remove(group, ruleIds);
      return { outcome: 'ANSWERED', ruleIds };
    });
  }

  /** IPv4 and IPv6 are counted apart; what is neither (a referenced group) counts for both. */
  #isFull(group: GroupRef, permission: Permission): boolean {
    const otherFamily = isIpv6(permission.source) ? isIpv4 : isIpv6;
    const counted = this.#rules.book.rules(group).filter(({ source }) => !otherFamily(source));
    return counted.length >= this.#limit;
  }
}

const isIpv4 = (source: string): boolean => source.includes('.');
const isIpv6 = (source: string): boolean => source.includes(':');

const noMembers = (source: string) => ({
  outcome: 'REFUSED' as const,
  detail: `${source} has no members on this machine: only addresses can be let in here`,
});

const noSuchGroup = (group: GroupRef) => ({
  outcome: 'GROUP_NOT_FOUND' as const,
  detail: `No gate plays the security group ${group.groupId} on this machine: add one under local.gates in config/postern.yaml`,
});

import type { GroupRef } from '../../../domain/rule-key.ts';
import type { StoredRule } from '../../observe-rule.ts';
import type { GroupRules } from './group-rules.ts';

/** What may be given of a rule that is added by hand; it has no mark but those given. */
export type HandMadeRule = Omit<StoredRule, 'ruleId' | 'description' | 'deployment'> &
  Partial<Pick<StoredRule, 'description' | 'deployment'>>;

/** What people do to security groups in the console, for tests and demonstrations. Each resolves once the sockets agree. */
export class HandEdits {
  readonly #rules: GroupRules;

  constructor(rules: GroupRules) {
    this.#rules = rules;
  }

  /** Answers the id of the new rule. */
  addRule(group: GroupRef, rule: HandMadeRule): Promise<string> {
    return this.#rules.change(() => {
      const ruleId = this.#rules.newRuleId();
      this.#rules.book.add(group, { description: null, deployment: null, ...rule, ruleId });
      return ruleId;
    });
  }

  /** The rule keeps its id, as it does on EC2. Throws where there is none. */
  editRule(group: GroupRef, ruleId: string, changes: Partial<Omit<StoredRule, 'ruleId'>>): Promise<void> {
    return this.#rules.change(() => {
      const rule = this.#rules.book.rules(group).find((it) => it.ruleId === ruleId);
      if (!rule) throw new Error(`No rule ${ruleId}`);
      this.#rules.book.replace(group, { ...rule, ...changes });
    });
  }

  deleteRule(group: GroupRef, ruleId: string): Promise<void> {
    return this.#rules.change(() => this.#rules.book.remove(group, [ruleId]));
  }

  /** With all its rules. It exists again when the gate is opened the next time, because it is configured. */
  deleteGroup(group: GroupRef): Promise<void> {
    return this.#rules.change(() => {
      this.#rules.book.remove(
        group,
        this.#rules.book.rules(group).map(({ ruleId }) => ruleId),
      );
      this.#rules.forget(group);
    });
  }
}

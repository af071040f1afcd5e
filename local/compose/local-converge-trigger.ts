import { type GroupRef, groupKey } from '../../functions/domain/rule-key.ts';
import type { ConvergeTrigger } from '../../functions/ports/converge-trigger.ts';

/** Invokes the ingress function with the event that it gets on Lambda, and does not wait for it. */
export class LocalConvergeTrigger implements ConvergeTrigger {
  readonly #invoke: (event: unknown) => Promise<unknown>;
  readonly #underWay = new Set<Promise<unknown>>();

  /** @param invoke has logged what went wrong when it rejects; the sweeper closes what was left */
  constructor(invoke: (event: unknown) => Promise<unknown>) {
    this.#invoke = invoke;
  }

  async convergeSoon(group: GroupRef): Promise<void> {
    const call = this.#invoke({ version: 1, action: 'converge', group: groupKey(group) })
      .catch(() => undefined)
      .finally(() => this.#underWay.delete(call));
    this.#underWay.add(call);
  }

  /** Resolves when no call is under way. */
  async idle(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}

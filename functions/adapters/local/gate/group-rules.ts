import { randomBytes } from 'node:crypto';
import { type GroupRef, groupKey, type Permission } from '../../../domain/rule-key.ts';
import type { StoredRule } from '../../observe-rule.ts';
import { admits, covers } from './admission.ts';
import { GuardedListener } from './guarded-listener.ts';
import { RuleBook } from './rule-book.ts';
import type { GateSettings } from './settings.ts';

/** The rules of all groups together with the sockets that enforce them: after each change the sockets agree with the rules. */
export class GroupRules {
  readonly listeners: readonly GuardedListener[];
  readonly book: RuleBook;
  readonly #groups: Set<string>;
  readonly #randomBytes: (count: number) => Uint8Array;
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor(settings: GateSettings) {
    this.#randomBytes = settings.randomBytes ?? randomBytes;
    this.#groups = new Set(settings.ports.map(({ group }) => groupKey(group)));
    this.book = new RuleBook(settings.path);
    this.listeners = settings.ports.map(
      (guarded) =>
        new GuardedListener(guarded, (remoteAddress) =>
          admits(this.book.rules(guarded.group), guarded.port, remoteAddress),
        ),
    );
  }

  exists(group: GroupRef): boolean {
    return this.#groups.has(groupKey(group));
  }

  /** Until the gate is opened again: which groups exist is configuration. */
  forget(group: GroupRef): void {
    this.#groups.delete(groupKey(group));
  }

  /** `sgr-` and 17 hex digits, as EC2's. */
  newRuleId(): string {
    return `sgr-${Buffer.from(this.#randomBytes(9)).toString('hex').slice(0, 17)}`;
  }

  /** Runs changes one after the other, each until the sockets agree. Throws where a socket cannot be opened. */
  change<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    const changed = this.#lastChange.then(async () => {
      const result = await work();
      await this.enforce();
      return result;
    });
    this.#lastChange = changed.catch(() => undefined);
    return changed;
  }

  /** Proves that every port can be had, open or not. Throws where one cannot, and then leaves all of them closed. */
  async claimPorts(): Promise<void> {
    try {
      for (const listener of this.listeners) await listener.open();
    } catch (error) {
      for (const listener of this.listeners) listener.close();
      throw error;
    }
  }

  /** Opens the ports that a rule covers, closes the others. */
  async enforce(): Promise<void> {
    for (const listener of this.listeners) {
      const { group, port } = listener.guarded;
      if (this.book.rules(group).some((rule) => covers(rule, port))) await listener.open();
      else listener.close();
    }
  }

  /** After the changes that are under way. */
  async close(): Promise<void> {
    await this.#lastChange;
    for (const listener of this.listeners) listener.destroy();
    this.book.close();
  }

  /** The rule of the same protocol, ports and source. */
  standing(group: GroupRef, { protocol, fromPort, toPort, source }: Permission): StoredRule | undefined {
    return this.book
      .rules(group)
      .find(
        (rule) =>
          rule.protocol === protocol &&
          rule.fromPort === fromPort &&
          rule.toPort === toPort &&
          rule.source === source,
      );
  }
}

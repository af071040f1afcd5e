import { MINUTE } from '../../../functions/domain/instant.ts';
import { type GroupRef, groupKey, type Permission, ruleKey } from '../../../functions/domain/rule-key.ts';
import { short } from '../ec2/invoked-ingress-rules.ts';
import { formOf, sameKey, type TrueRule } from '../ec2/true-rules.ts';
import type { Random } from '../engine/random.ts';
import type { Cloud } from '../functions/cloud.ts';
import { phasesIn } from '../functions/phases.ts';
import { GROUPS, portsIn, SOURCES } from '../story/cast.ts';
import type { HandDeed } from '../story/story.ts';

interface Marks {
  readonly ledgerId: string | null;
  readonly deployment: string | null;
}

/** Somebody with a console who does not know of Postern, at work on one group. */
class Hand {
  readonly #cloud: Cloud;
  readonly #random: Random;
  readonly #group: string;

  constructor(cloud: Cloud, random: Random, group: GroupRef) {
    this.#cloud = cloud;
    this.#random = random;
    this.#group = groupKey(group);
  }

  addForeign(): void {
    const { deployment } = this.#cloud.configuration;
    const source = this.#random.chance(0.7) ? this.#random.pick(SOURCES).canonical : '10.0.0.0/8';
    const ports = this.#random.pick(portsIn(this.#group));
    const ledgerId = `lg_${'f'.repeat(26)}`;
    const marks: Marks = this.#random.pick([
      { ledgerId: null, deployment: null },
      { ledgerId: null, deployment },
      { ledgerId, deployment: null },
      { ledgerId, deployment: 'another' },
    ]);
    const rule = this.#add({ ...ports, source }, marks);
    if (rule === null || this.#random.chance(0.5)) return;
    this.#cloud.scheduler.after(this.#random.between(1, 10) * MINUTE, () => {
      if (rule.removedAt === Infinity) this.#cloud.ec2.rules.remove(rule, 'HAND');
    });
  }

  /** Puts a rule there with both of our marks; without the sweeper nobody would look for it. */
  copy(): void {
    if (this.#cloud.isSweeperOff || !this.#strikes('RULE_COPIED', 'copy')) return;
    const copied = this.#random.chance(0.7) ? this.#pick() : null;
    const ledgerId = copied?.ledgerId ?? `lg_${'c'.repeat(26)}`;
    const permission = { protocol: 'tcp', fromPort: 5432, toPort: 5432, source: '10.77.0.0/24' } as const;
    this.#add(permission, { ledgerId, deployment: this.#cloud.configuration.deployment });
  }

  remove(): void {
    const rule = this.#pick();
    if (rule === null || !this.#strikes('RULE_REMOVED', short(rule.ruleId))) return;
    this.#say(`removes ${short(rule.ruleId)}`);
    this.#cloud.ec2.rules.remove(rule, 'HAND');
  }

  edit(): void {
    const rule = this.#pick();
    if (rule === null || !this.#strikes('RULE_EDITED', short(rule.ruleId))) return;
    const before = formOf(rule).permission;
    // EC2 lets nobody turn a group into a network.
    const source = before.source.startsWith('sg-')
      ? `sg-${'e'.repeat(17)}`
      : this.#random.pick(['10.99.0.0/16', '10.98.0.0/16', SOURCES[2].canonical]);
    const permission = { ...before, source };
    if (this.#stands(permission)) return;
    this.#say(`edits ${short(rule.ruleId)} to ${ruleKey(permission)}`);
    this.#cloud.ec2.rules.edit(rule, { permission });
  }

  /** Takes our tag from a rule whose id is on record: one that we know by its marks alone would be lost to us. */
  untag(): void {
    const recorded = [...(this.#cloud.tables.groups.get(this.#group)?.rows.values() ?? [])].map((row) =>
      row.state === 'OPEN' || row.state === 'CLOSING' ? row.ruleId : null,
    );
    const rule = this.#pick(({ ruleId }) => recorded.includes(ruleId));
    if (rule === null || !this.#strikes('RULE_UNTAGGED', short(rule.ruleId))) return;
    this.#say(`takes the tag from ${short(rule.ruleId)}`);
    this.#cloud.ec2.rules.edit(rule, { deployment: null });
  }

  deleteGroup(): void {
    if (!this.#strikes('GROUP_DELETED', this.#group)) return;
    this.#say('deletes the group');
    this.#cloud.ec2.rules.deleteGroup(this.#group);
  }

  #add(permission: Permission, marks: Marks): TrueRule | null {
    if (this.#stands(permission)) return null;
    const rule = this.#cloud.ec2.rules.create(this.#group, permission, { origin: 'HAND', ...marks });
    this.#say(`adds ${short(rule.ruleId)} ${ruleKey(permission)} ${JSON.stringify(marks)}`);
    return rule;
  }

  /** One of our rules; null where none stands. */
  #pick(isMeant: (rule: TrueRule) => boolean = () => true): TrueRule | null {
    const ours = this.#cloud.ec2.rules
      .standing(this.#group)
      .filter((rule) => rule.origin === 'POSTERN' && isMeant(rule));
    return ours.length === 0 ? null : this.#random.pick(ours);
  }

  #stands(permission: Permission): boolean {
    const now = this.#cloud.scheduler.now();
    return this.#cloud.ec2.rules.standing(this.#group).some((rule) => sameKey(rule, permission, now));
  }

  #strikes(fault: Exclude<HandDeed['deed'], 'FOREIGN_RULE'>, what: string): boolean {
    return this.#cloud.faults.note(fault, { what, group: this.#group });
  }

  #say(what: string): void {
    this.#cloud.trace.add(() => `✋ ${what} in ${this.#group.slice(-4)}`);
  }
}

/** How long a deed waits for its moment, and how often it looks. */
const PATIENCE = 4 * MINUTE;
const GLANCE = 150;

export const doByHand = (cloud: Cloud, item: HandDeed, random: Random): void => {
  const group = GROUPS[item.group];
  if (!group) return;
  const { scheduler, tables } = cloud;
  const until = scheduler.now() + PATIENCE;
  const glance = (): void => {
    const phases = phasesIn(tables, { what: item.deed, group: groupKey(group) });
    if (item.when === null || phases.includes(item.when)) doNow(cloud, item, group, random);
    else if (scheduler.now() < until) scheduler.after(GLANCE, glance);
  };
  glance();
};

const doNow = (cloud: Cloud, { deed }: HandDeed, group: GroupRef, random: Random): void => {
  if (!cloud.ec2.rules.exists(groupKey(group))) return;
  const hand = new Hand(cloud, random, group);
  const deeds: Record<HandDeed['deed'], () => void> = {
    FOREIGN_RULE: () => hand.addForeign(),
    RULE_COPIED: () => hand.copy(),
    RULE_REMOVED: () => hand.remove(),
    RULE_EDITED: () => hand.edit(),
    RULE_UNTAGGED: () => hand.untag(),
    GROUP_DELETED: () => hand.deleteGroup(),
  };
  deeds[deed]();
};

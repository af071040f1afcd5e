import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import type { Configuration } from '../../../functions/domain/configuration.ts';
import type { Facts } from '../../../functions/domain/converge/facts.ts';
import { type Plan, planConvergence } from '../../../functions/domain/converge/plan.ts';
import type { GroupState } from '../../../functions/domain/group-state.ts';
import { type LedgerRow, rowBase } from '../../../functions/domain/ledger.ts';
import type { ObservedRule } from '../../../functions/domain/observed-rule.ts';
import type { AccessStore } from '../../../functions/ports/access-store.ts';
import type { IngressRules } from '../../../functions/ports/ingress-rules.ts';
import type { SignalCode } from '../../../functions/ports/signals.ts';
import type { Cloud } from '../functions/cloud.ts';
import type { Plant } from './plant.ts';

type Thinking = (state: GroupState, facts: Facts, sound: typeof planConvergence) => Plan;

/** A mistake in what converge thinks. */
export const inPlan = (name: string, think: Thinking): Plant => ({
  name,
  dependencies: (sound) => ({
    ...sound,
    plan: (state, facts) => think(state, facts, planConvergence),
  }),
});

/** A mistake in how EC2's answers are understood. */
export const inEc2 = (name: string, wrap: (sound: IngressRules) => Partial<IngressRules>): Plant => ({
  name,
  dependencies: (sound) => {
    const { ingressRules } = sound;
    const rules: IngressRules = {
      list: (group) => ingressRules.list(group),
      authorize: (group, permission, marks) => ingressRules.authorize(group, permission, marks),
      revoke: (group, ruleIds) => ingressRules.revoke(group, ruleIds),
    };
    return { ...sound, ingressRules: { ...rules, ...wrap(ingressRules) } };
  },
});

/** A store of which some calls are made another way. */
export const withCalls = (store: AccessStore, calls: Partial<AccessStore>): AccessStore =>
  new Proxy(store, {
    get: (target, name) => {
      const own = calls[name as keyof AccessStore];
      if (own) return own;
      const sound: unknown = Reflect.get(target, name);
      return typeof sound === 'function' ? sound.bind(target) : sound;
    },
  });

/** A mistake in how records are read or written. */
export const inStore = (
  name: string,
  wrap: (sound: AccessStore, cloud: Cloud) => Partial<AccessStore>,
): Plant => ({
  name,
  dependencies: (sound, cloud) => ({ ...sound, store: withCalls(sound.store, wrap(sound.store, cloud)) }),
});

/** A mistake in what activation takes a request for. */
export const inActivation = (name: string, mistake: (request: AccessRequest) => AccessRequest): Plant => ({
  name,
  dependencies: (sound, _, invocation) => {
    if (!invocation.label.includes('activate')) return sound;
    const read: AccessStore['read'] = async (id) => {
      const request = await sound.store.read(id);
      return request && mistake(request);
    };
    return { ...sound, store: withCalls(sound.store, { read }) };
  },
});

/** A mistake in what people are told. */
export const unsaid = (name: string, code: SignalCode): Plant => ({
  name,
  dependencies: (sound) => ({
    ...sound,
    signals: {
      send: (signal) => {
        if (signal.code !== code) sound.signals.send(signal);
      },
    },
  }),
});

export const withTargets = (
  configuration: Configuration,
  change: (target: Configuration['targets'][number]) => Partial<Configuration['targets'][number]>,
): Configuration => ({
  ...configuration,
  targets: configuration.targets.map((target) => ({ ...target, ...change(target) })),
});

export const withRows = (state: GroupState, change: (row: LedgerRow) => LedgerRow): GroupState => ({
  ...state,
  ledger: state.ledger.map(change),
});

export const withReading = (
  facts: Facts,
  change: (rules: readonly ObservedRule[]) => readonly ObservedRule[],
): Facts => ({
  ...facts,
  reading: facts.reading && { ...facts.reading, rules: change(facts.reading.rules) },
});

export const asOpen = (row: Extract<LedgerRow, { state: 'CLOSING' }>): LedgerRow => ({
  ...rowBase(row),
  state: 'OPEN',
  ruleId: row.ruleId,
  openedAt: row.openedAt ?? row.markedAt,
});

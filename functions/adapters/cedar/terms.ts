import type { ActionConstraint, EntityUidJson, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';

export const ACTIONS = ['deny', 'autoApprove', 'request'] as const;
export type ActionName = (typeof ACTIONS)[number];

/** What annotations of a policy say, beside what Cedar decides. */
export interface Terms {
  /** `@id`: how records and answers name the policy. */
  readonly id: string;
  /** `@maxMinutes`: the longest that this permission opens by itself. */
  readonly maxMinutes: number | null;
  /** `@approvals`: how many people must approve what this permission lets ask for. */
  readonly approvals: number | null;
  /** `@reason`: for whoever asks. */
  readonly reason: string | null;
}

/** What an annotation may hold, and what is expected where it holds something else. */
export const ANNOTATIONS = {
  id: {
    pattern: /^[a-z0-9][a-z0-9-]{0,62}$/,
    expected: 'a name of at most 63 small letters, digits and hyphens',
  },
  maxMinutes: { pattern: /^[1-9]\d{0,3}$/, expected: 'whole minutes, such as "30"' },
  approvals: { pattern: /^[1-9]$/, expected: 'a number of people from 1 to 9, such as "2"' },
  reason: { pattern: /^[^\p{Cc}\p{Cs}]{1,300}$/u, expected: 'text of at most 300 characters on one line' },
} as const satisfies Record<keyof Terms, { pattern: RegExp; expected: string }>;

/** Type and id, in whichever of its two forms the engine writes them. */
export const uidOf = (uid: EntityUidJson): { readonly type: string; readonly id: string } =>
  '__entity' in uid ? uid.__entity : uid;

/** Names in the action scope; null where the scope is open, which means all of them. */
export const scopedActions = (action: ActionConstraint): readonly string[] | null => {
  if (action.op === 'All') return null;
  if ('entities' in action) return action.entities.map((entity) => uidOf(entity).id);
  return 'entity' in action ? [uidOf(action.entity).id] : null;
};

const isAction = (name: string): name is ActionName => (ACTIONS as readonly string[]).includes(name);

/** The actions that a policy is about. Those that Postern never asks of are left out: checking refuses them. */
export const actionsOf = ({ action }: PolicyJson): readonly ActionName[] =>
  scopedActions(action)?.filter(isAction) ?? ACTIONS;

/** Terms of a policy that was checked. Throws where it was not. */
export const termsOf = ({ annotations = {} }: PolicyJson): Terms => {
  const { id, maxMinutes, approvals, reason } = annotations;
  if (id === undefined) throw new Error('Not checked: a policy has no @id');
  return {
    id,
    maxMinutes: maxMinutes === undefined ? null : Number(maxMinutes),
    approvals: approvals === undefined ? null : Number(approvals),
    reason: reason ?? null,
  };
};

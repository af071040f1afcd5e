import type { PolicyDecision } from '../../functions/domain/access-request.ts';
import type { Policy } from '../../functions/ports/policy.ts';

const MANUAL = {
  outcome: 'manual',
  version: 'sha256:test',
  determinedBy: ['ask'],
  reasons: [],
  maxMinutes: null,
  approvals: null,
} as const satisfies PolicyDecision;
const DECISIONS: Readonly<Record<string, PolicyDecision>> = {
  manual: MANUAL,
  automatic: { ...MANUAL, outcome: 'automatic', maxMinutes: 120 },
  denied: { ...MANUAL, outcome: 'denied' },
};

/** Decides as the ticket says (`manual`, `automatic`, `denied`), so that a test has every outcome for one person. */
export const policyByTicket: Policy = {
  decide: async ({ ticket }) => DECISIONS[ticket ?? 'manual'] ?? MANUAL,
  forbids: async () => false,
};

import { type Asked, automaticMinutes } from '../domain/access-request.ts';
import type { Ask } from './ask.ts';
import type { AskRefusal } from './ask-refusals.ts';
import { weighRequest } from './weigh-request.ts';

/** What would become of a request if it were made now. */
export interface ForeseenRequest {
  readonly target: string;
  readonly access: Asked['access'];
  readonly policy: Asked['policy'];
  /** As asked. */
  readonly durationMinutes: number;
  /** Most that it could open for: less than was asked where a policy cuts it. */
  readonly longestMinutes: number;
  /** Approvals that it would need; 0 where nobody need decide. */
  readonly requiredApprovals: number;
}

export type ForeseeOutcome = { readonly outcome: 'FORESEEN'; readonly request: ForeseenRequest } | AskRefusal;

/** Weighs a request exactly as `requestAccess` would, and makes nothing of it: a denial is not on record either. */
export const foreseeRequest =
  (dependencies: Parameters<typeof weighRequest>[0]) =>
  async (ask: Ask): Promise<ForeseeOutcome> => {
    const weighed = await weighRequest(dependencies)(ask);
    if (weighed.outcome === 'REFUSED') return weighed.refusal;
    const { target, access, policy, durationMinutes, requiredApprovals } = weighed.asked;
    return {
      outcome: 'FORESEEN',
      request: {
        target,
        access,
        policy,
        durationMinutes,
        longestMinutes: automaticMinutes(weighed.asked),
        requiredApprovals: policy.outcome === 'manual' ? requiredApprovals : 0,
      },
    };
  };

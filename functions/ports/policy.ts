import type { PolicyDecision, RequestedAccess } from '../domain/access-request.ts';
import type { Target } from '../domain/configuration.ts';
import type { Instant } from '../domain/instant.ts';
import type { Principal } from '../domain/principal.ts';
import type { PolicyHistory } from '../domain/requester-history.ts';

export interface PolicyQuestion {
  readonly requester: Principal;
  readonly target: Target;
  readonly access: RequestedAccess;
  readonly durationMinutes: number;
  /** When it would open: what is asked on Friday for Saturday is judged as of Saturday. */
  readonly at: Instant;
  readonly ticket: string | null;
  /** Of the requester with the target, this request left out. */
  readonly history: PolicyHistory;
  /** Whether it is asked for as an emergency. */
  readonly breakGlass: boolean;
}

/** Who may ask for what. Nothing permitted is denied. */
export interface Policy {
  decide(question: PolicyQuestion): Promise<PolicyDecision>;
  /** Whether it is denied by now, asked again before a rule opens. */
  forbids(question: PolicyQuestion): Promise<boolean>;
}

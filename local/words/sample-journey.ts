import type { Configuration, Target } from '../../functions/domain/configuration.ts';
import { eligibleApprovers, mayAsk } from '../../functions/domain/entitlement.ts';
import { shareAPort } from '../../functions/domain/port-range.ts';
import { groupKey } from '../../functions/domain/rule-key.ts';
import { applyTargetRules } from '../../functions/domain/target-rules.ts';
import type { LocalGate } from '../../functions/runtime/configuration/local-settings.ts';
import type { LocalIdentity } from '../identity/issuer.ts';
import { principalOf } from '../identity/people.ts';

/** A journey that somebody can make on this machine, with this configuration. */
export interface SampleJourney {
  readonly target: Target;
  readonly requester: string;
  readonly approver: string;
  readonly source: string;
  readonly minutes: number;
  /** Whether the approver signs in on the page; otherwise the mail has a code. */
  readonly signsIn: boolean;
  /** Where clients connect. */
  readonly listenPort: number;
}

const SOURCE = '127.0.0.1';
const MOST_MINUTES = 5;

/** The first target that has a gate here, that one of the people may ask for, and that another may decide on. */
export const sampleJourney = (
  configuration: Configuration,
  gates: readonly LocalGate[],
  identities: readonly LocalIdentity[],
): SampleJourney | null => {
  for (const target of configuration.targets) {
    const gate = gates.find(
      ({ group, port }) =>
        groupKey(group) === groupKey(target.group) &&
        target.ports.some((range) => shareAPort(range, { protocol: 'tcp', fromPort: port, toPort: port })),
    );
    const minutes = Math.min(MOST_MINUTES, target.maxMinutes);
    const ruled = applyTargetRules(target, {
      requester: { kind: 'person' },
      source: SOURCE,
      durationMinutes: minutes,
      callerAddress: null,
    });
    if (gate === undefined || ruled.outcome === 'REFUSED' || target.requiredApprovals !== 1) continue;
    for (const identity of identities) {
      const [approver] = eligibleApprovers(target, principalOf(identity), configuration);
      if (approver === undefined || !mayAsk(target, principalOf(identity), configuration)) continue;
      return {
        target,
        requester: identity.email,
        approver,
        source: SOURCE,
        minutes,
        signsIn: configuration.signIn !== undefined,
        listenPort: gate.listenPort,
      };
    }
  }
  return null;
};

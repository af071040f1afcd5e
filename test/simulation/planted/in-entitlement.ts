import { principalName } from '../../../functions/domain/principal.ts';
import { review } from '../../../functions/domain/request-transitions.ts';
import type { SimulatedDependencies } from '../functions/compose.ts';
import { AUTOMATIC, CONFIGURATION } from '../story/cast.ts';
import type { Plant } from './plant.ts';
import { withTargets } from './wrappers.ts';

/** A mistake made only where a grant is activated. */
const atActivation = (
  name: string,
  wrap: (sound: SimulatedDependencies) => SimulatedDependencies,
): Plant => ({
  name,
  dependencies: (sound, _, { label }) => (label.includes(' activate ') ? wrap(sound) : sound),
});

/** Mistakes about who may, and about what deployments change of that. */
export const IN_ENTITLEMENT: readonly Plant[] = [
  {
    name: 'no function ever sees a new configuration',
    dependencies: (sound) => {
      const { targets } = CONFIGURATION;
      return { ...sound, configuration: { ...sound.configuration, targets } };
    },
  },
  {
    name: 'people who are no approvers may decide for others',
    useCases: (sound, { store, clock }) => ({
      ...sound,
      reviewRequest: async (command) => {
        const outcome = await sound.reviewRequest(command);
        if (outcome.outcome !== 'NOT_AN_APPROVER' && outcome.outcome !== 'NOT_FOUND') return outcome;
        const request = await store.read(command.id);
        const reviewer = principalName(command.caller);
        if (!request || principalName(request.requester) === reviewer) return outcome;
        const { decision, durationMinutes } = command;
        const given = { reviewer, decision, comment: null, durationMinutes, reviewedAt: clock.now() };
        const reviewed = review(request, given);
        if (reviewed.outcome === 'CHANGED') await store.commit({ changes: [reviewed.change] });
        return outcome;
      },
    }),
  },
  atActivation('what opens is weighed by the configuration of when it was asked', (sound) => {
    const { targets } = CONFIGURATION;
    return { ...sound, configuration: { ...sound.configuration, targets } };
  }),
  atActivation('whether who asked may still do so is not looked at', (sound) => ({
    ...sound,
    policy: {
      ...sound.policy,
      decide: async (question) => {
        const decision = await sound.policy.decide(question);
        const outcome = question.target.name === AUTOMATIC ? 'automatic' : 'manual';
        return decision.outcome === 'denied' ? { ...decision, outcome } : decision;
      },
    },
  })),
  atActivation('an approval counts whoever has given it', (sound) => ({
    ...sound,
    configuration: withTargets(sound.configuration, (target) => ({
      approvers: CONFIGURATION.targets.find(({ name }) => name === target.name)?.approvers ?? [],
    })),
  })),
  atActivation('what is out of use opens all the same', (sound) => ({
    ...sound,
    configuration: withTargets(sound.configuration, () => ({ retired: false })),
  })),
];

import { reviewAfterwards } from '../../../functions/domain/break-glass.ts';
import { principalName } from '../../../functions/domain/principal.ts';
import type { Plant } from './plant.ts';
import { inStore, unsaid, withTargets } from './wrappers.ts';

/** Mistakes about what opens without anybody's approval. */
export const IN_EMERGENCIES: readonly Plant[] = [
  {
    name: 'whoever may ask may break the glass',
    dependencies: (sound) => ({
      ...sound,
      configuration: withTargets(sound.configuration, ({ breakGlass, requesters }) =>
        breakGlass ? { breakGlass: { ...breakGlass, requesters } } : {},
      ),
      policy: { ...sound.policy, forbids: async () => false },
    }),
  },
  {
    name: 'an emergency lasts as long as was asked',
    dependencies: (sound) => ({
      ...sound,
      configuration: withTargets(sound.configuration, ({ breakGlass, maxMinutes }) =>
        breakGlass ? { breakGlass: { ...breakGlass, maxMinutes } } : {},
      ),
    }),
  },
  inStore('what was said of an emergency is forgotten', (store) => ({
    read: async (id) => {
      const request = await store.read(id);
      return request?.breakGlass && request.grant && 'endedAt' in request.grant
        ? { ...request, reviews: [] }
        : request;
    },
  })),
  inStore('emergencies that ended count for nothing', (store) => ({
    readTally: async (target, person) => {
      const tally = await store.readTally(target, person);
      const known = await Promise.all(tally.requestIds.map((id) => store.read(id)));
      const isOver = (id: string): boolean => {
        const request = known.find((one) => one?.id === id);
        return request?.breakGlass === true && request.grant !== null && 'endedAt' in request.grant;
      };
      return { ...tally, requestIds: tally.requestIds.filter((id) => !isOver(id)) };
    },
  })),
  {
    name: 'an emergency that is rejected goes on',
    useCases: (sound, { store, clock, configuration }) => ({
      ...sound,
      reviewBreakGlass: async (command) => {
        const request = await store.read(command.id);
        if (!request?.breakGlass) return null;
        const given = {
          reviewer: principalName(command.caller),
          decision: command.decision,
          comment: null,
          durationMinutes: null,
          reviewedAt: clock.now(),
        };
        const isApprover = request.approvers.includes(given.reviewer);
        const reviewed = reviewAfterwards(request, given, configuration.people);
        if (!isApprover || reviewed.outcome !== 'CHANGED') return null;
        await store.commit({ changes: [reviewed.change] });
        return { outcome: 'REVIEWED', request: reviewed.change.after };
      },
    }),
  },
  unsaid('nobody is told that the glass was broken', 'BREAK_GLASS_OPENED'),
  unsaid('nobody is told that nobody looks at an emergency', 'BREAK_GLASS_REVIEW_DUE'),
];

import { principalName } from '../../../functions/domain/principal.ts';
import { review } from '../../../functions/domain/request-transitions.ts';
import { groupKey } from '../../../functions/domain/rule-key.ts';
import type { Plant } from './plant.ts';
import { inStore, withCalls } from './wrappers.ts';

interface TextOfStates {
  readonly States: Record<string, { Retry?: unknown; Catch?: unknown; Default?: string }>;
}

const edited = (text: string, edit: (states: TextOfStates['States']) => void): string => {
  const definition = JSON.parse(text) as TextOfStates;
  edit(definition.States);
  return JSON.stringify(definition);
};

/** Mistakes in records, decisions, and the workflow. */
export const IN_RECORDS: readonly Plant[] = [
  inStore('a write of a group is not conditioned on its version', (store, cloud) => ({
    commit: async (commit) => {
      const { group } = commit;
      if (!group) return await store.commit(commit);
      const basedOn = cloud.tables.groups.get(groupKey(group.group))?.version ?? 0;
      return await store.commit({ ...commit, group: { ...group, basedOn } });
    },
  })),
  inStore('a write of a request is not conditioned on its version', (store, cloud) => ({
    commit: async (commit) => {
      const changes = commit.changes.map((change) => ({
        ...change,
        before: cloud.tables.requests.get(change.after.id) ?? null,
      }));
      return await store.commit({ ...commit, changes });
    },
  })),
  inStore('a write of a tally is not conditioned on its version', (store, cloud) => ({
    commit: async (commit) => {
      const { tally } = commit;
      if (!tally) return await store.commit(commit);
      const { version } = cloud.tables.readTally(tally.target, tally.person);
      return await store.commit({ ...commit, tally: { ...tally, version: version + 1 } });
    },
  })),
  inStore('a decision by link does not spend the link', (store) => ({
    commit: ({ spendLink: _, ...commit }) => store.commit(commit),
  })),
  inStore('the begin of an end leaves no event', (store) => ({
    commit: (commit) => {
      const silent = commit.changes.map((change) =>
        change.event?.type === 'REVOCATION_STARTED' ? { ...change, event: null } : change,
      );
      return store.commit({ ...commit, changes: silent });
    },
  })),
  {
    name: 'a failed call is logged with its task token',
    dependencies: (sound) => ({
      ...sound,
      workflow: {
        start: (input) => sound.workflow.start(input),
        startEnding: (requestId) => sound.workflow.startEnding(requestId),
        resume: (taskToken, decision) =>
          sound.workflow.resume(taskToken, decision).catch((cause: unknown) => {
            throw new Error(`SendTaskSuccess of ${taskToken} failed`, { cause });
          }),
      },
    }),
  },
  {
    name: 'looking at a link counts as a try',
    useCases: (sound, { store }) => ({
      ...sound,
      previewLink: async (command) => {
        await store.countTry(command.token, 5);
        return await sound.previewLink(command);
      },
    }),
  },
  {
    name: 'whoever asks may also decide',
    useCases: (sound, { store, clock, configuration }) => ({
      ...sound,
      reviewRequest: async (command) => {
        const outcome = await sound.reviewRequest(command);
        const request = outcome.outcome === 'SELF_REVIEW' ? await store.read(command.id) : undefined;
        const isApprover = configuration.targets.some(({ approvers }) =>
          approvers.includes(principalName(command.caller)),
        );
        if (!request || !isApprover) return outcome;
        const { decision, comment, durationMinutes } = command;
        const given = {
          reviewer: principalName(command.caller),
          decision,
          comment,
          durationMinutes,
          reviewedAt: clock.now(),
        };
        const reviewed = review(request, given);
        if (reviewed.outcome === 'CHANGED') await store.commit({ changes: [reviewed.change] });
        return outcome;
      },
    }),
  },
  {
    name: 'nobody expires what is undecided',
    useCases: (sound) => ({ ...sound, keepTime: async () => ({ due: 0, failed: 0 }) }),
  },
  {
    name: 'the workflow gives up closing at the first error',
    workflow: (text) =>
      edited(text, (states) => {
        states['Revoke grant'] = {
          ...states['Revoke grant'],
          Retry: [],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Closed' }],
        };
        delete states['Wait before closing again'];
      }),
  },
  {
    name: 'the workflow is over when a grant did not become active',
    workflow: (text) =>
      edited(text, (states) => {
        const activated = states['Activated?'];
        if (activated) activated.Default = 'Closed';
      }),
  },
  {
    name: 'writes of the ledger that time out are taken for done',
    dependencies: (sound) => ({
      ...sound,
      store: withCalls(sound.store, {
        commit: async (commit) => {
          try {
            return await sound.store.commit(commit);
          } catch (error) {
            if (commit.group) return { outcome: 'COMMITTED' };
            throw error;
          }
        },
      }),
    }),
  },
];

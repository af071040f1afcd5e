import { HOUR, MINUTE } from '../../../functions/domain/instant.ts';
import { ruleKey } from '../../../functions/domain/rule-key.ts';
import type { Plant } from './plant.ts';
import { inActivation, inEc2, inPlan, inStore, withRows } from './wrappers.ts';

/** Mistakes in opening. */
export const IN_OPENING: readonly Plant[] = [
  inPlan('an intent is dropped before its call can no longer take effect', (state, facts, sound) => {
    const hasty = { ...facts, consistency: { ...facts.consistency, staleReads: 0 } };
    return sound(
      withRows(state, (row) => (row.state === 'INTENT' ? { ...row, effectBy: 0 } : row)),
      hasty,
    );
  }),
  inEc2('a time-out of authorize is taken for no effect', (ec2) => ({
    authorize: async (...call) => {
      const answer = await ec2.authorize(...call);
      return answer.outcome === 'UNKNOWN' ? { outcome: 'THROTTLED', detail: answer.detail } : answer;
    },
  })),
  inEc2('a time-out of authorize is taken for a refusal', (ec2) => ({
    authorize: async (...call) => {
      const answer = await ec2.authorize(...call);
      return answer.outcome === 'UNKNOWN' ? { outcome: 'REFUSED', detail: answer.detail } : answer;
    },
  })),
  inEc2('a rule of somebody else is adopted', (ec2) => ({
    authorize: async (group, permission, marks) => {
      const answer = await ec2.authorize(group, permission, marks);
      if (answer.outcome !== 'DUPLICATE') return answer;
      const listed = await ec2.list(group);
      const same = (listed.outcome === 'LISTED' ? listed.rules : []).find(
        (rule) => rule.permission && ruleKey(rule.permission) === ruleKey(permission),
      );
      return same ? { outcome: 'OPENED', ruleId: same.ruleId } : answer;
    },
  })),
  inEc2('one mark is enough for a rule to be ours', (ec2) => ({
    list: async (group) => {
      const answer = await ec2.list(group);
      if (answer.outcome !== 'LISTED') return answer;
      const marked = answer.rules.map((rule) => ({
        ...rule,
        ledgerId:
          rule.ledgerId ??
          (rule.deployment === null ? null : `lg_${rule.ruleId.slice(-26).padStart(26, '0')}`),
      }));
      return { ...answer, rules: marked };
    },
  })),
  inStore('the intent is not written before the call', (store) => ({
    commit: async (commit) => {
      if (!commit.group?.putRows.some(({ state }) => state === 'INTENT')) return await store.commit(commit);
      const putRows = commit.group.putRows.filter(({ state }) => state !== 'INTENT');
      return await store.commit({ ...commit, group: { ...commit.group, putRows } });
    },
  })),
  inPlan('what waits for another port to open is counted for nothing', (state, facts, sound) => {
    const opening = new Set(
      state.grants.flatMap(({ grantId, phase }) => (phase === 'ACTIVATING' ? [grantId] : [])),
    );
    const unbounded = withRows(state, (row) =>
      row.state === 'OPEN' && opening.has(row.grantId)
        ? { ...row, openedAt: facts.now, closeBy: facts.now + HOUR }
        : row,
    );
    const plan = sound(unbounded, facts);
    const activated = plan.moves.flatMap((move) => (move.kind === 'activate' ? move.rules : []));
    const written = new Set(plan.change?.putRows.map(({ id }) => id));
    const held = unbounded.ledger.filter(
      (row) => row.state === 'OPEN' && activated.includes(row.ruleId) && !written.has(row.id),
    );
    return plan.change === null
      ? plan
      : { ...plan, change: { ...plan.change, putRows: [...plan.change.putRows, ...held] } };
  }),
  inPlan('a grant lasts longer than was approved', (state, facts, sound) => {
    const plan = sound(state, facts);
    const moves = plan.moves.map((move) =>
      move.kind === 'activate' ? { ...move, expiresAt: move.expiresAt + 5 * MINUTE } : move,
    );
    const putGrants = (plan.change?.putGrants ?? []).map((grant) =>
      grant.phase === 'ACTIVE' ? { ...grant, endsAt: grant.endsAt + 5 * MINUTE } : grant,
    );
    return { ...plan, moves, change: plan.change && { ...plan.change, putGrants } };
  }),
  inPlan('a grant is called open once the first of its ports is', (state, facts, sound) => {
    const grants = state.grants.map((grant) =>
      grant.phase === 'ACTIVATING' ? { ...grant, permissions: grant.permissions.slice(0, 1) } : grant,
    );
    return sound({ ...state, grants }, facts);
  }),
  inPlan('an ended grant still opens what it needed', (state, facts, sound) => {
    const revived = state.grants.map((grant) =>
      grant.phase === 'REVOKING' && grant.ending?.as === 'FAILED'
        ? { ...grant, phase: 'ACTIVATING' as const, endsAt: facts.now + MINUTE }
        : grant,
    );
    return sound({ ...state, grants: revived }, facts);
  }),
  inPlan('who joins a rule does not look whether it is there', (state, facts, sound) => {
    const plan = sound(state, { ...facts, reading: null });
    return plan.moves.some(({ kind }) => kind === 'activate') ? plan : sound(state, facts);
  }),
  {
    ...inActivation('neither the workflow nor activation waits for the start', (request) => ({
      ...request,
      startsAt: request.requestedAt,
    })),
    workflow: (text) => text.replace('"TimestampPath": "$.startsAt"', '"Seconds": 1'),
  },
  inActivation('activation does not look whether the grant has ended', (request) => {
    if (request.status !== 'APPROVED') return request;
    const { minutes, startsAt, status } = request.grant;
    const hasEnded = status === 'EXPIRED' || status === 'REVOKED';
    return hasEnded ? { ...request, grant: { status: 'SCHEDULED', minutes, startsAt } } : request;
  }),
];

import type { GrantMove } from '../../../functions/domain/converge/grant-move.ts';
import type { Plant } from './plant.ts';
import { inPlan, unsaid, withRows } from './wrappers.ts';

/** Mistakes in what people are told of what goes wrong. */
export const IN_ALARMS: readonly Plant[] = [
  unsaid('nobody is told that a close has failed', 'REVOKE_FAILED'),
  unsaid('nobody is told of the single calls that fail', 'REVOKE_CALL_FAILED'),
  unsaid('nobody is told that rules stand too long', 'OVERDUE_OPEN_RULES'),
  {
    name: 'sweeps say that nothing stands too long',
    dependencies: (sound) => ({
      ...sound,
      signals: {
        send: (signal) =>
          sound.signals.send(signal.code === 'OVERDUE_OPEN_RULES' ? { ...signal, count: 0 } : signal),
      },
    }),
  },
  unsaid('nobody is told that a rule was edited', 'RULE_EDITED'),
  unsaid('nobody is told that a rule is missing', 'RULE_MISSING'),
  inPlan('a grant goes on though a rule of it is missing', (state, facts, sound) => {
    const plan = sound(state, facts);
    const goesOn = (move: GrantMove): boolean =>
      move.kind === 'beginEnd' && move.ending.reason === 'RULE_MISSING';
    const kept = new Set(plan.moves.filter(goesOn).map(({ grantId }) => grantId));
    if (plan.change === null || kept.size === 0) return plan;
    const putGrants = plan.change.putGrants.filter(({ grantId }) => !kept.has(grantId));
    const moves = plan.moves.filter((move) => !goesOn(move));
    const isEmpty = moves.length + plan.change.putRows.length + plan.change.removeRows.length === 0;
    return { ...plan, moves, change: isEmpty ? null : { ...plan.change, putGrants } };
  }),
  inPlan('a grant ends for a rule that a stale read lacks', (state, facts, sound) => {
    const hasty = withRows(state, (row) => (row.state === 'OPEN' ? { ...row, openedAt: 0 } : row));
    const plan = sound(hasty, facts);
    return plan.moves.some((move) => move.kind === 'beginEnd' && move.ending.reason === 'RULE_MISSING')
      ? plan
      : sound(state, facts);
  }),
  unsaid('nobody is told of a rule without a row', 'ORPHAN_RULE'),
  unsaid('nobody is told that a grant was never activated', 'NEVER_ACTIVATED'),
  unsaid('nobody is told that something else would open than was approved', 'DIGEST_CHANGED'),
];

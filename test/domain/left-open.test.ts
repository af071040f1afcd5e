import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIdle } from '../../functions/domain/group-state.ts';
import { abandonedBy, leftOpenIn } from '../../functions/domain/left-open.ts';
import { groupKey } from '../../functions/domain/rule-key.ts';
import { aClosingRow, aGroup, anIntent, anOpenRow, aSettledRow, aStandingGrant } from '../support/records.ts';

const group = aGroup();
const stateOf = (grants: Parameters<typeof Array.of>, ledger: Parameters<typeof Array.of>) =>
  ({ group, version: 1, grants, ledger }) as Parameters<typeof leftOpenIn>[0];

describe('what is left open in a group', () => {
  it.each([
    ['an intent', anIntent()],
    ['an open rule', anOpenRow()],
    ['a rule that is being closed', aClosingRow()],
  ])('is %s, though no grant is on record', (_, row) => {
    expect(leftOpenIn(stateOf([], [row]))).toEqual([{ group, requestId: row.grantId, target: null }]);
  });

  it('is a grant, once, with its rules', () => {
    const grant = aStandingGrant();
    const row = anOpenRow({ grantId: grant.grantId });
    expect(leftOpenIn(stateOf([grant], [row]))).toEqual([
      { group, requestId: grant.grantId, target: 'orders-db' },
    ]);
  });

  it('is nothing exactly where the group is idle', () => {
    const rows = [anIntent(), anOpenRow(), aClosingRow(), aSettledRow()];
    fc.assert(
      fc.property(fc.subarray(rows), fc.subarray([aStandingGrant(), aStandingGrant()]), (ledger, grants) => {
        const state = stateOf(grants, ledger);
        expect(leftOpenIn(state).length === 0).toBe(isIdle(state));
      }),
    );
  });
});

describe('what a configuration abandons', () => {
  const here = { group, requestId: 'req_1', target: 'orders-db' };
  const key = groupKey(group);

  it.each<
    [string, Record<string, string>, typeof here | (Omit<typeof here, 'target'> & { target: null }), boolean]
  >([
    ['a grant of a target that is gone', { 'reports-db': key }, here, true],
    ['a grant of a target that moved to another group', { 'orders-db': 'elsewhere', x: 'y' }, here, true],
    ['a rule in a group that is gone', { 'orders-db': 'elsewhere' }, { ...here, target: null }, true],
    ['nothing of a target that stays', { 'orders-db': key }, here, false],
    ['no rule in a group that stays', { 'reports-db': key }, { ...here, target: null }, false],
    ['a grant of a target that only sounds like something', {}, { ...here, target: 'constructor' }, true],
  ])('is %s', (_, targets, open, isAbandoned) => {
    expect(abandonedBy(targets, [open])).toEqual(isAbandoned ? [open] : []);
  });
});

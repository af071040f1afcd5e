import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveBackstops, withoutBackstopsOf } from '../../../functions/domain/converge/move-backstops.ts';
import { HOUR } from '../../../functions/domain/instant.ts';
import { anOpenRow, aStandingGrant, START } from '../../support/records.ts';

const row = anOpenRow({ ruleId: 'sgr-1', closeBy: START + HOUR });
const activate = (grantId: string, expiresAt: number) =>
  ({ grantId, kind: 'activate', rules: ['sgr-1'], expiresAt }) as const;
const ROWS = { put: [], after: [row] };
const planned = (...moves: readonly ReturnType<typeof activate>[]) =>
  moveBackstops(moves, ROWS, new Map(), 25);

describe('the backstop of a rule that grants join', () => {
  it('moves to where the longest of them ends', () => {
    const { putRows } = planned(activate('a', START + 4 * HOUR), activate('b', START + 2 * HOUR));
    expect(putRows).toEqual([{ ...row, closeBy: START + 4 * HOUR }]);
  });

  it('stays where they end earlier', () => {
    expect(planned(activate('a', START)).putRows).toEqual([]);
  });

  it('moves with those moves alone that are made, in whatever order they were planned', () => {
    const move = fc.record({ minutes: fc.integer({ min: 0, max: 600 }), isMade: fc.boolean() });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 6 }), (moves) => {
        const all = moves.map(({ minutes }, index) => activate(String(index), START + minutes * 60_000));
        const { putRows, backstops } = planned(...all);
        const left = all.filter((_, index) => !moves[index]?.isMade).map(({ grantId }) => grantId);
        const made = all.filter((_, index) => moves[index]?.isMade);
        expect(withoutBackstopsOf(left, putRows, backstops)).toEqual(planned(...made).putRows);
      }),
    );
  });

  it('leaves a row as it was planned apart from that', () => {
    const rows = { put: [row], after: [row] };
    const { putRows, backstops } = moveBackstops([activate('a', START + 4 * HOUR)], rows, new Map(), 25);
    expect(withoutBackstopsOf(['a'], putRows, backstops)).toEqual([row]);
  });

  it('moves for a renewed rule to the end of the grant that has it', () => {
    const grant = aStandingGrant({ phase: 'ACTIVE', endsAt: START + 3 * HOUR });
    const renew = { grantId: grant.grantId, kind: 'renewRules', rules: ['sgr-1'] } as const;
    const { putRows } = moveBackstops([renew], ROWS, new Map([[grant.grantId, grant]]), 25);
    expect(putRows).toEqual([{ ...row, closeBy: START + 3 * HOUR }]);
  });

  it('waits for the next write where this one has no room for its row', () => {
    const { moves, putRows } = moveBackstops([activate('a', START + 4 * HOUR)], ROWS, new Map(), 0);
    expect([moves, putRows]).toEqual([[], []]);
  });
});

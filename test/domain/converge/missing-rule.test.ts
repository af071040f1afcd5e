import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../functions/domain/converge/facts.ts';
import { planConvergence } from '../../../functions/domain/converge/plan.ts';
import { applied, type GroupState } from '../../../functions/domain/group-state.ts';
import { HOUR, MINUTE } from '../../../functions/domain/instant.ts';
import type { RowIn } from '../../../functions/domain/ledger.ts';
import type { ObservedRule } from '../../../functions/domain/observed-rule.ts';
import { ruleKey } from '../../../functions/domain/rule-key.ts';
import {
  aClaim,
  aGroupState,
  anIntent,
  anOpenRow,
  aPermission,
  aStandingGrant,
  ids,
  START,
} from '../../support/records.ts';

const SQL = aPermission();
const DNS = aPermission({ protocol: 'udp', fromPort: 53, toPort: 53 });
const STALE = 6 * MINUTE;

const openRow = (permission: typeof SQL, ruleId: string): RowIn<'OPEN'> =>
  anOpenRow({ permission, key: ruleKey(permission), ruleId, openedAt: START, closeBy: START + HOUR });
const row = openRow(SQL, 'sgr-1');
const active = () => aStandingGrant({ permissions: [SQL], phase: 'ACTIVE', endsAt: START + HOUR });
const activating = () =>
  aStandingGrant({ permissions: [SQL, DNS], phase: 'ACTIVATING', endsAt: START + HOUR, minutes: 30 });

const present = ({ ruleId, id, permission }: RowIn<'OPEN'>): ObservedRule => ({
  ruleId,
  permission,
  admits: SQL,
  summary: ruleId,
  deployment: 'test',
  ledgerId: id,
});

/** A plan by a read of that moment, in which no rule of these stands but the listed. */
const planAt = (
  state: GroupState,
  at: number,
  more: Partial<Facts> = {},
  rules: NonNullable<Facts['reading']>['rules'] = [],
) =>
  planConvergence(state, {
    now: at,
    run: ids.runId(),
    deployment: 'test',
    consistency: { functionTimeout: MINUTE, signatureValidity: 5 * MINUTE, staleReads: STALE },
    reopensMissing: false,
    reading: { at, rules },
    isUnreadable: false,
    broken: new Set(),
    failed: new Set(),
    reported: new Set(),
    answers: new Map(),
    newLedgerId: () => ids.ledgerId(),
    ...more,
  });
const movesOf = ({ moves }: ReturnType<typeof planAt>) => moves.map(({ grantId, kind }) => [grantId, kind]);

describe('a rule that is missing', () => {
  it('ends nobody while the read may be older than the rule', () => {
    const state = aGroupState({ grants: [active()], ledger: [row] });
    expect(planAt(state, START + STALE - 1)).toMatchObject({ change: null, findings: [] });
    expect(planAt(state, START + STALE).moves).toMatchObject([
      { kind: 'beginEnd', ending: { as: 'REVOKED', reason: 'RULE_MISSING' } },
    ]);
  });

  it('ends nobody where nothing was read', () => {
    const state = aGroupState({ grants: [active()], ledger: [row] });
    expect(planAt(state, START + STALE, { reading: null }).change).toBeNull();
  });

  it('ends nobody who has another rule of the same key', () => {
    const other = openRow(SQL, 'sgr-2');
    const state = aGroupState({ grants: [active()], ledger: [row, other] });
    expect(planAt(state, START + STALE, {}, [present(other)]).moves).toEqual([]);
  });

  it('ends those who had it first, then is closed, and is opened anew for who is still opening', () => {
    const [had, opening] = [active(), activating()];
    const dns = openRow(DNS, 'sgr-3');
    let state = aGroupState({ grants: [had, opening], ledger: [row, dns] });
    const step = () => {
      const plan = planAt(state, START + STALE, {}, [present(dns)]);
      if (plan.change) state = applied(state, plan.change);
      return plan;
    };
    const first = step();
    expect(movesOf(first)).toEqual([[had.grantId, 'beginEnd']]);
    expect(first.findings).toMatchObject([{ code: 'RULE_MISSING', ruleId: 'sgr-1' }]);
    expect([first.revoke, first.authorize]).toEqual([[], []]);

    const second = step();
    expect(second.change?.putRows).toContainEqual(expect.objectContaining({ id: row.id, state: 'SETTLED' }));
    const announced = [...second.authorize, ...step().authorize];
    expect(announced).toMatchObject([{ grantId: opening.grantId, key: row.key }]);
    expect(state.grants.map(({ grantId }) => grantId)).toEqual([opening.grantId]);
  });

  it('lets nothing more be opened for its grant: an intent of another of its rules is not called again', () => {
    const had = aStandingGrant({ permissions: [SQL, DNS], phase: 'ACTIVE', endsAt: START + HOUR });
    const intent = anIntent({
      grantId: had.grantId,
      permission: DNS,
      key: ruleKey(DNS),
      claim: aClaim({ until: START }),
      uncertainCalls: 0,
    });
    const state = aGroupState({ grants: [had], ledger: [row, intent] });
    const plan = planAt(state, START + STALE);
    expect(movesOf(plan)).toEqual([[had.grantId, 'beginEnd']]);
    expect(plan.authorize).toEqual([]);
    const whole = planAt(state, START + STALE, {}, [present(row)]);
    expect(whole.authorize).toMatchObject([{ id: intent.id }]);
  });

  it('leaves its grant no holder of its other rules, for one whose end is to be said', () => {
    const had = aStandingGrant({ permissions: [SQL, DNS], phase: 'ACTIVE', endsAt: START + HOUR });
    const over = aStandingGrant({
      permissions: [DNS],
      phase: 'REVOKING',
      endsAt: START,
      ending: { as: 'EXPIRED', by: 'postern', reason: null, detail: null },
    });
    const dns = openRow(DNS, 'sgr-3');
    const state = aGroupState({ grants: [over, had], ledger: [row, dns] });
    expect(movesOf(planAt(state, START + STALE, {}, [present(dns)]))).toEqual([[had.grantId, 'beginEnd']]);
    const whole = [present(row), present(dns)];
    expect(planAt(state, START + STALE, {}, whole).moves).toMatchObject([
      { grantId: over.grantId, kind: 'end', held: [{ byGrant: had.grantId }] },
    ]);
  });

  it('counts for nothing where a grant that is opening looks for its rules', () => {
    const opening = aStandingGrant({ permissions: [SQL], phase: 'ACTIVATING', endsAt: START + HOUR });
    const state = aGroupState({ grants: [opening], ledger: [row] });
    expect(planAt(state, START + STALE).moves).toEqual([]);
  });

  it('is opened again for who had it, where the configuration says so', () => {
    const had = active();
    const state = aGroupState({ grants: [had], ledger: [row] });
    const plan = planAt(state, START + STALE, { reopensMissing: true });
    expect([plan.moves, plan.authorize]).toMatchObject([[], [{ grantId: had.grantId, key: row.key }]]);
  });
});

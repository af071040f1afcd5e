import type { GroupState } from '../group-state.ts';
import type { LedgerRow, RowIn } from '../ledger.ts';
import { type RuleKey, ruleKey } from '../rule-key.ts';
import { startClosing, stepClosing } from './closing-row.ts';
import { type Facts, isOurs, type Step } from './facts.ts';
import { announce, stepIntent } from './opening-row.ts';
import { stepOpen, stepSettled } from './standing-row.ts';
import type { WantedRule } from './wanted.ts';

type Wanted = ReadonlyMap<RuleKey, WantedRule>;

const step = (row: LedgerRow, facts: Facts, wanted: Wanted): Step => {
  switch (row.state) {
    case 'INTENT':
      return stepIntent(row, facts, wanted.get(row.key) ?? null);
    case 'OPEN':
      return stepOpen(row, facts, wanted.has(row.key));
    case 'CLOSING':
      return stepClosing(row, facts);
    case 'SETTLED':
      return stepSettled(row, facts);
  }
};

/** Rules that carry both marks and have no row: something of ours that we lost sight of. They get a row, to close. */
const orphans = (state: GroupState, facts: Facts): readonly Step[] => {
  const known = new Set(
    state.ledger.flatMap((row) => [row.id, ...('ruleId' in row && row.ruleId ? [row.ruleId] : [])]),
  );
  return (facts.reading?.rules ?? []).flatMap((rule) => {
    if (
      !isOurs(rule, facts) ||
      rule.permission === null ||
      known.has(rule.ledgerId) ||
      known.has(rule.ruleId)
    )
      return [];
    const row: LedgerRow = {
      id: rule.ledgerId,
      grantId: 'unknown',
      key: ruleKey(rule.permission),
      permission: rule.permission,
      intentAt: facts.now,
      closeBy: facts.now,
      state: 'OPEN',
      ruleId: rule.ruleId,
      openedAt: facts.now,
    };
    return [
      {
        ...startClosing(row, row, facts),
        finding: {
          code: 'ORPHAN_RULE' as const,
          ruleId: rule.ruleId,
          grantId: 'unknown',
          detail: rule.summary,
        },
      },
    ];
  });
};

/** Wanted rules that nothing stands for yet. While an earlier rule of the same key is closing they wait for its end. */
const announcements = (rows: readonly LedgerRow[], facts: Facts, wanted: Wanted): readonly Step[] => {
  const taken = new Set(rows.filter(({ state }) => state !== 'SETTLED').map(({ key }) => key));
  const tried = new Set(
    rows.filter(({ id }) => facts.answers.get(id)?.call === 'AUTHORIZE').map(({ key }) => key),
  );
  return [...wanted.values()].flatMap((rule) => {
    const [first] = rule.by;
    if (first === undefined || taken.has(rule.key) || tried.has(rule.key)) return [];
    return [
      announce(
        { grantId: first.grantId, permission: rule.permission, milliseconds: rule.milliseconds },
        facts,
      ),
    ];
  });
};

const URGENCY: Readonly<Record<LedgerRow['state'], number>> = { CLOSING: 0, SETTLED: 1, OPEN: 2, INTENT: 3 };

/** What becomes of the rows: at most `most` of them, closes before opens. */
export const planRows = (state: GroupState, facts: Facts, wanted: Wanted, most: number) => {
  const steps = state.ledger.map((row) => ({ before: row, ...step(row, facts, wanted) }));
  const added = [
    ...orphans(state, facts),
    ...announcements(
      steps.map(({ row }) => row),
      facts,
      wanted,
    ),
  ];
  const changed: readonly Step[] = [...steps.filter(({ before, row }) => before !== row), ...added]
    .toSorted((a, b) => URGENCY[a.row.state] - URGENCY[b.row.state])
    .slice(0, most);
  const after = new Map(state.ledger.map((row) => [row.id, row]));
  for (const { row } of changed) after.set(row.id, row);
  return {
    put: changed.map(({ row }) => row),
    after: [...after.values()] as readonly LedgerRow[],
    revoke: changed.flatMap(({ row, call }) => (call === 'REVOKE' && row.state === 'CLOSING' ? [row] : [])),
    authorize: changed.flatMap(({ row, call }) =>
      call === 'AUTHORIZE' && row.state === 'INTENT' ? [row] : [],
    ),
    findings: [
      ...changed.flatMap(({ finding }) => (finding ? [finding] : [])),
      ...steps.flatMap(({ before, row, finding }) => (before === row && finding ? [finding] : [])),
    ],
  } satisfies {
    put: readonly LedgerRow[];
    revoke: readonly RowIn<'CLOSING'>[];
    authorize: readonly RowIn<'INTENT'>[];
    [more: string]: unknown;
  };
};

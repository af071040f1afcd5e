import { type GroupState, keysOf, type StandingGrant } from '../group-state.ts';
import type { LedgerRow, RowIn } from '../ledger.ts';
import type { ObservedRule } from '../observed-rule.ts';
import { type RuleKey, ruleKey } from '../rule-key.ts';
import { startClosing, stepClosing } from './closing-row.ts';
import { type Facts, type Finding, isOurs, type Step } from './facts.ts';
import { announce, isDoubtful, stepIntent } from './opening-row.ts';
import { stepOpen, stepSettled } from './standing-row.ts';
import type { WantedRule } from './wanted.ts';

type Wanted = ReadonlyMap<RuleKey, WantedRule>;

export interface Needs {
  /** What must not close. */
  readonly standing: Wanted;
  /** Of that, what may still be opened: not for a grant whose end begins with this plan. */
  readonly opening: Wanted;
}

/** What is known of the rows before, while one after the other is looked at. */
interface Course {
  readonly standing: ReadonlySet<RuleKey>;
  readonly closing: ReadonlySet<RuleKey>;
}

/** The rules of a grant wait for each other: none is opened while it is known that another must wait. */
const mustWait = (grant: StandingGrant, closing: ReadonlySet<RuleKey>): boolean =>
  grant.phase === 'ACTIVATING' && keysOf(grant).some((key) => closing.has(key));

/** Where a rule stands for the key already, an intent for it is spare. */
const step = (row: LedgerRow, facts: Facts, { standing, opening }: Needs, course: Course): Step => {
  switch (row.state) {
    case 'INTENT': {
      const rule = course.standing.has(row.key) ? undefined : opening.get(row.key);
      return stepIntent(row, facts, rule ?? null, (grant) => mustWait(grant, course.closing));
    }
    case 'OPEN':
      // Whatever is wanted: past its backstop a rule goes, and whoever still needs it gets one of their own.
      return stepOpen(row, facts, row.closeBy > facts.now ? (standing.get(row.key) ?? null) : null);
    case 'CLOSING':
      return stepClosing(row, facts);
    case 'SETTLED':
      return stepSettled(row, facts);
  }
};

/** Intents come last: what stands and what is closing says which of them may be called for. */
const stepAll = (ledger: readonly LedgerRow[], facts: Facts, needs: Needs) => {
  const course = {
    standing: new Set(ledger.flatMap(({ state, key }) => (state === 'OPEN' ? [key] : []))),
    closing: new Set<RuleKey>(),
  };
  const isIntent = ({ state }: LedgerRow): boolean => state === 'INTENT';
  const inTurn = [...ledger.filter((row) => !isIntent(row)), ...ledger.filter(isIntent)];
  const steps = inTurn.map((before) => {
    const next = { before, ...step(before, facts, needs, course) };
    if (next.row.state === 'OPEN') course.standing.add(next.row.key);
    if (next.row.state === 'CLOSING') course.closing.add(next.row.key);
    return next;
  });
  return { steps, closing: course.closing as ReadonlySet<RuleKey> };
};

/** Whether this row speaks for the rule: by its id, or, where the id was never known, by our mark. */
const speaksFor = (row: LedgerRow, rule: ObservedRule): boolean => {
  const ruleId = row.state === 'INTENT' ? null : row.ruleId;
  return ruleId === null ? row.id === rule.ledgerId : ruleId === rule.ruleId;
};

/**
 * Rules that carry both marks and that no row speaks for: something of ours that we lost sight of, or a copy of it.
 * They get a row, to close; of its own, because the id in their description may be that of another rule's row.
 */
const orphans = (state: GroupState, facts: Facts): readonly Step[] =>
  (facts.reading?.rules ?? []).flatMap((rule) => {
    if (!isOurs(rule, facts) || state.ledger.some((row) => speaksFor(row, rule))) return [];
    const isTaken = state.ledger.some(({ id }) => id === rule.ledgerId);
    const row: LedgerRow = {
      id: isTaken ? facts.newLedgerId() : rule.ledgerId,
      grantId: 'unknown',
      key: rule.permission === null ? rule.ruleId : ruleKey(rule.permission),
      permission: rule.permission,
      intentAt: facts.now,
      closeBy: facts.now,
      state: 'OPEN',
      ruleId: rule.ruleId,
      openedAt: facts.now,
    };
    const finding: Finding = {
      code: 'ORPHAN_RULE',
      ruleId: rule.ruleId,
      grantId: 'unknown',
      detail: rule.summary,
    };
    return [{ ...startClosing(row, row, facts), finding }];
  });

/** Wanted rules that nothing stands for yet. While an earlier rule of the same key is closing they wait for its end. */
const announcements = (
  rows: readonly LedgerRow[],
  closing: ReadonlySet<RuleKey>,
  facts: Facts,
  wanted: Wanted,
): readonly Step[] => {
  const isTaken = (row: LedgerRow): boolean => {
    if (row.state === 'INTENT') return facts.reading === null || !isDoubtful(row, facts);
    return row.state !== 'SETTLED';
  };
  const taken = new Set(rows.filter(isTaken).map(({ key }) => key));
  const tried = new Set(
    rows.filter(({ id }) => facts.answers.get(id)?.call === 'AUTHORIZE').map(({ key }) => key),
  );
  return [...wanted.values()].flatMap((rule) => {
    const first = rule.by.find((grant) => !mustWait(grant, closing));
    if (first === undefined || taken.has(rule.key) || tried.has(rule.key)) return [];
    return [announce(rule.permission, first, facts)];
  });
};

const URGENCY: Readonly<Record<LedgerRow['state'], number>> = { CLOSING: 0, SETTLED: 1, OPEN: 2, INTENT: 3 };

/** What becomes of the rows: at most `most` of them, closes before opens. */
export const planRows = (state: GroupState, facts: Facts, needs: Needs, most: number) => {
  const { steps, closing } = stepAll(state.ledger, facts, needs);
  const added = [
    ...orphans(state, facts),
    ...announcements(
      steps.map(({ row }) => row),
      closing,
      facts,
      needs.opening,
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

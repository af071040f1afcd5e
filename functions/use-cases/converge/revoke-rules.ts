import type { CallAnswer, CloseFailure } from '../../domain/converge/facts.ts';
import type { RowIn } from '../../domain/ledger.ts';
import type { GroupRef } from '../../domain/rule-key.ts';
import type { IngressRules } from '../../ports/ingress-rules.ts';

type ClosingRow = RowIn<'CLOSING'>;
type Answers = ReadonlyMap<string, CallAnswer>;

const answersFor = (rows: readonly ClosingRow[], answer: (row: ClosingRow) => CallAnswer): Answers =>
  new Map(rows.map((row) => [row.id, answer(row)]));

const failed = (error: CloseFailure): CallAnswer => ({ call: 'REVOKE', said: 'FAILED', error });

/** One call for all rows. `BATCH_FAILED`: one of several ids is not there, and none was removed. */
const revokeTogether = async (
  rules: IngressRules,
  group: GroupRef,
  rows: readonly ClosingRow[],
): Promise<Answers | 'BATCH_FAILED'> => {
  const answer = await rules.revoke(
    group,
    rows.map(({ ruleId }) => ruleId),
  );
  switch (answer.outcome) {
    case 'ANSWERED':
      // A call may succeed without effect: only ids that the answer lists were removed.
      return answersFor(rows, ({ ruleId }) =>
        answer.ruleIds.includes(ruleId) ? { call: 'REVOKE', said: 'LISTED' } : failed('NOT_ANSWERED'),
      );
    case 'REFUSED':
      // Something about one of them: singly, the others close.
      return rows.length > 1 ? 'BATCH_FAILED' : answersFor(rows, () => failed('REFUSED'));
    case 'RULE_NOT_FOUND':
      return rows.length > 1
        ? 'BATCH_FAILED'
        : answersFor(rows, () => ({ call: 'REVOKE', said: 'NOT_FOUND' }));
    case 'GROUP_NOT_FOUND':
      return answersFor(rows, () => ({ call: 'REVOKE', said: 'NOT_FOUND' }));
    case 'THROTTLED':
    case 'ACCESS_DENIED':
    case 'UNKNOWN': {
      const answered = failed(answer.outcome);
      return answersFor(rows, () => answered);
    }
  }
};

/** Whether there is time for another call; what is left over is called in the next run. */
type MayCall = () => boolean;

const revokeSingly = async (
  rules: IngressRules,
  group: GroupRef,
  rows: readonly ClosingRow[],
  mayCall: MayCall,
): Promise<Answers> => {
  const answers = new Map<string, CallAnswer>();
  for (const row of rows) {
    if (!mayCall()) {
      answers.set(row.id, failed('NOT_CALLED'));
      continue;
    }
    const answer = await revokeTogether(rules, group, [row]);
    if (answer !== 'BATCH_FAILED') for (const [id, said] of answer) answers.set(id, said);
  }
  return answers;
};

/** In one call; after a failed batch those that a read still shows, then singly. */
const revokeBatch = async (
  rules: IngressRules,
  group: GroupRef,
  rows: readonly ClosingRow[],
  mayCall: MayCall,
): Promise<Answers> => {
  if (rows.length === 0) return new Map();
  const together = await revokeTogether(rules, group, rows);
  if (together !== 'BATCH_FAILED') return together;

  const listed = await rules.list(group);
  const shown = new Set(listed.outcome === 'LISTED' ? listed.rules.map(({ ruleId }) => ruleId) : []);
  const present = rows.filter(({ ruleId }) => shown.has(ruleId));
  const others = rows.filter(({ ruleId }) => !shown.has(ruleId));
  const rest =
    present.length === 0 ? new Map<string, CallAnswer>() : await revokeTogether(rules, group, present);
  return new Map([
    ...(rest === 'BATCH_FAILED' ? await revokeSingly(rules, group, present, mayCall) : rest),
    ...(await revokeSingly(rules, group, others, mayCall)),
  ]);
};

/** Failures after which a row is no longer called together with others: it may be what fails them. */
const FAILURES_UNTIL_ALONE = 2;

/** Removes the rules of all rows, so that none of them can keep the others open. */
export const revokeRules = async (
  rules: IngressRules,
  group: GroupRef,
  rows: readonly ClosingRow[],
  mayCall: MayCall,
): Promise<Answers> => {
  const suspects = rows.filter(({ failures }) => failures >= FAILURES_UNTIL_ALONE);
  const others = rows.filter(({ failures }) => failures < FAILURES_UNTIL_ALONE);
  return new Map([
    ...(await revokeBatch(rules, group, others, mayCall)),
    ...(await revokeSingly(rules, group, suspects, mayCall)),
  ]);
};

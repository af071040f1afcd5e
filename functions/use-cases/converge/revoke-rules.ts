import type { CallAnswer, CloseFailure } from '../../domain/converge/facts.ts';
import type { RowIn } from '../../domain/ledger.ts';
import type { GroupRef } from '../../domain/rule-key.ts';
import type { IngressRules } from '../../ports/ingress-rules.ts';

type ClosingRow = RowIn<'CLOSING'>;
type Answers = ReadonlyMap<string, CallAnswer>;

const answersFor = (rows: readonly ClosingRow[], answer: (row: ClosingRow) => CallAnswer): Answers =>
  new Map(rows.map((row) => [row.id, answer(row)]));

const failed = (error: CloseFailure): CallAnswer => ({ call: 'REVOKE', said: 'FAILED', error });

/** What is called, and whether there is time for another call: what is left over is called in the next run. */
interface Calling {
  readonly rules: IngressRules;
  readonly group: GroupRef;
  readonly mayCall: () => boolean;
}

/** One call for all rows. `BATCH_FAILED`: EC2 says no because of one of several, and removed none. */
const revokeTogether = async (
  { rules, group, mayCall }: Calling,
  rows: readonly ClosingRow[],
): Promise<Answers | 'BATCH_FAILED'> => {
  if (rows.length === 0) return new Map();
  if (!mayCall()) return answersFor(rows, () => failed('NOT_CALLED'));
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

const hasFailedBy = (answer: CallAnswer | undefined, error: CloseFailure): boolean =>
  answer?.call === 'REVOKE' && answer.said === 'FAILED' && answer.error === error;

/** One call for each, until EC2 takes no more: other groups have rules to close as well. */
const revokeSingly = async (calling: Calling, rows: readonly ClosingRow[]): Promise<Answers> => {
  const answers = new Map<string, CallAnswer>();
  let isThrottled = false;
  for (const row of rows) {
    const answer = isThrottled
      ? answersFor([row], () => failed('THROTTLED'))
      : await revokeTogether(calling, [row]);
    if (answer === 'BATCH_FAILED') continue;
    for (const [id, said] of answer) answers.set(id, said);
    isThrottled ||= hasFailedBy(answer.get(row.id), 'THROTTLED');
  }
  return answers;
};

/** In one call; after a failed batch those that a read still shows, then singly. */
const revokeBatch = async (calling: Calling, rows: readonly ClosingRow[]): Promise<Answers> => {
  const together = await revokeTogether(calling, rows);
  if (together !== 'BATCH_FAILED') return together;

  const listed = calling.mayCall() ? await calling.rules.list(calling.group) : null;
  const shown = new Set(listed?.outcome === 'LISTED' ? listed.rules.map(({ ruleId }) => ruleId) : []);
  const present = rows.filter(({ ruleId }) => shown.has(ruleId));
  const others = rows.filter(({ ruleId }) => !shown.has(ruleId));
  const rest = await revokeTogether(calling, present);
  return new Map([
    ...(rest === 'BATCH_FAILED' ? await revokeSingly(calling, present) : rest),
    ...(await revokeSingly(calling, others)),
  ]);
};

/** Failures after which a row is no longer called together with fresh ones: it may be what fails them. */
const FAILURES_UNTIL_SUSPECT = 2;

/**
 * Those that failed before. Most often it was EC2, and once it is back one call closes them all: a bucket of calls would not
 * last for one each. Where they fail together for no reason that EC2 gives, one of them may be why, and each is called alone:
 * first those for which there was no time when they were tried last.
 */
const revokeSuspects = async (calling: Calling, rows: readonly ClosingRow[]): Promise<Answers> => {
  const answers = await revokeBatch(calling, rows);
  const unknown = rows.filter(({ id }) => hasFailedBy(answers.get(id), 'UNKNOWN'));
  if (unknown.length < 2) return answers;
  const hadNoTime = ({ lastError }: ClosingRow): number => (lastError === 'NOT_CALLED' ? 0 : 1);
  const inTurn = unknown.toSorted((a, b) => hadNoTime(a) - hadNoTime(b));
  return new Map([...answers, ...(await revokeSingly(calling, inTurn))]);
};

/** Removes the rules of all rows, so that none of them can keep the others open. */
export const revokeRules = async (calling: Calling, rows: readonly ClosingRow[]): Promise<Answers> => {
  const isSuspect = ({ failures }: ClosingRow): boolean => failures >= FAILURES_UNTIL_SUSPECT;
  return new Map([
    ...(await revokeBatch(
      calling,
      rows.filter((row) => !isSuspect(row)),
    )),
    ...(await revokeSuspects(calling, rows.filter(isSuspect))),
  ]);
};

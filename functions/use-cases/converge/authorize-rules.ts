import type { CallAnswer, Reading } from '../../domain/converge/facts.ts';
import type { GroupState } from '../../domain/group-state.ts';
import type { RowIn } from '../../domain/ledger.ts';
import { ruleKey } from '../../domain/rule-key.ts';
import type { IngressRules } from '../../ports/ingress-rules.ts';

const NO_EFFECT: CallAnswer = { call: 'AUTHORIZE', said: 'NO_EFFECT' };

/** The answer to a call that was announced, and for which no time was left. */
export const NOT_CALLED = NO_EFFECT;

/**
 * A rule like the one we want stands already. If it is ours, known to the ledger under whatever id, its record or
 * its end is awaited; a rule of somebody else is never adopted, and named.
 */
const afterDuplicate = (row: RowIn<'INTENT'>, reading: Reading | null, state: GroupState): CallAnswer => {
  const standing = reading?.rules.find(
    ({ permission }) => permission !== null && ruleKey(permission) === row.key,
  );
  if (standing === undefined) return NO_EFFECT;
  const isKnown = state.ledger.some(
    (known) => known.id === standing.ledgerId || ('ruleId' in known && known.ruleId === standing.ruleId),
  );
  if (isKnown) return NO_EFFECT;
  return {
    call: 'AUTHORIZE',
    said: 'REFUSED',
    reason: 'RULE_EXISTS',
    detail: `${standing.ruleId} (${standing.summary}) stands already and is not Postern's`,
  };
};

/** Makes the one call that an intent announced, and says what is known of its effect. */
export const authorizeRule = async (
  rules: IngressRules,
  state: GroupState,
  row: RowIn<'INTENT'>,
  read: () => Promise<Reading | null>,
): Promise<CallAnswer> => {
  const answer = await rules.authorize(state.group, row.permission, { ledgerId: row.id });
  switch (answer.outcome) {
    case 'OPENED':
      return { call: 'AUTHORIZE', said: 'OPENED', ruleId: answer.ruleId };
    case 'DUPLICATE':
      return afterDuplicate(row, await read(), state);
    case 'THROTTLED':
      return NO_EFFECT;
    case 'UNKNOWN':
      return { call: 'AUTHORIZE', said: 'UNKNOWN' };
    case 'ACCESS_DENIED':
    case 'GROUP_NOT_FOUND':
    case 'LIMIT_EXCEEDED':
    case 'SOURCE_NOT_FOUND':
    case 'REFUSED':
      return { call: 'AUTHORIZE', said: 'REFUSED', reason: answer.outcome, detail: answer.detail };
  }
};

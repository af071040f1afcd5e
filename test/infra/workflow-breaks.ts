/** One way to break the file, which one rule must see. */
export interface Break {
  readonly rule: string;
  /** What the rule names then: a state, as a rule. */
  readonly names: string;
  /** The place in the file. */
  readonly at: readonly (string | number)[];
  /** What stands there instead; left out for nothing at all. */
  readonly to?: unknown;
}

const ofState =
  (rule: string) =>
  (state: string, at: Break['at'], change: { to?: unknown; names?: string } = {}): Break => ({
    rule,
    names: state,
    at: ['States', state, ...at],
    ...change,
  });

const speaks = 'speaks JSONPath only';
const exists = ofState('goes only to states that exist');
const isReached = ofState('has no state that nothing comes to');
const stops = ofState('stops every task in time, and no earlier than its function');
const retries = ofState('retries every task after any error');
const catches = ofState('catches every error of every task');
const defaults = ofState('has a default in every choice');
const payload = ofState('says what every task is called with');
const known = ofState('calls only functions that infra knows');
const used = ofState('calls every function that infra gives it');
const notYet = ofState('waits for "not yet" by names that handlers throw, and for all of them');
const token = ofState('hands the task token to nobody but the one who asks people');
const revokes = ofState('comes to revoke from wherever activation may lead, before any end');
const ends = ofState('ends after revoke only where revoke has succeeded');
const hurries = ofState('tries to close at least every minute');
const careful = ofState('reads after activation no field that an answer may lack');

export const WORKFLOW_BREAKS: readonly Break[] = [
  { rule: speaks, names: 'the file', at: ['QueryLanguage'], to: 'JSONata' },
  ofState(speaks)('Hold open', ['Assign'], { to: {} }),
  exists('Hold open', ['Next'], { to: 'Revoke', names: 'Revoke' }),
  isReached('Revoke grant', ['Catch', 0, 'Next'], { to: 'Revoke grant', names: 'Wait before closing again' }),
  stops('Revoke grant', ['TimeoutSeconds']),
  stops('Activate grant', ['TimeoutSeconds'], { to: 60 }),
  stops('Ask approvers', ['TimeoutSecondsPath']),
  retries('Ask approvers', ['Retry']),
  retries('Revoke grant', ['Retry', 2]),
  catches('Revoke grant', ['Catch']),
  catches('Activate grant', ['Catch', 0, 'ErrorEquals'], { to: ['States.Timeout'] }),
  defaults('Approved?', ['Default']),
  defaults('Activated?', ['Default']),
  payload('Activate grant', ['Parameters', 'Payload', 'action']),
  payload('Revoke grant', ['Parameters', 'Payload', 'version']),
  payload('Expire undecided request', ['Parameters', 'Payload'], { to: '$' }),
  known('Revoke grant', ['Parameters', 'FunctionName'], { to: `\${RevokeFunction}` }),
  used('Expire undecided request', ['Parameters', 'FunctionName'], {
    to: `\${IngressFunction}`,
    names: 'TimekeeperFunction',
  }),
  notYet('Revoke grant', ['Retry', 1, 'ErrorEquals'], { to: ['StillShutting'], names: 'StillShutting' }),
  notYet('Revoke grant', ['Retry', 0], { names: 'NotYetDue' }),
  token('Activate grant', ['Parameters', 'Payload', 'token.$'], { to: '$$.Task.Token' }),
  token('Ask approvers', ['Parameters', 'Payload', 'taskToken.$'], { to: '$.token' }),
  revokes('Hold open', ['Next'], { to: 'Closed', names: 'Closed' }),
  revokes('Activated?', ['Default'], { to: 'Closed', names: 'Closed' }),
  revokes('Activate grant', ['Next'], { to: 'Not approved', names: 'Not approved' }),
  revokes('Activate grant', ['Catch', 0, 'Next'], { to: 'Decision unknown', names: 'Decision unknown' }),
  revokes('Hold open', ['Next'], { to: 'Activated?' }),
  ends('Revoke grant', ['Catch', 0, 'Next'], { to: 'Decision unknown', names: 'Decision unknown' }),
  ends('Wait before closing again', ['Next'], { to: 'Closed', names: 'Closed' }),
  ends('Revoke grant', ['Next'], { to: 'Hold open' }),
  hurries('Revoke grant', ['Retry', 2, 'MaxDelaySeconds'], { to: 61 }),
  hurries('Revoke grant', ['Retry', 2, 'MaxDelaySeconds']),
  hurries('Wait before closing again', ['Seconds'], { to: 61 }),
  careful('Activate grant', ['ResultSelector', 'expiresAt.$'], { to: '$.Payload.expiresAt' }),
  careful('Activated?', ['Choices', 0, 'And', 0]),
  careful('Hold open', ['TimestampPath'], { to: '$.activation.answer.endsAt' }),
];

type Place = Record<string | number, unknown>;

/** A copy of the file with one place changed; throws where there is nothing to change. */
export const brokenCopy = (text: string, { at, ...change }: Break): unknown => {
  const copy: unknown = JSON.parse(text);
  const place = at.slice(0, -1).reduce((json, key) => (json as Place | undefined)?.[key], copy);
  const last = at.at(-1);
  if (place === undefined || last === undefined) throw new Error(`There is no ${at.join(' / ')}`);
  if ('to' in change) (place as Place)[last] = change.to;
  else if (Array.isArray(place)) place.splice(Number(last), 1);
  else delete (place as Place)[last];
  return copy;
};

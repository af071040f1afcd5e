// What the page says of an emergency, which was opened before anybody was asked and is looked at afterwards. Made, as in
// `words.js`, of nothing but what it is given; where both say something of a request, they say it by the same names.

import { grantInWords, inMinutes, localTime, requestInWords as ofEveryRequest } from './words.js';

const ENDED = ['EXPIRED', 'REVOKED', 'FAILED'];
const CLOSING = ['REVOKING', 'REVOKE_FAILED'];

const hasEnded = ({ grant }) => ENDED.includes(grant.status);

/** How long it is or was open. */
const openInWords = ({ grant }, now) => {
  const [from, until, end] = [grant.activatedAt, grant.expiresAt, grant.endedAt].map(
    (at) => at && localTime(Date.parse(at), now),
  );
  if (grant.status === 'ACTIVE') return `since ${from}, until ${until}`;
  if (!hasEnded({ grant })) return `for ${inMinutes(grant.durationMinutes)} at most`;
  return from ? `from ${from} to ${end}; it is shut` : 'never; it is shut';
};

/** What stands in the places of a request. */
export const requestInWords = (link, now) => {
  const { request } = link;
  const ends = hasEnded(request) ? 'Rejecting' : 'Rejecting ends it at once, and';
  return {
    ...ofEveryRequest(link, now),
    verb: 'opened',
    how: ' in an emergency',
    emergency: `Nobody was asked before. ${ends} keeps ${request.requester} from opening it like this for a day.`,
    whenLabel: 'Open',
    when: openInWords(request, now),
    decideBy: '',
    approvals: '',
    minutes: '',
  };
};

/** What its two buttons say. */
export const buttonsInWords = ({ request }) => ({
  approve: 'It was fine',
  reject: hasEnded(request) ? 'Reject' : 'Reject, and end it',
});

const LOOKED = { APPROVE: 'You found it to be fine', REJECT: 'You rejected this' };

/** Title and detail of one on which one has nothing (more) to say. */
export const outcomeInWords = ({ request, ownDecision }, now) => {
  const [title, detail] = grantInWords(request, now);
  return [LOOKED[ownDecision] ?? title, detail];
};

/** The way from a rejection to a port that is shut; none where nobody rejected it. */
export const stepsOf = ({ request }) => {
  if (!request.reviews.some(({ decision }) => decision === 'REJECT')) return [];
  const isShut = hasEnded(request);
  return [
    { text: 'Rejected', state: 'done' },
    { text: 'Closing the port', state: isShut ? 'done' : 'now' },
    { text: 'Closed', state: isShut ? 'done' : 'next' },
  ];
};

/** Whether something is still to come that is worth waiting for at the page. */
export const isUnderWay = ({ request }) => CLOSING.includes(request.grant.status);

/** Whether one could still look at it, and only this link is no use: its tries are used up, or it is too old. */
export const needsFreshMail = ({ request, ownDecision }) =>
  request.afterwards === 'REVIEW_DUE' && ownDecision === null;

// What the page says. Everything in here is made from what it is given; nothing touches the page or the network.

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The words around times are English, therefore the times are too, in the way that the reader's own English has them. */
const LOCALE = globalThis.navigator?.languages?.find((language) => /^en\b/.test(language)) ?? 'en-GB';

const formatted = (at, options) => new Intl.DateTimeFormat(LOCALE, options).format(at);
const CLOCK = { hour: '2-digit', minute: '2-digit' };
const DATE = { weekday: 'short', day: 'numeric', month: 'short' };

const dayOf = (at) => formatted(at, { dateStyle: 'short' });

/** In the reader's own time: `09:12` today, `Tue 24 Nov, 09:12` on any other day. */
export const localTime = (at, now) =>
  dayOf(at) === dayOf(now) ? formatted(at, CLOCK) : `${formatted(at, DATE)}, ${formatted(at, CLOCK)}`;

/** `Europe/Berlin (GMT+1)` */
export const localZone = (now) => {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const short = new Intl.DateTimeFormat(LOCALE, { timeZoneName: 'short' })
    .formatToParts(now)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return short === undefined || short === timeZone ? timeZone : `${timeZone} (${short})`;
};

export const inMinutes = (count) => `${count} minute${count === 1 ? '' : 's'}`;

/** `in 55 minutes`, of a moment that is to come soon; nothing of one that is not. */
const fromNow = (at, now) => {
  const minutes = Math.ceil((at - now) / MINUTE);
  if (minutes < 1 || at - now > DAY) return '';
  return minutes < 120 ? ` (in ${inMinutes(minutes)})` : ` (in ${Math.floor(minutes / 60)} hours)`;
};

export const UNUSUAL = {
  FIRST_TIME: (_, { requester }) => `First time: ${requester} never had this open before.`,
  WIDER_THAN_USUAL: ({ usual }) => `Wider than usual: so far it was ${usual} at the most.`,
  OUTSIDE_WORKING_HOURS: ({ clock, timeZone }) => `Outside working hours: ${clock} in ${timeZone}.`,
  OPEN_FOR_REQUESTER: ({ until }, { requester }, now) =>
    `Open already: ${requester} has access until ${localTime(Date.parse(until), now)}.`,
  OPEN_FOR_OTHERS: ({ names }) => `Open already for ${names.join(', ')}.`,
};

/** One decision of somebody: `bob@example.com approved for 10 minutes, 09:12`. */
export const reviewInWords = ({ reviewer, decision, durationMinutes, reviewedAt }, now) => {
  const done = decision === 'APPROVE' ? 'approved' : 'rejected';
  const less = durationMinutes === null ? '' : ` for ${inMinutes(durationMinutes)}`;
  return `${reviewer} ${done}${less}, ${localTime(Date.parse(reviewedAt), now)}`;
};

/** What stands in the places of a request. */
export const requestInWords = (link, now) => {
  const { request } = link;
  const { required, received } = request.approvals;
  const decideBy = Date.parse(request.decideBy);
  return {
    ...request,
    approver: link.approver,
    readers: link.signIn?.loginHint === null ? ', which several people read' : ', and for nobody else',
    ports: request.ports.join(', '),
    sources: request.sources.join(', '),
    duration: inMinutes(request.durationMinutes),
    when: `${inMinutes(request.durationMinutes)} from ${
      request.startsAt === null ? 'approval' : localTime(Date.parse(request.startsAt), now)
    }`,
    ticket: request.ticket ?? '',
    approvals: required > 1 ? `${received} of ${required}` : '',
    decideBy: `${localTime(decideBy, now)}${fromNow(decideBy, now)}`,
    zone: localZone(now),
    verb: 'asks for',
    whenLabel: 'How long',
    minutes: 'asked',
  };
};

/** What can still be approved: the narrowest that is left of what was asked. */
export const mostMinutes = ({ durationMinutes, reviews }) =>
  Math.min(durationMinutes, ...reviews.map((review) => review.durationMinutes ?? durationMinutes));

/** What the two buttons say. */
export const buttonsInWords = ({ request }, minutes) => {
  const isSensible = minutes >= 1 && minutes <= mostMinutes(request);
  return { approve: isSensible ? `Approve for ${inMinutes(minutes)}` : 'Approve', reject: 'Reject' };
};

/** When access would end that is approved now. */
export const untilInWords = (request, minutes, now) => {
  const most = mostMinutes(request);
  if (!(minutes >= 1 && minutes <= most)) return `From 1 to ${most}.`;
  const from = Math.max(now, request.startsAt === null ? 0 : Date.parse(request.startsAt));
  const less = minutes < request.durationMinutes ? `, less than the ${request.durationMinutes} asked` : '';
  return `Until about ${localTime(from + minutes * MINUTE, now)}${less}.`;
};

/** Title and detail of what became of access that was granted. */
export const grantInWords = ({ grant, target }, now) => {
  const minutes = inMinutes(grant.durationMinutes);
  const at = (moment) => localTime(Date.parse(moment), now);
  switch (grant.status) {
    case 'SCHEDULED':
    case 'ACTIVATING':
      return Date.parse(grant.startsAt) > now
        ? ['Approved', `${target} opens ${at(grant.startsAt)}, for ${minutes}, and closes by itself.`]
        : ['Approved', `${target} is being opened for ${minutes}. Its time starts once the port is open.`];
    case 'ACTIVE':
      return ['The port is open', `${target} is open until ${at(grant.expiresAt)}, and closes by itself.`];
    case 'REVOKING':
      return ['The port is being closed', `Access to ${target} is over. EC2 is asked to remove its rule.`];
    case 'REVOKE_FAILED':
      return ['The port could not be closed yet', 'Postern keeps trying. Whoever runs it has been alarmed.'];
    case 'EXPIRED':
      return ['Open, and closed again', `${target} was closed ${at(grant.endedAt)}, when its time was over.`];
    case 'REVOKED':
      return ['Ended early', `${target} was closed ${at(grant.endedAt)}, before its time was over.`];
    default:
      return [
        'The port did not open',
        `Opening failed: ${grant.statusReason ?? 'unknown'}. Nothing is open.`,
      ];
  }
};

const undecidedInWords = ({ request, ownDecision }, now) => {
  const { required, received } = request.approvals;
  return ownDecision !== null
    ? [
        'Your approval is recorded',
        `${received} of ${required} approvals are there; the others are asked too.`,
      ]
    : [
        'Too late',
        `The time to decide ended ${localTime(Date.parse(request.decideBy), now)}. Nothing opens.`,
      ];
};

/** Title and detail of a request that one cannot decide (any more). */
export const outcomeInWords = (link, now) => {
  const { request, ownDecision } = link;
  const { requester, status } = request;
  switch (status) {
    case 'PENDING':
      return undecidedInWords(link, now);
    case 'APPROVED':
      return grantInWords(request, now);
    case 'REJECTED':
      return [
        ownDecision === 'REJECT' ? 'You rejected this' : 'Rejected by somebody else',
        `Nothing opens. ${requester} is told by mail.`,
      ];
    case 'CANCELLED':
      return ['Taken back', `${requester} does not ask for this any more. Nothing opens.`];
    case 'EXPIRED':
      return [
        'Too late',
        `The time to decide ended ${localTime(Date.parse(request.decideBy), now)}. Nothing opens.`,
      ];
    default:
      return ['Not allowed', 'The policy does not allow it. Nothing opens.'];
  }
};

const STAGES = { SCHEDULED: 1, ACTIVATING: 1 };
/** The way from approval to an open port, each step `done`, `now`, `next` or `failed`; none where nothing opens. */
export const stepsOf = ({ request }) => {
  const { status, grant, approvals } = request;
  if (status !== 'APPROVED' && (status !== 'PENDING' || approvals.received === 0)) return [];
  const counted = approvals.required > 1 ? ` (${approvals.received} of ${approvals.required})` : '';
  const texts = [`Approved${counted}`, 'Opening the port', 'Open'];
  if (grant?.status === 'FAILED') {
    return [
      { text: texts[0], state: 'done' },
      { text: 'Opening failed', state: 'failed' },
    ];
  }
  const stage = grant === null ? 0 : (STAGES[grant.status] ?? texts.length);
  return texts.map((text, index) => ({
    text,
    state: index < stage ? 'done' : index === stage ? 'now' : 'next',
  }));
};

/** Whether something is still to come that is worth waiting for at the page. */
export const isUnderWay = ({ request, ownDecision }, now) => {
  const { status, grant } = request;
  if (status === 'PENDING') return ownDecision !== null;
  return grant !== null && grant.status in STAGES && Date.parse(grant.startsAt) < now + 15 * MINUTE;
};

/** Whether it could still be decided, and only the tries of this link are used up. */
export const needsFreshMail = ({ request, ownDecision, triesLeft }) =>
  request.status === 'PENDING' && triesLeft === 0 && ownDecision === null;

/** Why a link takes no code, and what helps. */
export const noCodeInWords = ({ triesLeft, freshMail, request }) => {
  const helps = freshMail
    ? 'A fresh mail brings a new link and code.'
    : `No further mail is to be had: decide through the API (request ${request.id}), or ask another approver to.`;
  return triesLeft === 0
    ? [
        'This link takes no more codes',
        `Too many wrong ones were tried. Nothing was decided with it. ${helps}`,
      ]
    : ['This link is too old', `Nothing was said with it. ${helps}`];
};

export const NO_TOKEN =
  'This has no # with 43 characters behind it. Copy the link from the text of the mail.';
export const DEAD = [
  'This link leads nowhere',
  'It was cut off, is used up, or never was. Open it from the mail once more, whole. If it stays so, a fresh mail may help.',
];
export const NOT_AN_APPROVER = [
  'You do not decide on this any more',
  'When the mail was sent you were an approver of this target; the configuration names you no longer.',
];
export const UNREACHABLE = [
  'Postern could not be reached',
  'If you have just decided, it is not known whether that arrived. Look again to see what is on record.',
];

export const BUSY = 'Too many calls came at once, so nothing was decided. Wait a moment, and press again.';
export const ASKED_FOR_MAIL = [
  'Asked for a fresh mail',
  'One comes only if this link was real and the request still waits for you: at most three times, a minute apart. Use the newest link and its code.',
];

// Shows an approver what the mailed link is about, and sends the decision. What people wrote goes into the page as
// text only; the policy of the page lets no script write HTML.

const MINUTE = 60_000;

const DECIDED = {
  APPROVED: 'It was approved.',
  REJECTED: 'It was rejected. Nothing opens.',
  CANCELLED: 'Whoever asked has taken it back. Nothing opens.',
  EXPIRED: 'Nobody decided in time. Nothing opens.',
  DENIED: 'The policy does not allow it. Nothing opens.',
};

const DEAD = [
  'This link leads nowhere',
  'It was cut off, is used up, or never was. Open it from the mail once more, whole. If it stays so, ask the requester to ask again.',
];

/** The secret of the link. It leaves this variable only in the bodies of our own two calls. */
let token = '';
let request;

const byId = (id) => document.getElementById(id);

const localTime = (at) =>
  new Intl.DateTimeFormat(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at);

const inMinutes = (count) => `${count} minute${count === 1 ? '' : 's'}`;

const show = (id, texts) => {
  for (const section of document.querySelectorAll('section')) section.hidden = section.id !== id;
  for (const [name, text] of Object.entries(texts)) {
    for (const place of byId(id).querySelectorAll(`[data-text="${name}"]`)) place.textContent = text;
  }
  byId(id).querySelector('h1').focus();
};

const tell = (title, detail) => show('message', { title, detail });

const post = async (path, body) => {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { ok: answer.ok, said: await answer.json() };
};

const showUntil = () => {
  const minutes = byId('minutes').valueAsNumber;
  const from = Math.max(Date.now(), request.startsAt === null ? 0 : Date.parse(request.startsAt));
  const isSensible = minutes >= 1 && minutes <= request.durationMinutes;
  byId('until').textContent = isSensible
    ? `Approved now, it closes at about ${localTime(from + minutes * MINUTE)}.`
    : `From 1 to ${request.durationMinutes}.`;
  document.querySelector('.approve').textContent = isSensible ? `Approve ${inMinutes(minutes)}` : 'Approve';
};

const tellUnusable = ({ approver, triesLeft }) => {
  if (request.status !== 'PENDING') return tell('This request is decided', DECIDED[request.status]);
  if (request.reviews.some(({ reviewer }) => reviewer === approver)) {
    return tell('You have decided already', 'Your decision stands. The request waits for others.');
  }
  return triesLeft === 0
    ? tell('This link takes no more codes', 'Too many wrong ones were tried. Nothing was decided with it.')
    : tell('This link has expired', 'The time to decide is over. Nothing opens.');
};

const showRequest = (link) => {
  request = link.request;
  if (!link.usable) return tellUnusable(link);
  byId('minutes').max = request.durationMinutes;
  byId('minutes').value = request.durationMinutes;
  show('ask', {
    ...request,
    approver: link.approver,
    what: request.description,
    ports: request.ports.join(', '),
    sources: request.sources.join(', '),
    duration: inMinutes(request.durationMinutes),
    opens: request.startsAt === null ? 'As soon as it is approved' : localTime(Date.parse(request.startsAt)),
    ticket: request.ticket ?? 'None',
    approvals: `${request.approvals.received} of ${request.approvals.required}`,
    decideBy: localTime(Date.parse(request.decideBy)),
  });
  showUntil();
};

const open = async () => {
  token = location.hash.slice(1);
  // Out of the address bar, the history and every screenshot.
  history.replaceState(null, '', location.pathname);
  if (token === '') {
    tell(
      'A part of the link is missing',
      'Some mail programs cut off what stands behind the sign #. Copy the whole link from the mail into the address bar.',
    );
    return;
  }
  const { ok, said } = await post('approve/preview', { token });
  if (ok) showRequest(said);
  else if (said.code === 'NOT_FOUND') tell(...DEAD);
  else throw new Error(said.detail);
};

const tellDecided = ({ status, grantedMinutes, startsAt, approvals }) => {
  if (status === 'REJECTED') return tell('Rejected', 'Nothing opens. Whoever asked is told by mail.');
  if (status !== 'APPROVED') {
    const waiting = `${approvals.received} of ${approvals.required} approvals are there; the request waits for the others.`;
    return tell('Your approval is recorded', waiting);
  }
  const when = startsAt === null ? 'now' : localTime(Date.parse(startsAt));
  tell(
    'Approved',
    `The port opens ${when}, for ${inMinutes(grantedMinutes)}, and closes by itself. Whoever asked is told by mail.`,
  );
};

const tellRefused = ({ code, detail, errors = [], requestStatus }) => {
  if (code === 'NOT_FOUND') return tell(...DEAD);
  if (code === 'ALREADY_DECIDED') return tell('Somebody was faster', DECIDED[requestStatus]);
  if (code === 'ALREADY_REVIEWED') return tell('You have decided already', 'Your decision stands.');
  const refused = errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
  byId('problem').textContent = refused === '' ? detail : refused;
  byId(errors[0]?.path === 'durationMinutes' ? 'minutes' : 'code').focus();
};

const readDecision = (decision) => {
  const code = byId('code').value.trim();
  const minutes = byId('minutes').valueAsNumber;
  const comment = byId('comment').value.trim();
  if (!/^\d{6}$/.test(code)) return { wrong: 'code', why: 'Type the six digits that stand in the mail.' };
  if (
    decision === 'APPROVE' &&
    !(Number.isInteger(minutes) && minutes >= 1 && minutes <= request.durationMinutes)
  ) {
    return { wrong: 'minutes', why: `Whole minutes, from 1 to ${request.durationMinutes}.` };
  }
  const isLess = decision === 'APPROVE' && minutes < request.durationMinutes;
  return {
    body: { token, code, decision, ...(comment && { comment }), ...(isLess && { durationMinutes: minutes }) },
  };
};

const decide = async (decision) => {
  byId('problem').textContent = '';
  const { body, wrong, why } = readDecision(decision);
  if (wrong) {
    byId('problem').textContent = why;
    byId(wrong).focus();
    return;
  }
  const { ok, said } = await post('approve', body);
  if (ok) tellDecided(said);
  else tellRefused(said);
};

/** Buttons rest while a call is under way; whatever goes wrong is told. */
const busily = async (work) => {
  const buttons = document.querySelectorAll('button');
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } catch {
    tell(
      'Postern could not be reached',
      'Nothing is known of your decision. Open the link from the mail again to see.',
    );
  } finally {
    for (const button of buttons) button.disabled = false;
  }
};

for (const button of document.querySelectorAll('[data-decision]')) {
  button.addEventListener('click', () => busily(() => decide(button.dataset.decision)));
}
byId('decision').addEventListener('submit', (event) => event.preventDefault());
byId('minutes').addEventListener('input', showUntil);
// A second link that is opened in this tab changes the fragment alone.
addEventListener('hashchange', () => location.hash !== '' && busily(open));
busily(open);

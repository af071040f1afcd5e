// Shows an approver what the mailed link is about, sends the decision, and follows what comes of it. What people wrote
// goes into the page as text only; the policy of the page lets no script write HTML.

import * as emergency from './emergency.js';
import { byId, post, readDecision, refuse, show, TOKEN, tokenIn } from './show.js';
import * as words from './words.js';

const SECOND = 1_000;
const FOLLOWED_FOR = 15 * 60 * SECOND;
const SLOWEST = 15 * SECOND;

/** The secret of the link. It leaves this variable only in the bodies of our own calls. */
let token = '';
let link;
/** What was decided here by signing in: of a mailbox that several people read, the record cannot say who is looking. */
let decidedHere = null;
let timer;
/** A sign-in that can begin, where the configuration wants one. */
let prepared;

const signingIn = () => import('./sign-in.js');

const tell = ([title, detail], ...actions) => {
  clearTimeout(timer);
  show('message', { texts: { title, detail }, actions });
};

const reviewList = () =>
  link.request.reviews.map((review) => ({
    text: words.reviewInWords(review, Date.now()),
    quote: review.comment,
  }));

const takeIn = (said) => {
  link = { ...said, ownDecision: said.ownDecision ?? decidedHere };
};

/** Who has words for what the link is about. */
const says = () => (link.request.afterwards === null ? words : emergency);

const labelButtons = () => {
  const minutes = byId('minutes').valueAsNumber;
  byId('until').textContent = words.untilInWords(link.request, minutes, Date.now());
  const labels = says().buttonsInWords(link, minutes);
  for (const [name, label] of Object.entries(labels)) document.querySelector(`.${name}`).textContent = label;
};

const showAsk = async () => {
  const { request, signIn } = link;
  prepared = signIn === null ? undefined : await (await signingIn()).prepare(signIn);
  byId('minutes').max = words.mostMinutes(request);
  byId('minutes').value = words.mostMinutes(request);
  const unusual = (link.unusual ?? []).map((fact) => ({
    text: words.UNUSUAL[fact.fact](fact, request, Date.now()),
  }));
  show('ask', {
    texts: {
      ...says().requestInWords(link, Date.now()),
      code: signIn ? '' : 'asked',
      signIn: signIn?.issuer ?? '',
    },
    lists: { unusual, reviews: reviewList() },
  });
  labelButtons();
};

const showOutcome = (isFollowed) => {
  const [title, detail] = says().outcomeInWords(link, Date.now());
  show('outcome', {
    texts: { ...says().requestInWords(link, Date.now()), title, detail },
    lists: { steps: says().stepsOf(link), reviews: reviewList() },
    actions: !isFollowed && says().isUnderWay(link, Date.now()) ? ['look'] : [],
  });
};

/** Asks what became of the request, less and less often, as long as something is to come. A call that fails is passed over. */
const follow = (since = performance.now(), pause = SECOND) => {
  clearTimeout(timer);
  const isFollowed = says().isUnderWay(link, Date.now()) && performance.now() - since < FOLLOWED_FOR;
  showOutcome(isFollowed);
  if (!isFollowed) return;
  const asked = token;
  timer = setTimeout(async () => {
    const { status, said } = await post('approve/preview', { token }).catch(() => ({}));
    if (asked !== token) return;
    if (status === 200) takeIn(said);
    follow(since, Math.min(pause * 1.3, SLOWEST));
  }, pause);
};

const look = async () => {
  const { status, said } = await post('approve/preview', { token });
  if (said.code === 'NOT_FOUND') return tell(words.DEAD, ...(TOKEN.test(token) ? ['resend'] : []));
  if (said.code === 'NOT_AN_APPROVER') return tell(words.NOT_AN_APPROVER);
  if (status !== 200) throw new Error(said.detail);
  takeIn(said);
  if (link.usable && decidedHere === null) return await showAsk();
  if (says().needsFreshMail(link)) {
    return tell(words.noCodeInWords(link), ...(link.freshMail ? ['resend'] : []));
  }
  follow();
};

const open = async () => {
  clearTimeout(timer);
  const { hash, search } = location;
  token = hash.slice(1);
  decidedHere = null;
  // Out of the address bar, the history and every screenshot.
  history.replaceState(null, '', location.pathname);
  const returned = new URLSearchParams(search);
  if (returned.has('state') || returned.has('error')) {
    const { passOn, SIGNED_IN, NOT_SIGNED_IN } = await signingIn();
    const hasCode = passOn(returned);
    tell(hasCode ? SIGNED_IN : NOT_SIGNED_IN);
  } else if (token === '') show('missing');
  else await look();
};

const paste = async () => {
  const found = tokenIn(byId('link').value);
  byId('link').setAttribute('aria-invalid', String(found === undefined));
  byId('unread').textContent = found === undefined ? words.NO_TOKEN : '';
  if (found === undefined) return byId('link').focus();
  byId('link').value = '';
  token = found;
  decidedHere = null;
  await look();
};

/** Decides as whoever signs in, by the same call as any script of theirs. */
const decideSignedIn = async (body) => {
  const { prepare, signedIn, PROBLEMS, refusedInWords } = await signingIn();
  const { pass, problem } = await signedIn(prepared);
  // What was prepared is used up, whatever came of it.
  prepared = await prepare(link.signIn);
  if (problem !== undefined) return tell(PROBLEMS[problem], 'back');
  const authorization = `Bearer ${pass}`;
  const { status, said } = await post(`v1/requests/${link.request.id}/reviews`, body, { authorization });
  const refusal = refusedInWords(status, said);
  if (refusal) return tell(refusal, 'back');
  if (said.code === 'INVALID_REQUEST') return refuse('minutes', said.errors[0].message);
  if (status === 200) decidedHere = body.decision;
  await look();
};

const decide = async (decision) => {
  const read = readDecision(decision, link);
  if (read === undefined) return;
  if (link.signIn) return await decideSignedIn(read.body);
  const { status, said } = await post('approve', { token, code: read.code, ...read.body });
  if (status === 429) return refuse('code', words.BUSY);
  if (status >= 500) throw new Error('Not known what became of it');
  if (said.code === 'INVALID_REQUEST') {
    const [{ path, message }] = said.errors;
    return refuse(path === 'durationMinutes' ? 'minutes' : 'code', message);
  }
  if (said.code === 'WRONG_CODE' && said.triesLeft > 0) return refuse('code', said.detail);
  // Whatever else was answered, the record says what is so now.
  await look();
};

const resend = async () => {
  const { status } = await post('approve/resend', { token });
  if (status !== 202) throw new Error('No mail was promised');
  tell(words.ASKED_FOR_MAIL);
};

/** Buttons rest while a call is under way; whatever goes wrong is told. */
const busily = async (work) => {
  const buttons = document.querySelectorAll('button');
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } catch {
    tell(words.UNREACHABLE, 'look');
  } finally {
    for (const button of buttons) button.disabled = false;
  }
};

const ACTIONS = {
  paste,
  resend,
  look,
  back: look,
  approve: () => decide('APPROVE'),
  reject: () => decide('REJECT'),
};

for (const button of document.querySelectorAll('[data-action]')) {
  button.addEventListener('click', () => {
    // A script can press what nobody sees; no person can.
    if (button.checkVisibility()) busily(ACTIONS[button.dataset.action]);
  });
}
for (const form of document.querySelectorAll('form')) {
  form.addEventListener('submit', (event) => event.preventDefault());
}
byId('minutes').addEventListener('input', labelButtons);
// A reason that is longer than its place is scrolled, by keyboard as well; one that is not is no stop on the way.
new ResizeObserver(([{ target }]) => {
  target.tabIndex = target.scrollHeight > target.clientHeight ? 0 : -1;
}).observe(byId('reason'));
// A second link that is opened in this tab changes the fragment alone.
addEventListener('hashchange', () => location.hash !== '' && busily(open));
busily(open);

// The page's own elements: shows sections, reads the form, calls home.

import { mostMinutes } from './words.js';

export const byId = (id) => document.getElementById(id);

const entryOf = ({ text, quote, state }) => {
  const entry = document.createElement('li');
  entry.textContent = text;
  if (state) entry.dataset.state = state;
  if (state === 'now') entry.setAttribute('aria-current', 'step');
  if (quote) entry.append(Object.assign(document.createElement('blockquote'), { textContent: quote }));
  return entry;
};

/**
 * Shows one section, its places filled: `texts` by name, `lists` of `{text, quote, state}`, and of the plain buttons
 * those in `actions`. What has nothing to show is hidden. The heading of a section that was not shown takes the focus.
 */
export const show = (id, { texts = {}, lists = {}, actions = [] } = {}) => {
  const section = byId(id);
  for (const place of section.querySelectorAll('[data-text]')) {
    const text = texts[place.dataset.text] ?? '';
    // A text that stays is not written again: whoever listens to the page would hear it again.
    if (place.textContent !== text) place.textContent = text;
  }
  for (const list of section.querySelectorAll('[data-list]')) {
    list.replaceChildren(...(lists[list.dataset.list] ?? []).map(entryOf));
  }
  for (const row of section.querySelectorAll('[data-row]')) {
    row.hidden = (texts[row.dataset.row] || lists[row.dataset.row] || '').length === 0;
  }
  for (const button of section.querySelectorAll('.plain')) {
    button.hidden = !actions.includes(button.dataset.action);
  }
  const wasShown = !section.hidden;
  for (const other of document.querySelectorAll('section')) other.hidden = other !== section;
  const heading = section.querySelector('h1');
  document.title = `${heading.textContent}: Postern`;
  if (!wasShown) heading.focus();
};

/** Calls home; a secret travels in the body alone. */
export const post = async (path, body, headers = {}) => {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, said: answer.status === 202 ? {} : await answer.json() };
};

export const refuse = (field, why) => {
  byId('problem').textContent = why;
  byId(field).setAttribute('aria-invalid', 'true');
  byId(field).focus();
};

/** The code and the rest of a decision as they stand in the form; undefined, and told, where something is wrong. */
export const readDecision = (decision, { signIn, request }) => {
  const hasMinutes = decision === 'APPROVE' && request.afterwards === null;
  byId('problem').textContent = '';
  for (const field of ['code', 'minutes', 'comment']) byId(field).removeAttribute('aria-invalid');
  const code = byId('code').value.trim();
  const minutes = byId('minutes').valueAsNumber;
  const comment = byId('comment').value.trim();
  const most = mostMinutes(request);
  if (!signIn && !/^\d{6}$/.test(code)) return refuse('code', 'Type the six digits that stand in the mail.');
  if (hasMinutes && !(Number.isInteger(minutes) && minutes >= 1 && minutes <= most)) {
    return refuse('minutes', `Whole minutes, from 1 to ${most}.`);
  }
  const isLess = hasMinutes && minutes < request.durationMinutes;
  return {
    code,
    body: { decision, ...(comment && { comment }), ...(isLess && { durationMinutes: minutes }) },
  };
};

export const TOKEN = /(?:#|^)([\w-]{43})$/;

/** The secret in a pasted link. Gateways that rewrite links carry the old one inside the new, encoded once or twice. */
export const tokenIn = (text) => {
  let read = text.trim();
  for (let layer = 0; layer < 3; layer += 1) {
    const found = TOKEN.exec(read) ?? /#([\w-]{43})(?![\w-])/.exec(read);
    if (found) return found[1];
    try {
      read = decodeURIComponent(read);
    } catch {
      return undefined;
    }
  }
  return undefined;
};

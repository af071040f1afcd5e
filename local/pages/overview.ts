import type { GateSnapshot } from '../../functions/adapters/local/gate/snapshot.ts';
import { type AccessRequest, stateName } from '../../functions/domain/access-request.ts';
import type { Instant } from '../../functions/domain/instant.ts';
import { type Html, html } from '../../functions/domain/mails/html.ts';
import { principalName } from '../../functions/domain/principal.ts';
import type { LocalIdentity } from '../identity/issuer.ts';
import { type MailView, mailbox } from './mailbox-section.ts';
import { momentOnPage } from './moment.ts';

export interface Overview {
  readonly origin: string;
  readonly now: Instant;
  readonly identities: readonly (LocalIdentity & { readonly may: string })[];
  readonly gate: GateSnapshot;
  /** Newest first, as are the requests. */
  readonly mails: readonly MailView[];
  readonly requests: readonly AccessRequest[];
}

const people = ({ identities }: Overview): Html => html`<section><h2>People</h2>
<table><thead><tr><th>Who<th>Groups<th>What for</thead><tbody>${identities.map(
  ({ email, groups, may }) => html`<tr><td>${email}<td>${groups.join(', ') || '–'}<td>${may}`,
)}</tbody></table>
<p class="quiet">A token: <code>POST /local/token</code> with <code>{"email": "…"}</code></p></section>`;

const gates = ({ gate }: Overview): Html => html`<section><h2>Guarded ports</h2>
<table><thead><tr><th>Port<th>Now<th>Rules<th>Live connections</thead><tbody>${gate.ports.map(
  ({ listen, isOpen, rules, connections }) =>
    html`<tr><td><code>${listen.host}:${listen.port}</code><td><b class="${isOpen ? 'open' : 'shut'}">${
      isOpen ? 'open' : 'shut'
    }</b><td>${rules.map(({ ruleId, summary }) => html`<div><code>${ruleId}</code> ${summary}</div>`)}${
      rules.length === 0 ? '–' : ''
    }<td>${connections}`,
)}</tbody></table></section>`;

const endOf = ({ grant }: AccessRequest): string => {
  if (grant === null) return '–';
  if ('endedAt' in grant) return `ended ${momentOnPage(grant.endedAt)}`;
  return 'expiresAt' in grant && grant.expiresAt !== null ? `until ${momentOnPage(grant.expiresAt)}` : '–';
};

const requests = (overview: Overview): Html => html`<section><h2>Requests</h2>
<table><thead><tr><th>Id<th>State<th>Target<th>Who<th>Minutes<th>Why<th>Access</thead><tbody>${overview.requests.map(
  (request) =>
    html`<tr><td><code>${request.id}</code><td><b>${stateName(request)}</b><td>${
      request.target
    }<td>${principalName(request.requester)}<td>${
      request.grant?.minutes ?? request.durationMinutes
    }<td class="words">${request.reason}<td>${endOf(request)}`,
)}</tbody></table>${overview.requests.length === 0 ? html`<p class="quiet">Nobody has asked for anything yet.</p>` : ''}</section>`;

/** The page of the local Postern: who is there, what was mailed, what is open. It loads nothing from elsewhere. */
export const overviewPage = (overview: Overview): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Postern, local</title>
<link rel="stylesheet" href="/local/page.css">
<script src="/local/page.js" defer></script>
</head>
<body>
<header><h1>Postern</h1><p class="quiet">local, on ${overview.origin}, at ${momentOnPage(overview.now)}</p></header>
<main>
${gates(overview)}
${mailbox(overview.mails, `${overview.origin}/approve#`)}
${requests(overview)}
${people(overview)}
</main>
</body>
</html>
`.markup;

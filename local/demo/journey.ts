import { setTimeout as after } from 'node:timers/promises';
import { firstBrokenLink } from '../../functions/domain/audit-event.ts';
import { SECOND } from '../../functions/domain/instant.ts';
import type { RequestView } from '../../functions/handlers/schemas/views.ts';
import type { Api } from './api.ts';
import { type MailedLink, readMailedLink } from './mailed-link.ts';
import { must, type Transcript } from './transcript.ts';
import { type Guest, stay, visit } from './visit.ts';

export interface JourneyParts {
  readonly api: Api;
  readonly guardedPort: number;
  readonly transcript: Transcript;
}

/** Whom the demo plays, and what for. */
const REQUESTER = 'alice@example.com';
const APPROVER = 'bob@example.com';
const ASK = {
  target: 'demo-db',
  durationMinutes: 1,
  reason: 'Migration 42 is stuck: look at its lock',
  source: '127.0.0.1',
};

const LONGEST_MAIL = 10 * SECOND;
const MOST_SECONDS_TO_CLOSE = 10;

export const isRefused = async ({ guardedPort, transcript }: JourneyParts, when: string): Promise<void> => {
  const { met } = await visit(guardedPort);
  must(met === 'REFUSED', `a TCP client is refused ${when}`);
  transcript.holds(`TCP client at 127.0.0.1:${guardedPort}: connection refused (${when})`);
};

export const ask = async ({ api, transcript }: JourneyParts, token: string): Promise<RequestView> => {
  const request = await api.ask(token, ASK);
  must(request.status === 'PENDING' && request.grant === null, 'what was asked waits for a decision');
  transcript.holds(
    `${REQUESTER} asks for ${request.target}, ${request.durationMinutes} minute, from ${request.source}: “${request.reason}”`,
  );
  transcript.says(`${request.id} is ${request.status}`);
  return request;
};

export const readMail = async ({ api, transcript }: JourneyParts, id: string): Promise<MailedLink> => {
  for (const giveUpAt = performance.now() + LONGEST_MAIL; performance.now() < giveUpAt; await after(100)) {
    const mail = (await api.mails()).find(({ to, subject }) => to === APPROVER && subject.includes(id));
    if (mail === undefined) continue;
    const found = readMailedLink(mail);
    transcript.holds(`mail to ${APPROVER}: ${mail.subject}`);
    transcript.says(`link ${found.link.slice(0, -33)}…, code ${found.code}`);
    return found;
  }
  must(false, `${APPROVER} is mailed`);
};

export const decide = async (parts: JourneyParts, { token, code }: MailedLink): Promise<void> => {
  const { api, transcript } = parts;
  must((await api.page('/approve')).includes('<html'), 'the approval page is there');
  await api.preview(token);
  await isRefused(parts, 'opening the page decides nothing');
  await api.approve(token, code, 'Go ahead');
  transcript.holds(`${APPROVER} approves on the page, with link and code`);
};

export const opening = async ({ api, transcript }: JourneyParts, token: string, id: string) => {
  let request = await api.request(token, id, 0);
  for (let tries = 0; tries < 5 && request.grant?.status !== 'ACTIVE'; tries += 1) {
    request = await api.request(token, id, 10);
  }
  const expiresAt = request.grant?.expiresAt ?? null;
  must(request.grant?.status === 'ACTIVE' && expiresAt !== null, 'the grant becomes active');
  transcript.holds(`rule ${request.grant.rules.join(', ')} is open until ${expiresAt}`);
  return { ruleIds: request.grant.rules, expiresAt: Date.parse(expiresAt) };
};

export const enter = async ({ guardedPort, transcript }: JourneyParts): Promise<Guest> => {
  const met = await visit(guardedPort);
  must(met.met === 'GREETED', 'a TCP client gets in');
  transcript.holds(`TCP client at 127.0.0.1:${guardedPort}: “${met.greeting}”`);
  return await stay(guardedPort);
};

export const waitForEnd = async (parts: JourneyParts, expiresAt: number): Promise<void> => {
  const { guardedPort, transcript } = parts;
  for (let left = expiresAt - Date.now(); left > 0; left = expiresAt - Date.now()) {
    must((await visit(guardedPort)).met === 'GREETED', 'the port is open until the grant expires');
    transcript.says(`open, ${Math.round(left / SECOND)} s left`);
    // Every ten seconds, and once more a second before the end.
    await after(left > 2 * SECOND ? Math.min(10 * SECOND, left - SECOND) : left);
  }
};

export const ending = async ({ api, transcript }: JourneyParts, token: string, id: string) => {
  let request = await api.request(token, id, 0);
  for (let tries = 0; tries < 5 && request.grant?.endedAt === null; tries += 1) {
    request = await api.request(token, id, MOST_SECONDS_TO_CLOSE);
  }
  const { grant } = request;
  must(
    grant?.status === 'EXPIRED' && grant.endedAt !== null && grant.expiresAt !== null,
    'the grant expires',
  );
  const late = (Date.parse(grant.endedAt) - Date.parse(grant.expiresAt)) / SECOND;
  must(late >= 0 && late <= MOST_SECONDS_TO_CLOSE, 'the rule is closed on time, neither early nor late');
  transcript.holds(`grant is ${grant.status}: closed and verified ${late.toFixed(1)} s after its time`);
};

export const prove = async ({ api, transcript }: JourneyParts, token: string, id: string): Promise<void> => {
  const events = await api.events(token, id);
  for (const { sequence, type, actor, to, at, hash } of events) {
    transcript.says(
      `${sequence}  ${at}  ${type.padEnd(18)} ${actor.padEnd(18)} → ${to.padEnd(20)} ${hash.slice(0, 19)}…`,
    );
  }
  const types = events.map(({ type }) => type).join(' ');
  must(
    types === 'REQUESTED APPROVED ACTIVATION_STARTED ACTIVATED REVOCATION_STARTED EXPIRED',
    `each transition has its one event; found ${types}`,
  );
  must(firstBrokenLink(events) === undefined, 'the chain of events holds');
  transcript.holds(`${events.length} events, each chained to the one before: the chain holds`);
};

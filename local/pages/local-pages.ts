import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, gatewayAnswer } from '../gateway/answers.ts';
import type { IncomingCall } from '../gateway/incoming-call.ts';
import { type Overview, overviewPage } from './overview.ts';
import { type SignInParts, signInPages } from './sign-in.ts';
import { giveToken } from './token.ts';

/** A mail as `GET /local/mail` gives it. */
export interface LocalMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** RFC 3339. */
  readonly at: string;
}

export interface LocalPageParts extends SignInParts {
  /** Newest first. */
  readonly mails: () => readonly LocalMail[];
  readonly overview: () => Promise<Overview>;
}

type Page = (call: IncomingCall) => Answer | Promise<Answer>;

const SECURITY = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const answer = (type: string, body: string): Answer => ({
  status: 200,
  headers: { ...SECURITY, 'content-type': type },
  body,
});

const json = (value: unknown): Answer => answer('application/json', JSON.stringify(value));

const asset =
  (name: string, type: string): Page =>
  () =>
    answer(type, readFileSync(join(import.meta.dirname, name), 'utf8'));

/** A form on it goes back to this machine, and from there to the approval page, which is on it as well. */
const asPage = (said: Answer | string): Answer => {
  if (typeof said !== 'string') return said;
  const page = answer('text/html; charset=utf-8', said);
  const policy = SECURITY['content-security-policy'].replace("form-action 'none'", "form-action 'self'");
  // Without a referrer the browser would not say either that the form is ours.
  const headers = { ...page.headers, 'content-security-policy': policy, 'referrer-policy': 'same-origin' };
  return { ...page, headers };
};

const toOverview: Page = () => ({ status: 307, headers: { location: '/local/' }, body: '' });

/** What only the local Postern has, beside what API Gateway would serve. null for a path that is none of its own. */
export const createLocalPages = (parts: LocalPageParts) => {
  const { issuer, identities, mails, overview } = parts;
  const signIn = signInPages(parts);
  const pages = new Map<string, Page>([
    ['GET /', toOverview],
    ['GET /local', toOverview],
    ['GET /local/', async () => answer('text/html; charset=utf-8', overviewPage(await overview()))],
    ['GET /local/page.css', asset('page.css', 'text/css; charset=utf-8')],
    ['GET /local/page.js', asset('page.js', 'text/javascript; charset=utf-8')],
    ['GET /local/mail', () => json(mails())],
    ['POST /local/token', giveToken(issuer, identities)],
    ['GET /local/sign-in', (call) => asPage(signIn.ask(call))],
    ['POST /local/sign-in', signIn.pick],
    ['POST /local/sign-in/token', signIn.redeem],
    ['GET /.well-known/openid-configuration', () => json(issuer.discovery())],
    ['GET /.well-known/jwks.json', async () => json(await issuer.keys())],
  ]);
  return async (call: IncomingCall): Promise<Answer | null> => {
    const page = pages.get(`${call.method} ${call.path}`);
    if (page !== undefined) return await page(call);
    return call.path.startsWith('/local/') ? gatewayAnswer(404, 'Not Found') : null;
  };
};

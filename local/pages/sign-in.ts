import * as z from 'zod';
import type { SignIn } from '../../functions/domain/configuration.ts';
import { type Answer, gatewayAnswer } from '../gateway/answers.ts';
import type { IncomingCall } from '../gateway/incoming-call.ts';
import type { AuthorizationCodes } from '../identity/authorization-codes.ts';
import type { LocalIdentity, LocalIssuer } from '../identity/issuer.ts';
import { signInPage } from './sign-in-page.ts';

export interface SignInParts {
  readonly issuer: LocalIssuer;
  readonly identities: readonly LocalIdentity[];
  readonly codes: AuthorizationCodes;
  /** The only client; undefined where approvers need not sign in. */
  readonly signIn: SignIn | undefined;
}

/** SHA-256, and what hashes to it: 32 bytes in base64url at the least (RFC 7636). */
const CHALLENGE = /^[\w-]{43}$/;
const VERIFIER = /^[\w.~-]{43,128}$/;

const authorization = (client: SignIn, redirectUri: string) =>
  z.object({
    response_type: z.literal('code'),
    client_id: z.literal(client.clientId),
    // Never one that the caller chooses: a code would go wherever they say.
    redirect_uri: z.literal(redirectUri),
    scope: z.string().regex(/\bopenid\b/),
    state: z.string().min(1).max(1_000),
    code_challenge: z.string().regex(CHALLENGE),
    code_challenge_method: z.literal('S256'),
    nonce: z.string().max(1_000).optional(),
    login_hint: z.string().max(1_000).optional(),
  });

const redemption = z.object({
  grant_type: z.literal('authorization_code'),
  client_id: z.string(),
  redirect_uri: z.string(),
  code: z.string(),
  code_verifier: z.string().regex(VERIFIER),
});

const fields = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(text));

const form = ({ headers, body }: IncomingCall): Readonly<Record<string, string>> =>
  /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers['content-type'] ?? '')
    ? fields(body.toString('utf8'))
    : {};

const refusal = (error: string): Answer => ({
  status: 400,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify({ error }),
});

/**
 * The authorization-code flow of OpenID Connect as far as the approval page needs it: who signs in is picked from a list,
 * without a password. PKCE is asked of everybody.
 */
export const signInPages = ({ issuer, identities, codes, signIn }: SignInParts) => {
  const pageUri = `${issuer.settings.issuer}/approve`;

  const asked = ({ query }: IncomingCall) =>
    signIn ? authorization(signIn, pageUri).safeParse(fields(query)) : undefined;

  const backTo = (state: string, more: Readonly<Record<string, string>>): Answer => ({
    status: 303,
    headers: {
      location: `${pageUri}?${new URLSearchParams({ ...more, state })}`,
      'cache-control': 'no-store',
    },
    body: '',
  });

  /** Told to who looks, and not to the page that sent them: what is wrong may be the very address to go back to. */
  const notAsked = (found: ReturnType<typeof asked>): Answer =>
    found === undefined
      ? gatewayAnswer(404, 'Nobody signs in here: approvals.requireSignIn is not set')
      : gatewayAnswer(
          400,
          `This is no sign-in of the approval page: ${found.error?.issues
            .map(({ path, message }) => `${path.join('.')}: ${message}`)
            .join('; ')}`,
        );

  return {
    /** `GET /local/sign-in` */
    ask: (call: IncomingCall): Answer | string => {
      const found = asked(call);
      if (!found?.success) return notAsked(found);
      return signInPage({ identities, query: call.query, hint: found.data.login_hint });
    },

    /** `POST /local/sign-in`: somebody was picked, or nobody. */
    pick: (call: IncomingCall): Answer => {
      const found = asked(call);
      if (!found?.success) return notAsked(found);
      const { origin } = call.headers;
      if (origin !== undefined && origin !== `http://${call.headers.host}`) {
        return gatewayAnswer(403, 'Only this page itself may send this');
      }
      const { state, client_id: clientId, code_challenge: challenge, nonce = null } = found.data;
      const identity = identities.find(({ email }) => email === form(call).email);
      if (identity === undefined) return backTo(state, { error: 'access_denied' });
      const code = codes.give({ identity, clientId, redirectUri: pageUri, nonce }, challenge);
      return backTo(state, { code });
    },

    /** `POST /local/sign-in/token` */
    redeem: async (call: IncomingCall): Promise<Answer> => {
      const given = redemption.safeParse(form(call));
      if (!given.success) return refusal('invalid_request');
      const { code, client_id: clientId, redirect_uri: redirectUri, code_verifier: verifier } = given.data;
      const signedIn = codes.redeem({ code, clientId, redirectUri, verifier });
      if (signedIn === undefined) return refusal('invalid_grant');
      const { identity, nonce } = signedIn;
      const [idToken, accessToken] = await Promise.all([
        issuer.token(identity, { audience: clientId, nonce }),
        issuer.token(identity),
      ]);
      return {
        status: 200,
        headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
        body: JSON.stringify({
          id_token: idToken.token,
          access_token: accessToken.token,
          token_type: 'Bearer',
          expires_in: accessToken.expiresInSeconds,
        }),
      };
    },
  };
};

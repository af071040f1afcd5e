import * as z from 'zod';
import { canonicalMailbox } from '../../functions/domain/principal.ts';
import { type Answer, gatewayAnswer } from '../gateway/answers.ts';
import type { IncomingCall } from '../gateway/incoming-call.ts';
import type { LocalIdentity, LocalIssuer } from '../identity/issuer.ts';

const body = z.strictObject({ email: z.email() });

/**
 * Whether a page of another origin could have sent the call: its browser then names the origin, and sends JSON to
 * nobody who has not agreed to it. A script sends no origin.
 */
const isForeign = ({ headers }: IncomingCall): boolean =>
  (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) ||
  !/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');

const parsed = (text: string) => {
  try {
    return body.safeParse(JSON.parse(text));
  } catch {
    return body.safeParse(undefined);
  }
};

/** `POST /local/token`: a token for one of the people in the configuration, without a password. */
export const giveToken =
  (issuer: LocalIssuer, identities: readonly LocalIdentity[]) =>
  async (call: IncomingCall): Promise<Answer> => {
    if (isForeign(call)) return gatewayAnswer(403, 'Send application/json, and from no other origin');
    const asked = parsed(call.body.toString('utf8'));
    if (!asked.success) return gatewayAnswer(400, 'Expected {"email": "…"}');
    const email = canonicalMailbox(asked.data.email);
    const identity = identities.find((known) => known.email === email);
    if (identity === undefined) {
      const known = identities.map((one) => one.email).join(', ');
      return gatewayAnswer(404, `Nobody of that name is configured here; there are ${known}`);
    }
    const { token, expiresInSeconds } = await issuer.token(identity);
    return {
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: expiresInSeconds }),
    };
  };

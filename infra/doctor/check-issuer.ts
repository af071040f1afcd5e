import * as z from 'zod';
import { either, looking, type Verdict } from './verdict.ts';

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });
const keySet = z.object({ keys: z.array(z.object({ kty: z.string(), kid: z.string().optional() })) });
/** Milliseconds. */
const PATIENCE = 10_000;

const fetchJson = async (url: string): Promise<unknown> => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return await answer.json();
};

/**
 * API Gateway will find the issuer's keys. It takes only RSA signatures
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html).
 */
export const checkIssuer = (issuer: string): Promise<readonly Verdict[]> =>
  looking(`Issuer ${issuer}`, async () => {
    const told = discovery.parse(
      await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`),
    );
    const { keys } = keySet.parse(await fetchJson(told.jwks_uri));
    const usable = keys.filter(({ kty, kid }) => kty === 'RSA' && kid !== undefined);
    return [
      either(
        told.issuer === issuer,
        `calls itself ${told.issuer}`,
        'write it exactly so in the configuration',
      ),
      either(usable.length > 0, `${usable.length} RSA keys with an id`, 'API Gateway verifies only those'),
    ];
  });

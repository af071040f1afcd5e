import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';
import { callOver } from './call-over.ts';
import type { Certificate } from './certificate.ts';
import { AUDIENCE, PEOPLE } from './configuration.ts';

const RESOURCE = 'urn:postern';
const SECRET = 'of-a-test-that-runs-on-the-loopback';

export interface Issuer extends AsyncDisposable {
  readonly url: string;
  /** A token of that person, as the issuer's token endpoint gives it. */
  tokenFor(email: string): Promise<string>;
}

const claimsOf = (email: string) => ({
  email,
  email_verified: true,
  // Two, so that the gateway has a list to flatten.
  groups: email === PEOPLE.mallory ? ['guests', 'visitors'] : ['engineering', 'on-call'],
});

/** A certified OpenID provider on https://127.0.0.1. Each person is a client of it, whose own credentials give a token. */
export const startIssuer = async (people: readonly string[], certificate: Certificate): Promise<Issuer> => {
  const server = createServer(certificate);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const provider = new Provider(url, {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'issuer', use: 'sig', alg: 'RS256' }] },
    clients: people.map((email) => ({
      client_id: email,
      client_secret: SECRET,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        getResourceServerInfo: () => ({
          audience: AUDIENCE,
          scope: '',
          accessTokenFormat: 'jwt',
          accessTokenTTL: 3_600,
        }),
      },
    },
    extraTokenClaims: (_, token) => claimsOf(String(token.clientId)),
  });
  server.on('request', provider.callback());
  return {
    url,
    tokenFor: async (email) => {
      const { body } = await callOver(`${url}/token`, {
        method: 'POST',
        ca: certificate.cert,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Basic ${Buffer.from(`${encodeURIComponent(email)}:${SECRET}`).toString('base64')}`,
        },
        body: 'grant_type=client_credentials',
      });
      return (JSON.parse(body) as { access_token: string }).access_token;
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

import { type CryptoKey, errors, exportJWK, type JSONWebKeySet, type JWK, jwtVerify, SignJWT } from 'jose';
import { HOUR, SECOND } from '../../functions/domain/instant.ts';
import type { Clock } from '../../functions/ports/clock.ts';
import { type FlatClaims, flattenClaims } from './flat-claims.ts';

/** API Gateway's JWT authorizers take RSA signatures only. */
export const ALGORITHM = 'RS256';
const LIFETIME = 12 * HOUR;

export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/** Somebody whom the local issuer vouches for. */
export interface LocalIdentity {
  /** Canonical mailbox. */
  readonly email: string;
  readonly groups: readonly string[];
}

export interface IssuerSettings {
  /** Such as `http://127.0.0.1:8080`. */
  readonly issuer: string;
  /** Every one that a token may be made out to; the first where none is asked for. */
  readonly audience: readonly string[];
  readonly emailClaim: string;
  readonly groupsClaim: string;
}

/** Stands in for the identity provider of a company: gives tokens, and says by which key they are known. */
export class LocalIssuer {
  readonly settings: IssuerSettings;
  readonly #key: SigningKey;
  readonly #clock: Clock;

  constructor(settings: IssuerSettings, key: SigningKey, clock: Clock) {
    this.settings = settings;
    this.#key = key;
    this.#clock = clock;
  }

  /** @param made for whom it is made out, and what of a sign-in comes back in it; left out: for the API */
  async token(
    { email, groups }: LocalIdentity,
    made: { readonly audience?: string; readonly nonce?: string | null } = {},
  ): Promise<{ token: string; expiresInSeconds: number }> {
    const { issuer, emailClaim, groupsClaim } = this.settings;
    const { audience = this.settings.audience[0] ?? 'postern', nonce = null } = made;
    const issuedAt = Math.floor(this.#clock.now() / SECOND);
    const expiresInSeconds = LIFETIME / SECOND;
    const claims = { [emailClaim]: email, email_verified: true, [groupsClaim]: [...groups] };
    const token = await new SignJWT({ ...claims, ...(nonce !== null && { nonce }) })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: 'local' })
      .setSubject(email)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + expiresInSeconds)
      .sign(this.#key.privateKey);
    return { token, expiresInSeconds };
  }

  /** What the JWT authorizer of API Gateway does. null: no token, or none that holds. */
  async authorize(authorization: string | undefined): Promise<FlatClaims | null> {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return null;
    const { issuer, audience } = this.settings;
    try {
      const { payload } = await jwtVerify(token, this.#key.publicKey, {
        issuer,
        audience: [...audience],
        algorithms: [ALGORITHM],
        requiredClaims: ['sub', 'exp', 'iat'],
        currentDate: new Date(this.#clock.now()),
      });
      return flattenClaims(payload);
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }

  /** `/.well-known/openid-configuration` */
  discovery(): Readonly<Record<string, unknown>> {
    const { issuer } = this.settings;
    return {
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      authorization_endpoint: `${issuer}/local/sign-in`,
      token_endpoint: `${issuer}/local/sign-in/token`,
      code_challenge_methods_supported: ['S256'],
      grant_types_supported: ['authorization_code'],
      scopes_supported: ['openid', 'email'],
      id_token_signing_alg_values_supported: [ALGORITHM],
      subject_types_supported: ['public'],
      response_types_supported: ['code'],
    };
  }

  async keys(): Promise<JSONWebKeySet> {
    const key: JWK = await exportJWK(this.#key.publicKey);
    return { keys: [{ ...key, kid: 'local', alg: ALGORITHM, use: 'sig' }] };
  }
}

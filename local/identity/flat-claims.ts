import type { JWTPayload } from 'jose';

/** Claims as a JWT authorizer of API Gateway hands them on: text, all of them. */
export type FlatClaims = Readonly<Record<string, string>>;

/**
 * An array becomes `[a b]`, in which an element with a space cannot be told from two. Groups are therefore read from the token:
 * see `functions/handlers/identity/groups-of-token.ts`.
 */
export const flattenClaims = (claims: JWTPayload): FlatClaims =>
  Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
    ]),
  );

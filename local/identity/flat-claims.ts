import type { JWTPayload } from 'jose';

/** Claims as a JWT authorizer of API Gateway hands them on: text, all of them. */
export type FlatClaims = Readonly<Record<string, string>>;

/** An array becomes `[a b]`, from which an element with a space cannot be told apart: see docs of the group claim. */
export const flattenClaims = (claims: JWTPayload): FlatClaims =>
  Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
    ]),
  );

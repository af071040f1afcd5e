import { JWTInvalid } from 'jose/errors';
import { decodeJwt } from 'jose/jwt/decode';
import * as z from 'zod';
import type { Configuration } from '../../domain/configuration.ts';

export type Groups =
  | { readonly outcome: 'KNOWN'; readonly groups: readonly string[] }
  | { readonly outcome: 'REFUSED'; readonly detail: string };

type Claims = Readonly<Record<string, unknown>>;

/** As it is written in the configuration. */
const GROUP_NAME = /^[A-Za-z0-9:_./-]+$/;
/** The two forms in which the authorizer takes a token; two headers of one name are joined by a comma, and are neither. */
const CREDENTIALS = /^(?:Bearer +)?([\w-]+\.[\w-]+\.[\w-]+)$/i;
const list = z.array(z.string());

const refused = (detail: string): Groups => ({ outcome: 'REFUSED', detail });

/** Not verified here: only what the authorizer says of the same token makes it worth reading. */
const payloadOf = (authorization: string | undefined): Claims | undefined => {
  const token = CREDENTIALS.exec(authorization ?? '')?.[1];
  if (token === undefined) return undefined;
  try {
    return decodeJwt(token);
  } catch (error) {
    if (error instanceof JWTInvalid) return undefined;
    throw error;
  }
};

/** API Gateway makes text of a number, and promises no notation. */
const isSame = (verified: unknown, decoded: unknown): boolean =>
  typeof decoded === 'number' ? Number(verified) === decoded : verified === decoded;

/** API Gateway flattens a list; an authorizer that does not has lost nothing. No other form is known, nor guessed. */
const isListOf = (verified: unknown, names: readonly string[]): boolean =>
  Array.isArray(verified)
    ? JSON.stringify(verified) === JSON.stringify(names)
    : verified === `[${names.join(' ')}]`;

/**
 * The groups of a token that the JWT authorizer has verified, and none where it speaks of none. `[a b]` is what API
 * Gateway makes of two groups, and of one with a space in its name: therefore the list is read from the token itself,
 * which is the authorizer's only identity source, once it is seen to be the very one that was verified.
 *
 * @param verified Claims as the authorizer hands them on.
 * @param authorization The header of the same call.
 */
export const groupsOfToken = (
  verified: Claims,
  authorization: string | undefined,
  { emailClaim, groupsClaim }: Configuration['identity'],
): Groups => {
  const claimed = verified[groupsClaim];
  if (claimed === undefined) return { outcome: 'KNOWN', groups: [] };
  const payload = payloadOf(authorization);
  if (payload === undefined)
    return refused('The Authorization header holds no token to read the groups from.');
  const names = list.safeParse(payload[groupsClaim]);
  if (!names.success) return refused(`The claim ${groupsClaim} of the token is no list of names.`);
  const odd = names.data.find((name) => !GROUP_NAME.test(name));
  if (odd !== undefined) {
    const rule = 'group names have letters, digits and : _ . / - without spaces';
    return refused(`The claim ${groupsClaim} names ${JSON.stringify(odd.slice(0, 100))}; ${rule}.`);
  }
  const identifying = ['iss', 'sub', 'iat', 'exp', emailClaim];
  const isVerified = identifying.every((name) => isSame(verified[name], payload[name]));
  return isVerified && isListOf(claimed, names.data)
    ? { outcome: 'KNOWN', groups: names.data }
    : refused('The token of the Authorization header is not the one that the authorizer has verified.');
};

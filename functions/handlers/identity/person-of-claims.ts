import * as z from 'zod';
import type { Configuration } from '../../domain/configuration.ts';
import { type Caller, identified, unauthenticated } from './caller.ts';
import { groupsOfToken } from './groups-of-token.ts';

/** The same mailboxes that the configuration takes. */
const mailbox = z.email().max(254);
const claims = z.record(z.string(), z.unknown());

/**
 * Whether the issuer vouches for the mailbox: `email_verified` says so of the claim `email`, and of no other; the
 * configuration may say it of the issuer. A token that denies it is believed.
 */
const isVouchedFor = (
  said: unknown,
  { emailClaim, emailsAreVerified }: Configuration['identity'],
): boolean => {
  const isVerified = said === true || said === 'true';
  if (emailsAreVerified) return isVerified || said === undefined;
  return isVerified && emailClaim === 'email';
};

/**
 * A person, by the claims of a token that the JWT authorizer has verified.
 *
 * @param authorization The header with that token: see `groupsOfToken`.
 */
export const personOfClaims = (
  verified: unknown,
  authorization: string | undefined,
  identity: Configuration['identity'],
): Caller => {
  const read = claims.safeParse(verified);
  if (!read.success) return unauthenticated('A token of the configured issuer is needed.');
  const { [identity.emailClaim]: email, email_verified: said } = read.data;
  const address = mailbox.safeParse(email);
  if (!address.success) {
    return unauthenticated(`The token has no claim ${identity.emailClaim} that holds one mailbox.`);
  }
  if (!isVouchedFor(said, identity)) {
    return unauthenticated('The issuer does not say that it has verified the mailbox of this token.');
  }
  const groups = groupsOfToken(read.data, authorization, identity);
  return groups.outcome === 'KNOWN'
    ? identified({ kind: 'person', email: address.data, groups: groups.groups })
    : unauthenticated(groups.detail);
};

import * as z from 'zod';
import type { Configuration } from '../../domain/configuration.ts';
import { type Caller, identified, unauthenticated } from './caller.ts';

/** As it is written in the configuration: API Gateway flattens lists, and only these characters can be told apart. */
const GROUP_NAME = /^[A-Za-z0-9:_./-]+$/;
const FLATTENED = /^\[(.*)\]$/s;
/** The same mailboxes that the configuration takes. */
const mailbox = z.email().max(254);
const claims = z.record(z.string(), z.unknown());

/** `[a b]`, as API Gateway flattens a list; all of it is understood, or nothing. */
const groupsOf = (claim: unknown): readonly string[] | undefined => {
  if (claim === undefined) return [];
  const flattened = typeof claim === 'string' ? FLATTENED.exec(claim)?.[1] : undefined;
  const names = flattened === undefined ? claim : flattened === '' ? [] : flattened.split(' ');
  if (!Array.isArray(names)) return undefined;
  return names.every((name) => typeof name === 'string' && GROUP_NAME.test(name)) ? names : undefined;
};

/**
 * A person, by the claims of a token that the JWT authorizer has verified. `email_verified` must be true where the
 * issuer says it at all; an issuer that leaves it out must put only verified addresses in its tokens.
 */
export const personOfClaims = (
  verified: unknown,
  { emailClaim, groupsClaim }: Configuration['identity'],
): Caller => {
  const read = claims.safeParse(verified);
  if (!read.success) return unauthenticated('A token of the configured issuer is needed.');
  const { [emailClaim]: email, [groupsClaim]: groupsClaimed, email_verified: isVerified } = read.data;
  const address = mailbox.safeParse(email);
  if (!address.success) {
    return unauthenticated(`The token has no claim ${emailClaim} that holds one mailbox.`);
  }
  if (isVerified !== undefined && isVerified !== true && isVerified !== 'true') {
    return unauthenticated('The issuer has not verified the mailbox of this token.');
  }
  const groups = groupsOf(groupsClaimed);
  if (groups === undefined) {
    return unauthenticated(
      `The claim ${groupsClaim} is no list of names of letters, digits and : _ . / - without spaces.`,
    );
  }
  return identified({ kind: 'person', email: address.data, groups });
};

import { timingSafeEqual } from 'node:crypto';
import type { AccessRequest } from './access-request.ts';
import { sha256 } from './hash.ts';
import { DAY, type Instant } from './instant.ts';

/** Wrong codes that one link takes before it is dead. */
export const TRIES_PER_LINK = 5;
/** Wrong codes that all links of one approver for one request take together. */
export const TRIES_PER_APPROVER = 15;

/** How long a link takes what an approver says of an emergency afterwards. */
export const LOOKED_AT_WITHIN = 7 * DAY;

/** A link ends with the time to decide; where that is over from the start, it has a time of its own. */
export const linkExpiry = (
  { breakGlass, decideBy }: Pick<AccessRequest, 'breakGlass' | 'decideBy'>,
  now: Instant,
): Instant => (breakGlass ? now + LOOKED_AT_WITHIN : decideBy);

/** What is kept of a mailed link. Neither the token nor the code can be had back from it. */
export interface ApprovalLink {
  /** Hash of the token (256 random bits): the key under which the link is found. */
  readonly tokenHash: string;
  /** Hash of token and code together, so that a stolen table cannot be searched for the six digits. */
  readonly decisionHash: string;
  readonly requestId: string;
  /** Canonical mailbox of the only person that it is for. */
  readonly approver: string;
  /** What was asked when the link was made; it decides nothing else. */
  readonly digest: string;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  /** Codes tried, right or wrong; counted before they are compared. */
  readonly tries: number;
  readonly spentAt: Instant | null;
}

/** A token as it stands in the link: 256 bits in base64url. */
export const TOKEN_SHAPE = /^[A-Za-z0-9_-]{43}$/;
/** A code as it stands in the mail. */
export const CODE_SHAPE = /^\d{6}$/;

export const hashToken = (token: string): string => sha256(`token:${token}`);
export const hashDecision = (token: string, code: string): string => sha256(`decision:${token}:${code}`);

/** Compares two hashes in constant time. */
export const sameHash = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

export const isUsable = (link: ApprovalLink, now: Instant): boolean =>
  link.spentAt === null && now < link.expiresAt && link.tries < TRIES_PER_LINK;

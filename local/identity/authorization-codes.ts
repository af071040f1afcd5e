import { createHash, randomBytes } from 'node:crypto';
import { type Instant, MINUTE } from '../../functions/domain/instant.ts';
import type { Clock } from '../../functions/ports/clock.ts';
import type { LocalIdentity } from './issuer.ts';

/** RFC 6749 recommends ten minutes at the most. */
const LIFETIME = MINUTE;

/** Who has signed in, and for whom. */
export interface SignedIn {
  readonly identity: LocalIdentity;
  readonly clientId: string;
  readonly redirectUri: string;
  /** Of the sign-in that was asked for; it comes back in its token. null where none was sent. */
  readonly nonce: string | null;
}

/** What a client shows for a code. */
export interface CodeInHand {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** Whose SHA-256 is the challenge that the code was asked for with (RFC 7636, S256). */
  readonly verifier: string;
}

interface Given {
  readonly signedIn: SignedIn;
  readonly challenge: string;
  readonly expiresAt: Instant;
}

/** Codes that were given and not redeemed. They are in memory alone: whoever restarts signs in anew. */
export class AuthorizationCodes {
  readonly #clock: Clock;
  readonly #given = new Map<string, Given>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  give(signedIn: SignedIn, challenge: string): string {
    const code = randomBytes(32).toString('base64url');
    const now = this.#clock.now();
    for (const [old, { expiresAt }] of this.#given) if (expiresAt <= now) this.#given.delete(old);
    this.#given.set(code, { signedIn, challenge, expiresAt: now + LIFETIME });
    return code;
  }

  /** A code works once, whatever becomes of it; undefined where it does not. */
  redeem({ code, clientId, redirectUri, verifier }: CodeInHand): SignedIn | undefined {
    const given = this.#given.get(code);
    this.#given.delete(code);
    if (given === undefined || given.expiresAt <= this.#clock.now()) return undefined;
    const { signedIn, challenge } = given;
    const made = createHash('sha256').update(verifier).digest('base64url');
    return made === challenge && signedIn.clientId === clientId && signedIn.redirectUri === redirectUri
      ? signedIn
      : undefined;
  }
}

import { randomBytes, randomInt } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';
import type { Ids, Secrets } from '../ports/ids.ts';

/** Crockford's alphabet, in lower case: no letter that is taken for a digit. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_CHARACTERS = 10;
const RANDOM_CHARACTERS = 16;

/** 32 characters divide 256, so that every character is equally likely. */
const randomCharacters = (): string =>
  [...randomBytes(RANDOM_CHARACTERS)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');

const timeCharacters = (milliseconds: number): string =>
  Array.from(
    { length: TIME_CHARACTERS },
    (_, index) => ALPHABET[Math.floor(milliseconds / 32 ** (TIME_CHARACTERS - 1 - index)) % 32],
  ).join('');

/**
 * Ids that sort by the time of their making: a ULID in lower case, 48 bits of milliseconds and 80 random bits
 * (https://github.com/ulid/spec).
 */
export const randomIds = (clock: Clock): Ids => {
  const ulid = () => timeCharacters(clock.now()) + randomCharacters();
  return {
    requestId: () => `req_${ulid()}`,
    ledgerId: () => `lg_${ulid()}`,
    runId: () => `run_${ulid()}`,
  };
};

const CODES = 1_000_000;

export const randomSecrets: Secrets = {
  token: () => randomBytes(32).toString('base64url'),
  code: () => String(randomInt(CODES)).padStart(6, '0'),
};

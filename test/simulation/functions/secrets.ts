import type { Secrets } from '../../../functions/ports/ids.ts';
import type { Random } from '../engine/random.ts';

/** Tokens and codes that were ever given out, so that they can be looked for where they must not be. */
export class KnownSecrets implements Secrets {
  readonly #random: Random;
  /** The code of each token. */
  readonly codes = new Map<string, string>();
  #lastToken = '';

  constructor(random: Random) {
    this.#random = random;
  }

  token(): string {
    this.#lastToken = `LINK-${this.codes.size + 1}-`.padEnd(43, 'x');
    this.codes.set(this.#lastToken, '');
    return this.#lastToken;
  }

  code(): string {
    const code = String(this.#random.below(1_000_000)).padStart(6, '0');
    this.codes.set(this.#lastToken, code);
    return code;
  }
}

import { type Instant, SECOND } from '../../../functions/domain/instant.ts';

/** EC2's request throttling: a bucket that calls empty and time refills. */
export class TokenBucket {
  readonly #burst: number;
  readonly #perSecond: number;
  #tokens: number;
  #filledAt: Instant;

  constructor(burst: number, perSecond: number, now: Instant) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#tokens = burst;
    this.#filledAt = now;
  }

  /** False where the bucket is empty. */
  take(now: Instant): boolean {
    const refill = ((now - this.#filledAt) / SECOND) * this.#perSecond;
    this.#tokens = Math.min(this.#burst, this.#tokens + refill);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

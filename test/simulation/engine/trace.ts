import { createHash } from 'node:crypto';
import { type Instant, SECOND } from '../../../functions/domain/instant.ts';

/** What happened, line by line. Written only where somebody wants to read it: most runs are not looked at. */
export class Trace {
  readonly #now: () => Instant;
  readonly #startsAt: Instant;
  readonly lines: string[] | null;

  constructor(now: () => Instant, isKept: boolean) {
    this.#now = now;
    this.#startsAt = now();
    this.lines = isKept ? [] : null;
  }

  add(line: () => string): void {
    this.lines?.push(`${this.#stamp()}  ${line()}`);
  }

  /** One text for all that happened: two runs of one seed have the same. */
  hash(): string {
    return createHash('sha256')
      .update((this.lines ?? []).join('\n'))
      .digest('hex');
  }

  /** Hours, minutes and seconds since the start. */
  #stamp(): string {
    const seconds = (this.#now() - this.#startsAt) / SECOND;
    const part = (value: number, width = 2) => String(Math.floor(value)).padStart(width, '0');
    const rest = (seconds % 60).toFixed(3).padStart(6, '0');
    return `${part(seconds / 3_600)}:${part((seconds / 60) % 60)}:${rest}`;
  }
}

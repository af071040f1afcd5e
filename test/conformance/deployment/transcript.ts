import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Not committed: each run writes it anew. */
export const TRANSCRIPT_FOLDER = resolve(import.meta.dirname, '../../../.conformance');
export const TRANSCRIPT = join(TRANSCRIPT_FOLDER, 'transcript.txt');

export type Tell = (line: string) => void;

/** What was done and seen, with the seconds since the beginning. */
export class Transcript {
  readonly #startedAt = performance.now();

  constructor(title: string) {
    mkdirSync(TRANSCRIPT_FOLDER, { recursive: true });
    writeFileSync(TRANSCRIPT, `${title}\n\n`);
  }

  /** For one journey among those that run at the same time. */
  of(journey: string): Tell {
    return (line) => {
      const seconds = ((performance.now() - this.#startedAt) / 1_000).toFixed(1).padStart(6);
      appendFileSync(TRANSCRIPT, `${seconds} s  ${journey.padEnd(18)}  ${line}\n`);
    };
  }
}

import type { GrantMove } from '../../domain/converge/grant-move.ts';
import type { Signals } from '../../ports/signals.ts';

/**
 * Records that could not be written in this run. Those that failed together are in doubt; which of them is broken shows
 * when each is written alone.
 */
export class DoubtedRecords {
  readonly #signals: Signals;
  readonly #doubted = new Set<string>();
  readonly #broken = new Set<string>();

  constructor(signals: Signals) {
    this.#signals = signals;
  }

  /** Those that cannot be written, known in this run. */
  get broken(): ReadonlySet<string> {
    return this.#broken;
  }

  /** Contradicts its group, and not only for the moment. */
  contradicts(requestId: string): void {
    this.#broken.add(requestId);
  }

  /** A write that had these failed. */
  failed(requestIds: readonly string[], cause: unknown): void {
    for (const requestId of requestIds) this.#doubted.add(requestId);
    const [only, ...others] = requestIds;
    if (only === undefined || others.length > 0 || this.#broken.has(only)) return;
    this.#broken.add(only);
    this.#signals.send({ code: 'RECORD_NOT_WRITTEN', requestId: only, cause });
  }

  /** The moves to write next: all that are not in doubt, and once nothing but doubted ones is left, one of these alone. */
  choose(moves: readonly GrantMove[], isMoreToWrite: boolean): readonly GrantMove[] {
    const sound = moves.filter(({ grantId }) => !this.#doubted.has(grantId));
    if (sound.length > 0 || isMoreToWrite) return sound;
    const [next] = moves.filter(({ grantId }) => !this.#broken.has(grantId));
    return next ? [next] : [];
  }
}

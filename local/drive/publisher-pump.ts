import { SECOND } from '../../functions/domain/instant.ts';
import type { Pause } from '../../functions/ports/clock.ts';

const BATCH = 25;
/** What cannot be published after so many tries is told of and passed over, so that it holds up nothing else. */
const MOST_TRIES = 5;

/** What has a place in the order of commits, among those of its kind. */
interface Placed {
  readonly position: number;
}

/** What the local store keeps of one kind, for the publisher: it stands in for a table stream. */
export interface PumpSource<Found extends Placed> {
  after(position: number, limit: number): readonly Found[];
  readCursor(name: string): number;
  saveCursor(name: string, position: number): void;
  onCommit(listener: () => void): () => void;
}

export interface PumpParts<Found extends Placed> {
  /** What one of them is called where it is passed over: `Event`. */
  readonly kind: string;
  readonly source: PumpSource<Found>;
  /** Names its place in the source. */
  readonly cursor: string;
  /** Answers the position of the first that could not be published; null where all were. */
  readonly publish: (found: readonly Found[]) => Promise<number | null>;
  readonly pause: Pause;
  readonly onError: (error: unknown) => void;
}

/** Hands everything of a source to the publisher, in the order of commits, at least once. Its place outlives the process. */
export class PublisherPump<Found extends Placed> {
  readonly #parts: PumpParts<Found>;
  readonly #unsubscribe: () => void;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(parts: PumpParts<Found>) {
    this.#parts = parts;
    this.#unsubscribe = parts.source.onCommit(() => this.start());
  }

  /** Takes up whatever is there; happens by itself after each commit. */
  start(): void {
    if (this.#stopped || this.#running !== undefined) return;
    this.#running = this.#run()
      .catch(this.#parts.onError)
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Resolves when all that is there has been published. */
  async drained(): Promise<void> {
    this.start();
    await this.#running;
  }

  /** What is not published by now is published after the next start. */
  stop(): void {
    this.#stopped = true;
    this.#unsubscribe();
  }

  async #run(): Promise<void> {
    const { kind, source, cursor, publish, pause, onError } = this.#parts;
    for (let tries = 1; !this.#stopped; ) {
      const batch = source.after(source.readCursor(cursor), BATCH);
      const last = batch.at(-1);
      if (last === undefined) return;
      const failedAt = await publish(batch);
      if (this.#stopped) return;
      source.saveCursor(cursor, failedAt === null ? last.position : failedAt - 1);
      if (failedAt === null) {
        tries = 1;
      } else if (tries < MOST_TRIES) {
        await pause.wait(SECOND * 2 ** tries);
        tries += 1;
      } else {
        onError(new Error(`${kind} ${failedAt} could not be published and is passed over`));
        source.saveCursor(cursor, failedAt);
        tries = 1;
      }
    }
  }
}

import type { PlacedEvent } from '../../functions/adapters/local/sqlite/audit-rows.ts';
import { SECOND } from '../../functions/domain/instant.ts';
import type { Pause } from '../../functions/ports/clock.ts';

const BATCH = 25;
/** What cannot be published after so many tries is told of and passed over, so that it holds up nothing else. */
const MOST_TRIES = 5;

/** What has a place in the order of commits. */
interface Placed {
  readonly position: number;
}

/** The part of the local store that stands in for a table stream. */
export interface EventSource<Found extends Placed = PlacedEvent> {
  eventsAfter(position: number, limit: number): readonly Found[];
  readCursor(name: string): number;
  saveCursor(name: string, position: number): void;
  onCommit(listener: () => void): () => void;
}

export interface PumpParts<Found extends Placed = PlacedEvent> {
  readonly source: EventSource<Found>;
  /** Names its place in the source. */
  readonly cursor: string;
  /** Answers the position of the first event that could not be published; null where all were. */
  readonly publish: (events: readonly Found[]) => Promise<number | null>;
  readonly pause: Pause;
  readonly onError: (error: unknown) => void;
}

/** Hands every event to the publisher, in the order of commits, at least once. Its place outlives the process. */
export class PublisherPump<Found extends Placed = PlacedEvent> {
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
    const { source, cursor, publish, pause, onError } = this.#parts;
    for (let tries = 1; !this.#stopped; ) {
      const batch = source.eventsAfter(source.readCursor(cursor), BATCH);
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
        onError(new Error(`Event ${failedAt} could not be published and is passed over`));
        source.saveCursor(cursor, failedAt);
        tries = 1;
      }
    }
  }
}

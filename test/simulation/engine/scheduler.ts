import type { Instant } from '../../../functions/domain/instant.ts';
import type { Random } from './random.ts';

interface Entry {
  readonly at: Instant;
  /** Drawn: of what is due at one moment, the seed says what comes first. */
  readonly rank: number;
  readonly run: () => void;
}

const isBefore = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.rank < b.rank);

/** Turns after which the event loop gets its chance (signals, worker messages). */
const TURNS_AT_ONCE = 5_000;

/**
 * Virtual time. Everything that happens is an entry; between two entries all promises run out, so that one seed gives
 * one order. No timer of the machine is used.
 */
export class Scheduler {
  readonly #random: Random;
  readonly #heap: Entry[] = [];
  #now: Instant;
  turns = 0;

  constructor(random: Random, startsAt: Instant) {
    this.#random = random;
    this.#now = startsAt;
  }

  now(): Instant {
    return this.#now;
  }

  at(moment: Instant, run: () => void): void {
    this.#push({ at: Math.max(Math.round(moment), this.#now), rank: this.#random.next(), run });
  }

  after(milliseconds: number, run: () => void): void {
    this.at(this.#now + milliseconds, run);
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  /** Runs entries in order until `isOver` says so, or nothing is left. Rejects with what `isOver` throws. */
  run(isOver: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = (): void => {
        try {
          if (isOver() || !this.#runNext()) {
            resolve();
            return;
          }
        } catch (error) {
          reject(error);
          return;
        }
        if (this.turns % TURNS_AT_ONCE === 0) setImmediate(turn);
        // The queue of microtasks is emptied before a tick that was asked for from inside of it.
        else queueMicrotask(() => process.nextTick(turn));
      };
      process.nextTick(turn);
    });
  }

  /** False where nothing is left. */
  #runNext(): boolean {
    const entry = this.#pop();
    if (entry === undefined) return false;
    this.#now = entry.at;
    this.turns += 1;
    entry.run();
    return true;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as Entry;
      if (!isBefore(entry, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Entry, heap[child] as Entry)) child += 1;
      const below = heap[child] as Entry;
      if (isBefore(last, below)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}

import { SECOND } from '../../../functions/domain/instant.ts';
import type { Cloud } from '../functions/cloud.ts';

const MOST_TRIES = 5;

/** The table's stream: hands each event to the publisher, in order, at least once, and keeps what it cannot take. */
export class EventStream {
  readonly #cloud: Cloud;
  #cursor = 0;
  #isRunning = false;
  #stalledUntil = 0;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  get isDrained(): boolean {
    return this.#cursor === this.#cloud.tables.stream.length;
  }

  get isStalled(): boolean {
    return this.#cloud.scheduler.now() < this.#stalledUntil;
  }

  stall(milliseconds: number): void {
    const { scheduler } = this.#cloud;
    this.#stalledUntil = Math.max(this.#stalledUntil, scheduler.now() + milliseconds);
    scheduler.at(this.#stalledUntil, () => this.advance());
  }

  /** To be called whenever events were written. */
  advance(): void {
    if (this.#isRunning || this.isDrained) return;
    this.#isRunning = true;
    this.#cloud.scheduler.after(300, () => this.#publish(1));
  }

  #publish(tries: number): void {
    const { functions, tables, scheduler } = this.#cloud;
    const event = tables.stream[this.#cursor];
    if (event === undefined || scheduler.now() < this.#stalledUntil) {
      this.#isRunning = false;
      return;
    }
    const { requestId } = event;
    const what = 'sequence' in event ? event.type : event.kind;
    const call = { to: 'publisher', what: `${what} ${requestId}`, requestId } as const;
    const next = (): void => {
      this.#cursor += 1;
      this.#publish(1);
    };
    functions
      .invoke(call, ({ publishEvent, fulfilMailOrder }) =>
        'sequence' in event ? publishEvent(event) : fulfilMailOrder(event),
      )
      .then(next, () => {
        if (tries < MOST_TRIES) return scheduler.after(SECOND * 2 ** tries, () => this.#publish(tries + 1));
        // Kept aside, and alarmed.
        this.#cloud.signals.named.add(`KEPT_ASIDE ${requestId}`);
        next();
      });
  }
}

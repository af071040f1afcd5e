import type { Invocation } from './surroundings.ts';

/** Calls a function by its name; a rejection is the function's failure. */
export type Invoke = (functionName: string, payload: unknown) => Promise<unknown>;

export type Landing =
  | { readonly kind: 'RETURNED'; readonly result: unknown }
  | { readonly kind: 'THREW'; readonly error: unknown };

/** The functions that are being called now, at most one an execution. */
export class Flights {
  readonly #invoke: Invoke;
  readonly #land: (name: string, landing: Landing) => void;
  readonly #flights = new Map<string, PromiseWithResolvers<void>>();

  /** @param land told what came back, unless the flight was given up before */
  constructor(invoke: Invoke, land: (name: string, landing: Landing) => void) {
    this.#invoke = invoke;
    this.#land = land;
  }

  get none(): boolean {
    return this.#flights.size === 0;
  }

  has(name: string): boolean {
    return this.#flights.has(name);
  }

  launch(name: string, invocation: Invocation): void {
    const flight = Promise.withResolvers<void>();
    this.#flights.set(name, flight);
    const landed = this.#call(invocation).then((landing) => {
      if (this.#flights.get(name) !== flight) return;
      this.#flights.delete(name);
      this.#land(name, landing);
    });
    landed.then(flight.resolve, flight.reject);
  }

  /** Nobody waits for it any more, and what it brings back is dropped. The function itself is not stopped. */
  giveUp(name: string): void {
    this.#flights.get(name)?.resolve();
    this.#flights.delete(name);
  }

  /** Resolves when one of them has landed or was given up; rejects with what `land` threw. */
  async nextLanding(): Promise<void> {
    await Promise.race([...this.#flights.values()].map(({ promise }) => promise));
  }

  async #call({ functionName, payload }: Invocation): Promise<Landing> {
    try {
      return { kind: 'RETURNED', result: await this.#invoke(functionName, payload) };
    } catch (error) {
      return { kind: 'THREW', error };
    }
  }
}

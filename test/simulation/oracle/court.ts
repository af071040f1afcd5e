import type { Instant } from '../../../functions/domain/instant.ts';
import type { Cloud } from '../functions/cloud.ts';

export interface Violation {
  /** Number in the design's list of invariants. */
  readonly invariant: number;
  readonly what: string;
  readonly at: Instant;
}

/** Keeps the first violation. It is not thrown: the code under test would catch it, and go on. */
export class Court {
  readonly #cloud: Cloud;
  violation: Violation | null = null;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  accuse(invariant: number, what: string): void {
    if (this.violation) return;
    this.violation = { invariant, what, at: this.#cloud.scheduler.now() };
    this.#cloud.trace.add(() => `✘ invariant ${invariant}: ${what}`);
  }

  /** Accuses where it does not hold. */
  demand(invariant: number, holds: boolean, what: () => string): void {
    if (!holds) this.accuse(invariant, what());
  }
}

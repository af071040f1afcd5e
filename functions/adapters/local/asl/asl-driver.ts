import { MINUTE, SECOND } from '../../../domain/instant.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { AslRunner } from './asl-runner.ts';

/**
 * A timer counts the time that the machine is awake and takes 24.8 days at most; the clock counts on through a
 * suspend and may be set. So no timer runs longer than this.
 */
const LONGEST_TIMER = MINUTE;
const REST_AFTER_ERROR = SECOND;

export interface AslDriverOptions {
  readonly runner: AslRunner;
  readonly clock: Clock;
  /** Told when a run fails for a reason that is no function's, such as a full disk. */
  readonly onError: (error: unknown) => void;
}

/** Moves a runner by real time: at each instant that it names, and at once when something was started or answered. */
export class AslDriver {
  readonly #options: AslDriverOptions;
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(options: AslDriverOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#unsubscribe !== undefined) return;
    this.#unsubscribe = this.#options.runner.onChange(() => this.#arm());
    this.#arm();
  }

  /** No timer wakes the runner after this. A call under way is not waited for: it is taken up after a restart. */
  stop(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    clearTimeout(this.#timer);
  }

  #arm(): void {
    const wakeAt = this.#options.runner.nextWakeAt();
    clearTimeout(this.#timer);
    if (wakeAt === undefined) return;
    this.#wakeIn(Math.max(0, wakeAt - this.#options.clock.now()));
  }

  #wakeIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#wake(), Math.min(milliseconds, LONGEST_TIMER));
  }

  /** Not awaited: what a long call holds up is only the execution that makes it. */
  #wake(): void {
    this.#options.runner.runDue().catch((error: unknown) => this.#rest(error));
    this.#arm();
  }

  #rest(error: unknown): void {
    if (this.#unsubscribe === undefined) return;
    this.#options.onError(error);
    this.#wakeIn(REST_AFTER_ERROR);
  }
}

import type { Configuration } from '../../../functions/domain/configuration.ts';
import type { Instant } from '../../../functions/domain/instant.ts';
import type { Clock } from '../../../functions/ports/clock.ts';
import type { Faults, Site } from '../engine/faults.ts';
import type { Random } from '../engine/random.ts';
import type { Scheduler } from '../engine/scheduler.ts';
import type { Trace } from '../engine/trace.ts';

export interface InvocationSurroundings {
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly trace: Trace;
  readonly random: Random;
}

export interface InvocationTerms {
  /** Such as `ingress/end req_…`; for the timeline. */
  readonly label: string;
  readonly requestId?: string | undefined;
  /** Milliseconds after which it is killed. */
  readonly timeout: number;
  /** Milliseconds by which its clock is ahead. */
  readonly skew: number;
  /** What was deployed when it started. */
  readonly configuration: Configuration;
}

/** What its caller sees of a function that was killed: Lambda's error names. */
export class FunctionKilled extends Error {
  constructor(name: 'Sandbox.Timedout' | 'Lambda.Unknown') {
    super('The function did not answer');
    this.name = name;
  }
}

/** Mostly so that others come in between, sometimes so that the function's time runs out. */
const slowWait = (random: Random): number =>
  random.chance(0.6) ? random.between(100, 2_000) : random.between(1_000, 40_000);

const never = <Result>(): Promise<Result> => new Promise(() => {});

/**
 * One run of one function. Every call that it makes of a port is a scheduling point: others run in between, and it
 * may die before or after the call. A dead one gets no answer any more, and so does nothing further.
 */
export class Invocation {
  readonly label: string;
  readonly requestId: string | undefined;
  readonly clock: Clock;
  readonly startedAt: Instant;
  readonly configuration: Configuration;
  /** How it ended; null while it runs. */
  end: 'ANSWERED' | 'FAILED' | 'KILLED' | null = null;
  /** Whether it was killed because it took too long. */
  hasTimedOut = false;
  /** A write of its was made, and it was told otherwise: it does not know what it did. */
  isMisled = false;
  readonly #surroundings: InvocationSurroundings;
  #isOver = false;
  #onKilled: (error: FunctionKilled) => void = () => {};

  constructor(surroundings: InvocationSurroundings, terms: InvocationTerms) {
    this.#surroundings = surroundings;
    this.label = terms.label;
    this.requestId = terms.requestId;
    this.startedAt = surroundings.scheduler.now();
    this.configuration = terms.configuration;
    this.clock = { now: (): Instant => surroundings.scheduler.now() + terms.skew };
  }

  get surroundings(): InvocationSurroundings {
    return this.#surroundings;
  }

  site(what: string, group?: string): Site {
    return { what: `${what} by ${this.label}`, group, requestId: this.requestId };
  }

  /** Waits as long as a call takes, then makes it: at one moment, after which others run again. */
  async call<Result>(site: Site, latency: number, effect: () => Result | Promise<Result>): Promise<Result> {
    const { scheduler, faults, random } = this.#surroundings;
    if (this.#isOver) return never();
    const isSlow = faults.strikes('SLOW', site);
    const wait = isSlow ? slowWait(random) : 1 + random.next() * 2 * latency;
    if (isSlow) faults.disturbedUntil(scheduler.now() + wait);
    await scheduler.wait(wait);
    if (this.#isOver) return never();
    const dies = faults.strikes('CRASH', site);
    if (dies && random.chance(0.5)) return this.#die();
    const result = await effect();
    if (dies) return this.#die();
    return this.#isOver ? never() : result;
  }

  async run<Result>(timeout: number, body: (invocation: Invocation) => Promise<Result>): Promise<Result> {
    const { scheduler } = this.#surroundings;
    return await new Promise<Result>((resolve, reject) => {
      this.#onKilled = reject;
      scheduler.after(timeout, () => this.#kill('Sandbox.Timedout'));
      body(this)
        .then(
          (result) => {
            this.end ??= 'ANSWERED';
            resolve(result);
          },
          (error) => {
            this.end ??= 'FAILED';
            reject(error);
          },
        )
        .finally(() => {
          this.#isOver = true;
        });
    });
  }

  #die(): Promise<never> {
    this.#kill('Lambda.Unknown');
    return never();
  }

  #kill(name: 'Sandbox.Timedout' | 'Lambda.Unknown'): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.end = 'KILLED';
    this.hasTimedOut = name === 'Sandbox.Timedout';
    this.#surroundings.faults.disturbedUntil(this.#surroundings.scheduler.now());
    this.#surroundings.trace.add(
      () => `✝ ${this.label} ${name === 'Lambda.Unknown' ? 'crashes' : 'times out'}`,
    );
    this.#onKilled(new FunctionKilled(name));
  }
}

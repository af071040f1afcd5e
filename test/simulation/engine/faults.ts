import type { Instant } from '../../../functions/domain/instant.ts';
import { type CallFault, type Fault, HARMLESS_TO_CLOSING, type Phase } from './fault-kinds.ts';
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';
import type { Trace } from './trace.ts';

/** What a call or a blow is about; decides the phase that a fault is counted for. */
export interface Site {
  readonly what: string;
  /** Key of a group. */
  readonly group?: string | undefined;
  readonly requestId?: string | undefined;
}

/** While it is open, calls meet its fault with this probability. */
export interface FaultWindow {
  readonly fault: CallFault;
  readonly from: Instant;
  readonly to: Instant;
  readonly rate: number;
}

interface OpenWindow extends FaultWindow {
  readonly random: Random;
}

export interface FaultSurroundings {
  readonly scheduler: Scheduler;
  readonly trace: Trace;
  readonly phasesOf: (site: Site) => readonly Phase[];
  /** Firings that are left out, by ordinal: for shrinking. */
  readonly muted: ReadonlySet<number>;
}

/** Strikes calls, and remembers what struck when. */
export class Faults {
  readonly #surroundings: FaultSurroundings;
  readonly #windows = new Map<CallFault, OpenWindow[]>();
  readonly hits = new Map<string, number>();
  /** When the last fault struck that can hold up a close, or will have stopped to. */
  lastDisturbance: Instant = 0;
  fired = 0;

  constructor(surroundings: FaultSurroundings) {
    this.#surroundings = surroundings;
  }

  open(window: FaultWindow, random: Random): void {
    this.#windows.set(window.fault, [...(this.#windows.get(window.fault) ?? []), { ...window, random }]);
  }

  /** The end of the last window. */
  get over(): Instant {
    return Math.max(0, ...[...this.#windows.values()].flat().map(({ to }) => to));
  }

  /** Whether this call meets this fault. */
  strikes(fault: CallFault, site: Site): boolean {
    const windows = this.#windows.get(fault);
    if (windows === undefined) return false;
    const now = this.#surroundings.scheduler.now();
    const struck = windows.some(
      ({ from, to, rate, random }) => from <= now && now < to && random.chance(rate),
    );
    return struck && this.note(fault, site);
  }

  /** Counts a fault that strikes now. False where it is muted, and must not. */
  note(fault: Fault, site: Site): boolean {
    this.fired += 1;
    const { muted, trace, scheduler, phasesOf } = this.#surroundings;
    if (muted.has(this.fired)) return false;
    trace.add(() => `⚡ ${fault} #${this.fired}: ${site.what}`);
    this.count(fault, phasesOf(site));
    if (!HARMLESS_TO_CLOSING.has(fault)) this.disturbedUntil(scheduler.now());
    return true;
  }

  count(fault: Fault, phases: readonly Phase[]): void {
    for (const phase of phases) {
      const pair = `${fault} × ${phase}`;
      this.hits.set(pair, (this.hits.get(pair) ?? 0) + 1);
    }
  }

  disturbedUntil(moment: Instant): void {
    this.lastDisturbance = Math.max(this.lastDisturbance, moment);
  }
}

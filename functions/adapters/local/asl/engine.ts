import type { Instant } from '../../../domain/instant.ts';
import type { Clock } from '../../../ports/clock.ts';
import { Definitions } from './definitions.ts';
import { type Execution, isDue, type RunningExecution } from './execution.ts';
import type { ExecutionStore } from './execution-store.ts';
import { Flights, type Invoke, type Landing } from './flights.ts';
import { invokeFailure, invokeResult } from './lambda-answer.ts';
import type { LoadedDefinition } from './load-definition.ts';
import { advance, failTask, finishTask } from './machine.ts';
import type { Step, Surroundings } from './surroundings.ts';
import { inPhase } from './transitions.ts';

export interface StateEntered {
  /** Name of the execution. */
  readonly execution: string;
  readonly state: string;
  readonly at: Instant;
}

export interface EngineOptions {
  /** What new executions run on; those that are open keep the one that they began with. */
  readonly definition: LoadedDefinition;
  readonly store: ExecutionStore;
  readonly clock: Clock;
  readonly invoke: Invoke;
  /** At least 128 random bits, never given twice. */
  readonly newTaskToken: () => string;
  /** From 0 up to 1, for `JitterStrategy: FULL`. */
  readonly random: () => number;
  /** Told after the entering is stored; once for each entering that this process saw. */
  readonly onStateEntered?: (entered: StateEntered) => void;
}

/** Joins the pure machine to the store and the functions: a step is stored first, and only then takes effect. */
export class Engine {
  readonly flights: Flights;
  readonly definitions: Definitions;
  readonly #options: EngineOptions;
  readonly #listeners = new Set<() => void>();

  constructor(options: EngineOptions) {
    this.#options = options;
    this.definitions = new Definitions(options.store, options.definition);
    this.flights = new Flights(options.invoke, (name, landing) => this.#landed(name, landing));
  }

  surroundings(): Surroundings {
    const { clock, newTaskToken, random } = this.#options;
    return { now: clock.now(), newTaskToken, random };
  }

  /** Makes every step that is due, one by one, until the rest waits. Returns how many. */
  advanceDue(): number {
    for (let steps = 0; ; steps += 1) {
      const surroundings = this.surroundings();
      const execution = this.#options.store.firstDue(surroundings.now);
      if (execution === undefined) return steps;
      this.move(execution, advance(this.definitions.of(execution), execution, surroundings));
    }
  }

  /** Whatever function was still being called for the execution is given up. */
  move(before: Execution, { execution, invocation }: Step): void {
    this.#options.store.save(execution);
    this.flights.giveUp(execution.name);
    if (invocation !== undefined) this.flights.launch(execution.name, invocation);
    this.tell(execution, before.entered);
  }

  /** Says that the schedule may have changed, and which state was entered, if one was. */
  tell(execution: Execution, enteredBefore: number): void {
    if (execution.status === 'RUNNING' && execution.entered > enteredBefore) {
      const { state, enteredAt } = execution.current;
      this.#options.onStateEntered?.({ execution: execution.name, state, at: enteredAt });
    }
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #landed(name: string, landing: Landing): void {
    const execution = this.#options.store.find(name);
    const surroundings = this.surroundings();
    // Past its deadline an answer comes too late, even where nobody has looked at the clock since.
    if (execution?.status !== 'RUNNING' || isDue(execution, surroundings.now)) return;
    this.move(execution, { execution: this.#after(landing, execution, surroundings) });
  }

  #after(landing: Landing, execution: RunningExecution, surroundings: Surroundings): Execution {
    const machine = this.definitions.of(execution);
    if (landing.kind === 'THREW') {
      return failTask(machine, execution, invokeFailure(landing.error), surroundings);
    }
    const { phase } = execution.current;
    if (phase.kind === 'AWAITING_TOKEN') return inPhase(execution, { ...phase, handedOver: true });
    return finishTask(machine, execution, invokeResult(landing.result), surroundings);
  }
}

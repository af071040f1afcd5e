import { AslRunner, type AslRunnerOptions } from '../../../functions/adapters/local/asl/asl-runner.ts';
import type { RunningExecution } from '../../../functions/adapters/local/asl/execution.ts';
import type { Instant } from '../../../functions/domain/instant.ts';
import type { Scheduler } from '../engine/scheduler.ts';
import type { MemoryExecutionStore } from './memory-execution-store.ts';

/** One execution, with a runner of its own: in Step Functions no execution waits for another. */
export class SimulatedExecution {
  readonly runner: AslRunner;
  readonly #store: MemoryExecutionStore;
  readonly #scheduler: Scheduler;
  readonly #onFailure: (error: unknown) => void;
  #wakesAt: Instant = Infinity;
  #isMoving = false;

  constructor(
    options: Omit<AslRunnerOptions, 'store'> & { readonly store: MemoryExecutionStore },
    scheduler: Scheduler,
    onFailure: (error: unknown) => void,
  ) {
    this.#store = options.store;
    this.#scheduler = scheduler;
    this.#onFailure = onFailure;
    this.runner = new AslRunner(options);
    this.runner.onChange(() => this.#arm());
  }

  get status(): string | undefined {
    return this.#store.execution?.status;
  }

  /** Where it stands; undefined once it has ended. */
  get state(): string | undefined {
    return this.#store.running()[0]?.current.state;
  }

  /** Puts it in the middle of its way. */
  hold(execution: RunningExecution): void {
    this.#store.save(execution);
    this.#arm();
  }

  /** Starts it again, at the state in which it ended without success. */
  redrive(): boolean {
    const { execution, lastRunning } = this.#store;
    if (!execution || !lastRunning || ['RUNNING', 'SUCCEEDED'].includes(execution.status)) return false;
    const now = this.#scheduler.now();
    const phase = { kind: 'READY', at: now } as const;
    const current = { ...lastRunning.current, enteredAt: now, retries: [], phase };
    this.hold({ ...lastRunning, entered: lastRunning.entered + 1, current });
    return true;
  }

  #arm(): void {
    if (this.#isMoving) return;
    const at = this.runner.nextWakeAt();
    if (at === undefined || at >= this.#wakesAt) return;
    this.#wakesAt = at;
    this.#scheduler.at(at, () => {
      if (this.#wakesAt === at) this.#move();
    });
  }

  #move(): void {
    this.#wakesAt = Infinity;
    this.#isMoving = true;
    this.runner.runDue().catch(this.#onFailure);
    this.#isMoving = false;
    this.#arm();
  }
}

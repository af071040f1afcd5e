import type { Instant } from '../../../domain/instant.ts';
import { Engine, type EngineOptions } from './engine.ts';
import { awaitsAnswer, type Execution, type RunningExecution } from './execution.ts';
import type { ExecutionStore } from './execution-store.ts';
import { toJson } from './json.ts';
import { failTask, finishTask } from './machine.ts';
import { reopened } from './reopened.ts';
import { begin, end } from './transitions.ts';

export type AslRunnerOptions = EngineOptions;

export interface StartResult {
  readonly outcome: 'STARTED' | 'ALREADY_EXISTS';
}

/** `TASK_TIMED_OUT`: the token was real, but nothing waits for it any more. */
export type AnswerResult = 'RESUMED' | 'TASK_TIMED_OUT' | 'INVALID_TOKEN';

/**
 * Interprets a workflow of Step Functions: durable (what it does next is stored before it does it), driven (it
 * moves when told to, by its clock), at least once (a function whose call a crash cut off is called again).
 */
export class AslRunner {
  readonly #options: AslRunnerOptions;
  readonly #store: ExecutionStore;
  readonly #engine: Engine;

  constructor(options: AslRunnerOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#engine = new Engine(options);
  }

  /** Starts an execution unless one of this name was ever started, whatever its input. It moves with {@link runDue}. */
  start(name: string, input: unknown): StartResult {
    const { digest, machine } = this.#options.definition;
    const { now } = this.#engine.surroundings();
    const execution = begin({ name, definition: digest, machine, input: toJson(input), now });
    if (!this.#store.insert(execution)) return { outcome: 'ALREADY_EXISTS' };
    this.#engine.tell(execution, 0);
    return { outcome: 'STARTED' };
  }

  sendTaskSuccess(token: string, output: unknown): AnswerResult {
    return this.#answer(token, (execution) => {
      const machine = this.#engine.definitions.of(execution);
      return finishTask(machine, execution, toJson(output), this.#engine.surroundings());
    });
  }

  sendTaskFailure(token: string, error: string, cause: string): AnswerResult {
    return this.#answer(token, (execution) => {
      const machine = this.#engine.definitions.of(execution);
      return failTask(machine, execution, { error, cause }, this.#engine.surroundings());
    });
  }

  /** Ends an execution where it stands; its status is then `ABORTED`. */
  stop(name: string): 'STOPPED' | 'NOT_RUNNING' {
    const execution = this.#store.find(name);
    if (execution?.status !== 'RUNNING') return 'NOT_RUNNING';
    const { now } = this.#engine.surroundings();
    this.#engine.move(execution, { execution: end(execution, { status: 'ABORTED' }, now) });
    return 'STOPPED';
  }

  /** Once after a restart: takes up what a crash cut off. Returns how many executions are open. */
  resumeAll(): number {
    const open = this.#store.running();
    const { now } = this.#engine.surroundings();
    for (const execution of open) {
      if (this.#engine.flights.has(execution.name)) continue;
      this.#engine.move(execution, { execution: reopened(execution, now) });
    }
    return open.length;
  }

  /** When {@link runDue} has something to do next; undefined while time alone moves nothing. */
  nextWakeAt(): Instant | undefined {
    return this.#store.nextDueAt();
  }

  /**
   * Does all that is due, and returns when nothing is and no function is being called any more. May be called
   * while an earlier call still awaits functions: what is due by then does not wait for them, and a task that is
   * past its timeout is given up.
   *
   * @returns steps that it made
   * @throws what storing threw; a function that throws fails its task instead
   */
  async runDue(): Promise<number> {
    let steps = 0;
    for (;;) {
      steps += this.#engine.advanceDue();
      if (this.#engine.flights.none) return steps;
      await this.#engine.flights.nextLanding();
    }
  }

  describe(name: string): Execution | undefined {
    return this.#store.find(name);
  }

  /** The states that the execution has entered, in their order. */
  visited(name: string): string[] {
    return this.#store.history(name).map(({ state }) => state);
  }

  /** Has the listener called whenever {@link nextWakeAt} may have changed. Returns what ends that. */
  onChange(listener: () => void): () => void {
    return this.#engine.onChange(listener);
  }

  #answer(token: string, answered: (execution: RunningExecution) => Execution): AnswerResult {
    const execution = this.#store.findByToken(token);
    if (execution === undefined) return 'INVALID_TOKEN';
    const { now } = this.#engine.surroundings();
    if (execution.status !== 'RUNNING' || !awaitsAnswer(execution, token, now)) return 'TASK_TIMED_OUT';
    this.#engine.move(execution, { execution: answered(execution) });
    return 'RESUMED';
  }
}

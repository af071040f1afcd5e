import type { DatabaseSync } from 'node:sqlite';
import { AslRunner, type AslRunnerOptions } from '../../../../functions/adapters/local/asl/asl-runner.ts';
import type { StateEntered } from '../../../../functions/adapters/local/asl/engine.ts';
import type { ExecutionStore } from '../../../../functions/adapters/local/asl/execution-store.ts';
import { loadDefinition } from '../../../../functions/adapters/local/asl/load-definition.ts';
import { SqliteExecutionStore } from '../../../../functions/adapters/local/asl/sqlite-execution-store.ts';
import { type Instant, SECOND } from '../../../../functions/domain/instant.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

export const NINE_O_CLOCK: Instant = Date.UTC(2026, 10, 23, 9);

export const INVOKE = 'arn:aws:states:::lambda:invoke';
export const INVOKE_AND_WAIT = 'arn:aws:states:::lambda:invoke.waitForTaskToken';

/** A Task that calls the function `work` with its whole input, and is the last state unless told otherwise. */
export const task = (fields: object = {}) => ({
  Type: 'Task',
  Resource: INVOKE,
  Parameters: { FunctionName: 'work', Payload: { 'input.$': '$' } },
  ...('Next' in fields ? {} : { End: true }),
  ...fields,
});

/** A Task that gives its token to the function `ask`. */
export const question = (fields: object = {}) =>
  task({
    Resource: INVOKE_AND_WAIT,
    Parameters: { FunctionName: 'ask', Payload: { 'token.$': '$$.Task.Token' } },
    ...fields,
  });

/** States in the order in which they are written; the first one is where it starts. */
export const workflow = (States: Record<string, object>, fields: object = {}) =>
  loadDefinition(JSON.stringify({ StartAt: Object.keys(States)[0], States, ...fields }));

export interface Call {
  readonly functionName: string;
  readonly payload: unknown;
  readonly at: Instant;
}

type Functions = Record<string, (payload: Record<string, unknown>, attempt: number) => unknown>;

interface BenchOptions {
  readonly functions?: Functions;
  readonly database?: DatabaseSync | string;
  readonly store?: ExecutionStore;
  readonly clock?: VirtualClock;
  readonly random?: () => number;
}

let tokens = 0;

/** A runner on a virtual clock, with what it called and entered; the same database again stands for a restart. */
export class Bench {
  readonly clock: VirtualClock;
  readonly store: ExecutionStore;
  readonly runner: AslRunner;
  readonly calls: Call[] = [];
  readonly entered: StateEntered[] = [];

  constructor(definition: AslRunnerOptions['definition'], options: BenchOptions = {}) {
    this.clock = options.clock ?? new VirtualClock(NINE_O_CLOCK);
    this.store = options.store ?? new SqliteExecutionStore(options.database ?? ':memory:');
    this.runner = new AslRunner({
      definition,
      store: this.store,
      clock: this.clock,
      random: options.random ?? (() => 0.5),
      newTaskToken: () => `token-${++tokens}`,
      onStateEntered: (entered) => this.entered.push(entered),
      invoke: async (functionName, payload) => {
        this.calls.push({ functionName, payload, at: this.clock.now() });
        const attempt = this.calls.filter((call) => call.functionName === functionName).length;
        return options.functions?.[functionName]?.(payload as Record<string, unknown>, attempt);
      },
    });
  }

  /** Starts an execution named `one` and runs what is due. */
  async start(input: unknown = {}): Promise<void> {
    this.runner.start('one', input);
    await this.runner.runDue();
  }

  /** Lets that many seconds pass as a driver would: looks at every instant that the runner names, awaits no function. */
  async elapse(seconds: number): Promise<void> {
    const until = this.clock.now() + seconds * SECOND;
    for (;;) {
      void this.runner.runDue();
      await this.clock.advance(0);
      const now = this.clock.now();
      const wakeAt = Math.max(this.runner.nextWakeAt() ?? Infinity, now);
      // A function that sleeps may come back before the runner wants to be woken.
      const next = Math.min(wakeAt, this.clock.waiting > 0 ? now + SECOND : Infinity);
      if (next > until) break;
      await this.clock.advanceTo(next);
    }
    await this.clock.advanceTo(until);
  }

  /** The execution `one`. */
  get one() {
    return this.runner.describe('one');
  }

  /** The output of `one`, which has succeeded. */
  get output(): unknown {
    return this.one?.status === 'SUCCEEDED' ? this.one.output : new Error(`It is ${this.one?.status}.`);
  }

  /** The token that was given to the function `ask` last. */
  get token(): string {
    const payload = this.calls.findLast(({ functionName }) => functionName === 'ask')?.payload;
    return String((payload as { token?: string } | undefined)?.token);
  }

  /** Seconds after nine o'clock at which functions were called. */
  get calledAt(): number[] {
    return this.calls.map(({ at }) => (at - NINE_O_CLOCK) / SECOND);
  }
}

/** An error as a function throws it: what counts is its name. */
export function named(name: string, message = 'it did not work'): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

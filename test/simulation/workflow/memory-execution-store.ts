import {
  dueAt,
  type Execution,
  isDue,
  type RunningExecution,
} from '../../../functions/adapters/local/asl/execution.ts';
import type { Entering, ExecutionStore } from '../../../functions/adapters/local/asl/execution-store.ts';
import type { Instant } from '../../../functions/domain/instant.ts';

/** What the stores of all executions share. */
export interface ExecutionTables {
  readonly tokens: Map<string, string>;
  readonly definitions: Map<string, string>;
}

/** One execution in memory: the runner's records are never changed in place. */
export class MemoryExecutionStore implements ExecutionStore {
  readonly #tables: ExecutionTables;
  readonly #history = new Map<number, Entering>();
  execution: Execution | undefined;
  /** The last that it was while it ran: where a redrive takes it up. */
  lastRunning: RunningExecution | undefined;

  constructor(tables: ExecutionTables) {
    this.#tables = tables;
  }

  insert(execution: RunningExecution): boolean {
    if (this.execution !== undefined) return false;
    this.save(execution);
    return true;
  }

  save(execution: Execution): void {
    this.execution = execution;
    if (execution.status !== 'RUNNING') return;
    this.lastRunning = execution;
    const { name, entered, current } = execution;
    if (current.phase.kind === 'AWAITING_TOKEN') this.#tables.tokens.set(current.phase.token, name);
    if (!this.#history.has(entered)) {
      this.#history.set(entered, { state: current.state, at: current.enteredAt });
    }
  }

  find(name: string): Execution | undefined {
    return this.execution?.name === name ? this.execution : undefined;
  }

  findByToken(token: string): Execution | undefined {
    const name = this.#tables.tokens.get(token);
    return name === undefined ? undefined : this.find(name);
  }

  history(): Entering[] {
    return [...this.#history.values()];
  }

  firstDue(now: Instant): RunningExecution | undefined {
    return this.running().find((execution) => isDue(execution, now));
  }

  nextDueAt(): Instant | undefined {
    return this.execution && dueAt(this.execution);
  }

  running(): RunningExecution[] {
    return this.execution?.status === 'RUNNING' ? [this.execution] : [];
  }

  saveDefinition(digest: string, text: string): void {
    this.#tables.definitions.set(digest, text);
  }

  findDefinition(digest: string): string | undefined {
    return this.#tables.definitions.get(digest);
  }
}

import type { Instant } from '../../../domain/instant.ts';
import type { Execution, RunningExecution } from './execution.ts';

/** A state that was entered. */
export interface Entering {
  readonly state: string;
  readonly at: Instant;
}

/** Where executions outlive the process. Each call is durable when it returns, and whole or not at all. */
export interface ExecutionStore {
  /** False when the name is taken. */
  insert(execution: RunningExecution): boolean;
  /** Keeps the state that it stands in, too, for its history. */
  save(execution: Execution): void;
  find(name: string): Execution | undefined;
  /** The execution that was ever given this task token. */
  findByToken(token: string): Execution | undefined;
  /** The states that it entered, in their order. */
  history(name: string): Entering[];
  /** The one that has been due longest. */
  firstDue(now: Instant): RunningExecution | undefined;
  /** When the next one is due; undefined when time moves none. */
  nextDueAt(): Instant | undefined;
  /** Every execution that has not ended. */
  running(): RunningExecution[];
  /** Keeps a definition for the executions that begin with it. */
  saveDefinition(digest: string, text: string): void;
  findDefinition(digest: string): string | undefined;
}

import type { AslRunnerOptions } from '../../../functions/adapters/local/asl/asl-runner.ts';
import type { RunningExecution } from '../../../functions/adapters/local/asl/execution.ts';
import {
  type LoadedDefinition,
  loadDefinition,
} from '../../../functions/adapters/local/asl/load-definition.ts';
import type { EndingInput, WorkflowInput } from '../../../functions/ports/workflow.ts';
import { WORKFLOW_FUNCTIONS } from '../../../functions/runtime/workflow-functions.ts';
import type { Random } from '../engine/random.ts';
import type { Scheduler } from '../engine/scheduler.ts';
import type { Trace } from '../engine/trace.ts';
import { MemoryExecutionStore } from './memory-execution-store.ts';
import { SimulatedExecution } from './simulated-execution.ts';

const definitions = new Map<string, LoadedDefinition>();

export const definitionOf = (text: string): LoadedDefinition => {
  const known = definitions.get(text) ?? loadDefinition(text, WORKFLOW_FUNCTIONS);
  definitions.set(text, known);
  return known;
};

export interface WorkflowSurroundings {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly trace: Trace;
}

/** Step Functions: the production runner on the real definition, moved by virtual time. */
export class WorkflowService {
  readonly #executions = new Map<string, SimulatedExecution>();
  readonly #requests = new Map<string, string>();
  readonly #tables = { tokens: new Map<string, string>(), definitions: new Map<string, string>() };
  readonly #surroundings: WorkflowSurroundings;
  readonly #invoke: AslRunnerOptions['invoke'];
  #definition: LoadedDefinition;
  readonly taskTokens: string[] = [];
  /** Executions that somebody has stopped, and nobody redriven. */
  readonly stopped = new Set<string>();
  /** Set by an error of the runner itself, which a run must not survive. */
  failure: unknown;

  constructor(surroundings: WorkflowSurroundings, text: string, invoke: AslRunnerOptions['invoke']) {
    this.#surroundings = surroundings;
    this.#definition = definitionOf(text);
    this.#invoke = invoke;
  }

  start(name: string, input: WorkflowInput | EndingInput): 'STARTED' | 'ALREADY_STARTED' {
    if (this.#executions.has(name)) return 'ALREADY_STARTED';
    this.#execution(name).runner.start(name, input);
    this.#requests.set(name, input.requestId);
    return 'STARTED';
  }

  /** Names of all executions that were ever started. */
  names(): readonly string[] {
    return [...this.#executions.keys()];
  }

  /** The request that an execution is about. */
  requestOf(name: string): string {
    return this.#requests.get(name) ?? name;
  }

  resume(taskToken: string, output: unknown): 'RESUMED' | 'NOTHING_WAITS' {
    const execution = this.#executions.get(this.#tables.tokens.get(taskToken) ?? '');
    const answer = execution?.runner.sendTaskSuccess(taskToken, output);
    return answer === 'RESUMED' ? 'RESUMED' : 'NOTHING_WAITS';
  }

  /** Executions that start from now on run on this definition. */
  deploy(text: string): void {
    this.#definition = definitionOf(text);
  }

  /** Puts an execution in the middle of its way. */
  hold(execution: RunningExecution): void {
    this.#execution(execution.name).hold(execution);
  }

  stop(name: string): boolean {
    if (this.#executions.get(name)?.runner.stop(name) !== 'STOPPED') return false;
    this.stopped.add(name);
    this.#surroundings.trace.add(() => `execution ${name} is stopped`);
    return true;
  }

  redrive(name: string): boolean {
    const execution = this.#executions.get(name);
    if (!execution?.redrive()) return false;
    this.stopped.delete(name);
    this.#surroundings.trace.add(() => `execution ${name} is redriven at ${execution.state}`);
    return true;
  }

  statusOf(name: string): string | undefined {
    return this.#executions.get(name)?.status;
  }

  /** Those that have not ended, and where they stand. */
  running(): readonly { readonly name: string; readonly state: string }[] {
    return [...this.#executions].flatMap(([name, { state }]) =>
      state === undefined ? [] : [{ name, state }],
    );
  }

  #execution(name: string): SimulatedExecution {
    const { scheduler, random } = this.#surroundings;
    const options = {
      definition: this.#definition,
      store: new MemoryExecutionStore(this.#tables),
      clock: scheduler,
      invoke: this.#invoke,
      newTaskToken: () => this.#newTaskToken(),
      random: () => random.next(),
    };
    const execution = new SimulatedExecution(options, scheduler, (error) => {
      this.failure ??= error;
    });
    this.#executions.set(name, execution);
    return execution;
  }

  #newTaskToken(): string {
    const token = `TASK-TOKEN-${this.taskTokens.length + 1}`;
    this.taskTokens.push(token);
    return token;
  }
}

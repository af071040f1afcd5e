import { MINUTE, SECOND } from '../../../functions/domain/instant.ts';
import { functionTimeouts } from '../../../functions/runtime/function-timeouts.ts';
import type { Random } from '../engine/random.ts';
import type { Cloud } from './cloud.ts';
import { dependenciesOf } from './compose.ts';
import { FunctionKilled, Invocation } from './invocation.ts';
import { type UseCases, useCasesOf } from './use-cases.ts';
import { performTask, type TaskPayload } from './workflow-tasks.ts';

type FunctionName = keyof typeof functionTimeouts;

export interface Call {
  readonly to: FunctionName;
  readonly what: string;
  readonly requestId?: string | undefined;
}

const LATEST_DUPLICATE = 10 * MINUTE;

/** Lambda: runs the functions, late, twice or never where faults say so. */
export class DeployedFunctions {
  readonly #cloud: Cloud;
  readonly #random: Random;
  invocations = 0;
  /** Of them, those that took too long. */
  timedOut = 0;
  /** Told of every write of the table, by whom. */
  onWrite: (by: Invocation) => void = () => {};
  /** Told of every run that is over, whatever became of it. */
  onOver: (run: Invocation) => void = () => {};

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#random = cloud.random('functions');
  }

  /** Invokes a function and waits for its answer. */
  async invoke<Result>(call: Call, body: (useCases: UseCases) => Promise<Result>): Promise<Result> {
    const { scheduler, faults } = this.#cloud;
    const site = { what: `${call.to} ${call.what}`, requestId: call.requestId };
    if (faults.strikes('LOST', site)) {
      await scheduler.wait(this.#random.between(1, 20) * SECOND);
      throw new FunctionKilled('Lambda.Unknown');
    }
    if (faults.strikes('DUPLICATED', site)) {
      scheduler.after(this.#random.next() * LATEST_DUPLICATE, () => this.#run(call, body).catch(() => {}));
    }
    if (faults.strikes('DELAYED', site)) {
      const late = this.#random.between(1, 90) * SECOND;
      faults.disturbedUntil(scheduler.now() + late);
      await scheduler.wait(late);
    }
    return await this.#run(call, body);
  }

  /** A task of the workflow. */
  async invokedByWorkflow(name: string, payload: unknown): Promise<unknown> {
    const task = payload as TaskPayload;
    if (task.action === 'end' && this.#cloud.isWorkflowCloserOff) {
      await this.#cloud.scheduler.wait(SECOND);
      throw new FunctionKilled('Lambda.Unknown');
    }
    const call = {
      to: name as FunctionName,
      what: `${task.action} ${task.requestId}`,
      requestId: task.requestId,
    };
    return await this.invoke(call, (useCases) => performTask(useCases, task));
  }

  async #run<Result>(
    { to, what, requestId }: Call,
    body: (useCases: UseCases) => Promise<Result>,
  ): Promise<Result> {
    const cloud = this.#cloud;
    this.invocations += 1;
    const timeout = functionTimeouts[to];
    const label = `${to}#${this.invocations} ${what}`;
    const invocation = new Invocation(
      { scheduler: cloud.scheduler, faults: cloud.faults, trace: cloud.trace, random: this.#random },
      { label, requestId, timeout, skew: this.#random.pick(cloud.skews), configuration: cloud.configuration },
    );
    const dependencies = dependenciesOf(cloud, invocation);
    const sound = useCasesOf(dependencies);
    const useCases = cloud.plant?.useCases?.(sound, dependencies) ?? sound;
    try {
      return await invocation.run(timeout, () => body(useCases));
    } finally {
      if (invocation.hasTimedOut) this.timedOut += 1;
      this.onOver(invocation);
    }
  }
}

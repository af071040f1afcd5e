import { parseStateMachine, type StateMachine } from './definition.ts';
import type { Execution } from './execution.ts';
import type { ExecutionStore } from './execution-store.ts';
import type { LoadedDefinition } from './load-definition.ts';

/** The definitions that open executions run on: as on Step Functions, an update does not change the ground under them. */
export class Definitions {
  readonly #store: ExecutionStore;
  readonly #machines: Map<string, StateMachine>;

  constructor(store: ExecutionStore, latest: LoadedDefinition) {
    this.#store = store;
    this.#machines = new Map([[latest.digest, latest.machine]]);
    store.saveDefinition(latest.digest, latest.text);
  }

  of(execution: Execution): StateMachine {
    const known = this.#machines.get(execution.definition);
    if (known !== undefined) return known;
    const text = this.#store.findDefinition(execution.definition);
    if (text === undefined) throw new Error(`The definition of execution "${execution.name}" is lost.`);
    const machine = parseStateMachine(JSON.parse(text));
    this.#machines.set(execution.definition, machine);
    return machine;
  }
}

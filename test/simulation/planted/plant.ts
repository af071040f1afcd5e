import type { Cloud } from '../functions/cloud.ts';
import type { SimulatedDependencies } from '../functions/compose.ts';
import type { Invocation } from '../functions/invocation.ts';
import type { UseCases } from '../functions/use-cases.ts';

/** A mistake, made only to see it found: what it changes of what is sound. */
export interface Plant {
  /** What is wrong, as one would say it. */
  readonly name: string;
  /** Wraps ports, or the plan of converge. */
  readonly dependencies?: (
    sound: SimulatedDependencies,
    cloud: Cloud,
    invocation: Invocation,
  ) => SimulatedDependencies;
  readonly useCases?: (sound: UseCases, dependencies: SimulatedDependencies) => UseCases;
  /** Changes the workflow's text. */
  readonly workflow?: (text: string) => string;
}

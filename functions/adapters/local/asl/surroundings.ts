import type { Instant } from '../../../domain/instant.ts';
import type { Execution } from './execution.ts';
import type { Json } from './json.ts';

/** What the machine takes from outside while it makes a step. */
export interface Surroundings {
  readonly now: Instant;
  /** A task token that cannot be guessed, never given twice. */
  readonly newTaskToken: () => string;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** A function to call, once the execution that calls it is stored. */
export interface Invocation {
  readonly functionName: string;
  readonly payload: Json;
}

/** What a step made of an execution. */
export interface Step {
  readonly execution: Execution;
  readonly invocation?: Invocation;
}

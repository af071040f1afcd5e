import { describe } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** Name and version of the engine that nobody here wrote, on which the tests run. */
    engine?: string;
    /** What is missing for it, where they were left out. */
    leftOut?: string;
  }
}

export interface NeededEngine {
  readonly engine: string;
  /** In a few words, with how to get it; undefined where the engine can run. */
  readonly missing: string | undefined;
}

/** A suite that needs an engine of others; left out where that is missing. `npm run conformance` insists on them all. */
export const describeOn = ({ engine, missing }: NeededEngine, name: string, tests: () => void): void => {
  const meta = missing === undefined ? { engine } : { engine, leftOut: missing };
  describe(name, { meta, skip: missing !== undefined }, tests);
};

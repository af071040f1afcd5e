import { HELP, readArguments, UsageRefused } from '../../functions/runtime/command-line.ts';

export const USAGE = `npm run simulate -- [--seeds N] [--seed S]

Plays Postern on a virtual clock against a simulated AWS, with faults at every await, and checks the design's
invariants after each step.

  --seeds N   plays the seeds 1 to N, or, with --seed S, N seeds from S on; 1000 where both are left out
  --seed S    plays this one seed and prints its story; a violation is shrunk to its shortest story first

Ends with 0 where no invariant broke, with 1 where one did, and with 2 where it was not understood.`;

export type SimulateOptions =
  | { readonly does: 'TELL_ONE'; readonly seed: number }
  | { readonly does: 'RUN_MANY'; readonly from: number; readonly count: number };

const COUNT = /^[1-9]\d{0,8}$/;

/**
 * What `npm run simulate` was asked for.
 *
 * @throws {UsageRefused}
 */
export const readOptions = (args: readonly string[]): SimulateOptions | 'HELP' => {
  const { values } = readArguments(args, {
    options: { seeds: { type: 'string' }, seed: { type: 'string' }, ...HELP },
  });
  if (values.help) return 'HELP';
  for (const name of ['seeds', 'seed'] as const) {
    const given = values[name];
    if (given !== undefined && !COUNT.test(given)) {
      throw new UsageRefused(`--${name}: expected a whole number from 1 to 999999999, found ${given}`);
    }
  }
  if (values.seed !== undefined && values.seeds === undefined)
    return { does: 'TELL_ONE', seed: Number(values.seed) };
  return { does: 'RUN_MANY', from: Number(values.seed ?? 1), count: Number(values.seeds ?? 1_000) };
};

import { HELP, readArguments, UsageRefused } from '../functions/runtime/command-line.ts';

export const USAGE = `npm run bench -- [calls | policy]

  calls      default: what each use case costs in calls to the table and to EC2; the same on every machine
  policy     decisions a second, and the time to the first one; takes about a minute

Ends with 0, or with 2 where it was not understood.`;

const BENCHES = ['calls', 'policy'] as const;

export type Bench = (typeof BENCHES)[number];

/**
 * What `npm run bench` was asked for.
 *
 * @throws {UsageRefused}
 */
export const readOptions = (args: readonly string[]): Bench | 'HELP' => {
  const { values, positionals } = readArguments(args, { options: HELP, allowPositionals: true });
  if (values.help) return 'HELP';
  const [name = 'calls', ...more] = positionals;
  const bench = BENCHES.find((known) => known === name);
  if (bench === undefined || more.length > 0) {
    throw new UsageRefused(`There is no bench ${positionals.join(' ')}. There are: ${BENCHES.join(', ')}`);
  }
  return bench;
};

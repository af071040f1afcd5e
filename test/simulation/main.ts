import { runCommand } from '../../functions/runtime/command-line.ts';
import { readOptions, type SimulateOptions, USAGE } from './options.ts';
import { coverageTable, neverHit } from './run/coverage.ts';
import { figures } from './run/figures.ts';
import { runMany } from './run/run-many.ts';
import { runSeed } from './run/run-seed.ts';
import { shrink } from './run/shrink.ts';
import type { Tally } from './run/tally.ts';
import { timelineOf } from './run/timeline.ts';

/** `--seed S`: tells one story, whatever comes of it. */
const tellOne = async (seed: number): Promise<number> => {
  const run = await runSeed({ seed, isTraced: true });
  if (run.violation) console.log(timelineOf(await shrink(seed)));
  else console.log([...run.lines, '', `Seed ${seed} breaks nothing. Its trace: ${run.hash}`].join('\n'));
  return run.violation ? 1 : 0;
};

const failureText = ({ seed, violation }: Tally['failures'][number]): string =>
  `seed ${seed}: invariant ${violation.invariant}: ${violation.what}`;

/** `--seeds N`: runs the seeds 1 to N (with `--seed S`, from there). */
const runAll = async (from: number, count: number): Promise<number> => {
  const startedAt = performance.now();
  let shown = 0;
  const told = new Set<number>();
  const tally = await runMany(from, count, ({ seeds, failures }) => {
    for (const failure of failures.filter(({ seed }) => !told.has(seed))) {
      told.add(failure.seed);
      console.error(failureText(failure));
    }
    if (seeds < shown + count / 20) return;
    shown = seeds;
    console.error(`${seeds} seeds, ${failures.length} violations`);
  });
  console.log(figures(tally, performance.now() - startedAt));
  console.log(`\nFaults that struck, by phase:\n\n${coverageTable(tally.hits)}\n`);
  for (const failure of tally.failures.slice(0, 20)) {
    console.log(failureText(failure));
  }
  const [first] = tally.failures;
  if (first) console.log(`\n${timelineOf(await shrink(first.seed))}`);
  const missed = neverHit(tally.hits);
  if (missed.length > 0) console.log(`Never hit: ${missed.join(', ')}`);
  return tally.failures.length > 0 ? 1 : 0;
};

const play = (options: SimulateOptions): Promise<number> =>
  options.does === 'TELL_ONE' ? tellOne(options.seed) : runAll(options.from, options.count);

process.exitCode = await runCommand({ usage: USAGE, read: readOptions, run: play }, process.argv.slice(2));

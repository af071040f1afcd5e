import { parseArgs } from 'node:util';
import { coverageTable, neverHit } from './run/coverage.ts';
import { figures } from './run/figures.ts';
import { runMany } from './run/run-many.ts';
import { runSeed } from './run/run-seed.ts';
import { shrink } from './run/shrink.ts';
import { timelineOf } from './run/timeline.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' }, seed: { type: 'string' } },
});

/** `--seed S`: tells one story, whatever comes of it. */
const tellOne = async (seed: number): Promise<number> => {
  const run = await runSeed({ seed, isTraced: true });
  if (run.violation) console.log(timelineOf(await shrink(seed)));
  else console.log([...run.lines, '', `Seed ${seed} breaks nothing. Its trace: ${run.hash}`].join('\n'));
  return run.violation ? 1 : 0;
};

/** `--seeds N`: runs the seeds 1 to N (with `--seed S`, from there). */
const runAll = async (from: number, count: number): Promise<number> => {
  const startedAt = performance.now();
  let shown = 0;
  const tally = await runMany(from, count, ({ seeds, failures }) => {
    if (seeds < shown + count / 20) return;
    shown = seeds;
    console.error(`${seeds} seeds, ${failures.length} violations`);
  });
  console.log(figures(tally, performance.now() - startedAt));
  console.log(`\nFaults that struck, by phase:\n\n${coverageTable(tally.hits)}\n`);
  for (const { seed, violation } of tally.failures.slice(0, 20)) {
    console.log(`seed ${seed}: invariant ${violation.invariant}: ${violation.what}`);
  }
  const [first] = tally.failures;
  if (first) console.log(`\n${timelineOf(await shrink(first.seed))}`);
  const missed = neverHit(tally.hits);
  if (missed.length > 0) console.log(`Never hit: ${missed.join(', ')}`);
  return tally.failures.length > 0 ? 1 : 0;
};

const isCount = (text: string | undefined): boolean => text !== undefined && /^\d{1,12}$/.test(text);
if (!isCount(values.seeds) || (values.seed !== undefined && !isCount(values.seed))) {
  console.error('Usage: npm run simulate -- [--seeds N] [--seed S]; N and S are whole numbers');
  process.exitCode = 2;
} else if (values.seed !== undefined && !process.argv.includes('--seeds')) {
  process.exitCode = await tellOne(Number(values.seed));
} else {
  process.exitCode = await runAll(Number(values.seed ?? 1), Number(values.seeds));
}

import { runCommand } from '../functions/runtime/command-line.ts';
import { benchCalls } from './calls.ts';
import { type Bench, readOptions, USAGE } from './options.ts';
import { benchPolicy } from './policy.ts';

const benches: Readonly<Record<Bench, () => Promise<void>>> = { calls: benchCalls, policy: benchPolicy };

const measure = async (bench: Bench): Promise<number> => {
  await benches[bench]();
  return 0;
};

process.exitCode = await runCommand({ usage: USAGE, read: readOptions, run: measure }, process.argv.slice(2));

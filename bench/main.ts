import { benchCalls } from './calls.ts';
import { benchPolicy } from './policy.ts';

const benches: Readonly<Record<string, () => Promise<void>>> = { calls: benchCalls, policy: benchPolicy };

const [name = 'calls'] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
  console.error(`There is no bench ${name}. There are: ${Object.keys(benches).join(', ')}`);
  process.exitCode = 2;
} else {
  await bench();
}

import { findAll, medianSeed } from './find-all.ts';

const startedAt = performance.now();
const all = await findAll();
console.log('seed  invariant  mistake: what it broke');
for (const { name, seed, invariant, what } of all) {
  console.log(
    `${String(seed ?? '-').padStart(4)}  ${String(invariant ?? '-').padStart(9)}  ${name}: ${what}`,
  );
}
const missed = all.filter(({ seed }) => seed === null);
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
console.log(
  `\n${all.length - missed.length} of ${all.length} found, median seed ${medianSeed(all)}, in ${seconds} s`,
);
process.exitCode = missed.length > 0 ? 1 : 0;

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cedarPolicy } from '../functions/adapters/cedar/cedar-policy.ts';
import { bareEngine } from './policy/bare.ts';
import { type PolicyCase, policyCase } from './policy/case.ts';

const SIZES = [10, 100, 1_000];
const ROUNDS = 10;
const ROUND = 250;
const COLD_STARTS = 5;

/** How often something was done, and in how many milliseconds. */
interface Count {
  done: number;
  milliseconds: number;
}

const round = async (once: () => unknown, count: Count): Promise<void> => {
  const start = performance.now();
  let now = start;
  while (now - start < ROUND) {
    await once();
    count.done += 1;
    now = performance.now();
  }
  count.milliseconds += now - start;
};

const perSecond = ({ done, milliseconds }: Count): number => Math.round((done * 1_000) / milliseconds);

/** Both in turn, in short rounds, so that whatever else the machine does slows both. */
const sideBySide = async (ours: () => unknown, bare: () => unknown): Promise<readonly [number, number]> => {
  const counts = [ours, bare].map((once) => ({ once, count: { done: 0, milliseconds: 0 } }));
  for (const { once } of counts) await round(once, { done: 0, milliseconds: 0 });
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    for (const { once, count } of counts) await round(once, count);
  }
  const [first, second] = counts.map(({ count }) => perSecond(count));
  return [first ?? Number.NaN, second ?? Number.NaN];
};

/** Milliseconds, in a process of its own. */
const coldLoad = (who: 'ours' | 'bare', size: number): number => {
  const script = join(import.meta.dirname, 'policy/cold.ts');
  const { stdout, status, stderr } = spawnSync(process.execPath, [script, who, String(size)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
};

const median = (values: readonly number[]): number =>
  Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN);

const decisionsOf = ({ configuration, files, questionOn }: PolicyCase): (() => Promise<unknown>) => {
  const policy = cedarPolicy({ ...files, configuration, version: `bench-${configuration.targets.length}` });
  let next = 0;
  return () => {
    next += 1;
    return policy.decide(questionOn(next));
  };
};

/**
 * Decisions a second with everything parsed once, and the time from nothing loaded to the first answer; each beside the
 * engine called bare in the same run, with all policies in one set. A decision of ours is about up to three actions.
 */
export const benchPolicy = async (): Promise<void> => {
  const rows = [];
  for (const size of SIZES) {
    const given = policyCase(size);
    const [ours, bare] = await sideBySide(decisionsOf(given), await bareEngine(given));
    const cold = Array.from({ length: COLD_STARTS }, () => [coldLoad('ours', size), coldLoad('bare', size)]);
    rows.push({
      'policies and targets': size,
      'decisions/s': ours,
      'bare engine, questions/s': bare,
      'cold load, ms': median(cold.map(([each = Number.NaN]) => each)),
      'bare engine, cold, ms': median(cold.map(([, each = Number.NaN]) => each)),
    });
  }
  console.table(rows);
};

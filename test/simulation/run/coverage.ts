import { FAULTS, PHASES } from '../engine/fault-kinds.ts';

/** Every fault can strike in every phase of something: of its group, where it strikes EC2 or a partition of the table. */
const PAIRS: readonly string[] = FAULTS.flatMap((fault) => PHASES.map((phase) => `${fault} × ${phase}`));

export const neverHit = (hits: Readonly<Record<string, number>>): readonly string[] =>
  PAIRS.filter((pair) => !hits[pair]);

/** How often each fault struck in each phase, to be read by people. */
export const coverageTable = (hits: Readonly<Record<string, number>>): string => {
  const cell = (text: string | number): string => String(text).padStart(9);
  const rows = FAULTS.map(
    (fault) => fault.padEnd(24) + PHASES.map((phase) => cell(hits[`${fault} × ${phase}`] ?? 0)).join(''),
  );
  return [''.padEnd(24) + PHASES.map(cell).join(''), ...rows].join('\n');
};

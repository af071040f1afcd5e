import { DIVERGENCES } from './divergences.ts';

export interface SuiteResult {
  /** As its `describe` is named. */
  readonly suite: string;
  /** Name and version. */
  readonly engine: string;
  readonly cases: number;
  readonly passed: number;
}

const HEAD = ['suite', 'engine and version', 'cases', 'passed', 'known divergences'] as const;

const divergencesOf = (suite: string): string =>
  DIVERGENCES.filter((divergence) => suite.startsWith(divergence.suite))
    .map(({ id }) => id)
    .join(', ');

/** Rows of one suite on one engine are one row, wherever its files lie. */
const merged = (results: readonly SuiteResult[]): readonly SuiteResult[] => {
  const bySuite = new Map<string, SuiteResult>();
  for (const result of results) {
    const key = `${result.suite}\n${result.engine}`;
    const before = bySuite.get(key) ?? { ...result, cases: 0, passed: 0 };
    bySuite.set(key, {
      ...result,
      cases: before.cases + result.cases,
      passed: before.passed + result.passed,
    });
  }
  return [...bySuite.values()].sort((a, b) => a.suite.localeCompare(b.suite));
};

/** One table in Markdown, so that it can stand in the README as it is printed. */
export const conformanceTable = (results: readonly SuiteResult[]): string => {
  const rows = merged(results).map(({ suite, engine, cases, passed }) => [
    suite,
    engine,
    String(cases),
    String(passed),
    divergencesOf(suite),
  ]);
  const widths = HEAD.map((head, column) =>
    Math.max(...[HEAD, ...rows].map((row) => (row[column] ?? '').length), head.length),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
};

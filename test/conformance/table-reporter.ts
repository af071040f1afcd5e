import type { Reporter, TestModule, TestSuite } from 'vitest/node';
import type {} from '../engines/describe-on.ts';
import { conformanceTable, type SuiteResult } from './table.ts';

const resultOf = (suite: TestSuite): SuiteResult[] => {
  const { engine } = suite.meta();
  if (engine === undefined) return [];
  const tests = [...suite.children.allTests()];
  const passed = tests.filter((test) => test.result().state === 'passed').length;
  // Without its engine, which has a column of its own.
  return [
    { suite: suite.name.replace(/ on (moto|DynamoDB Local)$/, ''), engine, cases: tests.length, passed },
  ];
};

/** Prints what ran on engines that nobody here wrote, as one table. */
export default class ConformanceTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const results = modules.flatMap((module) => [...module.children.suites()].flatMap(resultOf));
    process.stdout.write(`\n${conformanceTable(results)}\n`);
  }
}

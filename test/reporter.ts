import type { SerializedError } from 'vitest';
import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';
import type {} from './engines/describe-on.ts';

/** What one run comes to. A failure is a failed test, a suite or file that did not load, or an error outside any test. */
export interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * The closing line that CI reads: `12 passed, 0 failed`, with `, 1 skipped` when there are any.
 *
 * In CI a run in which no test ran is a failure: vitest itself calls a name filter that matches nothing a success.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    unhandled: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    const outcome = modules.map(outcomeOf).reduce(add, { passed: 0, failed: unhandled.length, skipped: 0 });
    const ranNothing = outcome.passed + outcome.failed === 0;
    if (reason === 'interrupted' || (ranNothing && isCi())) {
      outcome.failed += 1;
      process.exitCode = 1;
    }
    const suites = modules.flatMap((module) => [...module.children.suites()]);
    const leftOut = leftOutLine(suites.map((suite) => ({ name: suite.name, leftOut: suite.meta().leftOut })));
    process.stdout.write(`\n${leftOut}${closingLine(outcome)}\n`);
  }
}

/** One line that names the suites whose engine is missing here; nothing where none is. */
export function leftOutLine(
  suites: readonly { readonly name: string; readonly leftOut: string | undefined }[],
): string {
  const leftOut = suites.filter((suite) => suite.leftOut !== undefined);
  if (leftOut.length === 0) return '';
  const names = [...leftOut.map(({ name }) => name), 'Deployed stack'].join(', ');
  return `Left out here: ${names}. \`npm run conformance\` runs them, and says what to install.\n`;
}

export function closingLine({ passed, failed, skipped }: Outcome): string {
  const line = `${passed} passed, ${failed} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}

function outcomeOf(module: TestModule): Outcome {
  const outcome = { passed: 0, failed: 0, skipped: 0 };
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (state === 'passed') outcome.passed += 1;
    else if (state === 'skipped') outcome.skipped += 1;
    // A test that is still pending when the run has ended never gave a result.
    else outcome.failed += 1;
  }
  const broken = [module, ...module.children.allSuites()].filter((part) => part.errors().length > 0);
  outcome.failed += broken.length;
  return outcome;
}

function add(left: Outcome, right: Outcome): Outcome {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
  };
}

function isCi(): boolean {
  return process.env.CI !== undefined && process.env.CI !== '' && process.env.CI !== 'false';
}

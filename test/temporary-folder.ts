import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives a run of tests a temporary folder of its own, which goes with the run: a test makes what it needs in `tmpdir()`
 * and leaves it there, as `new App()` of the CDK does without being asked.
 */
export default (): void => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-tests-'));
  // Inherited by the workers, which start after this, and by the processes that tests start.
  process.env.TMPDIR = folder;
  // No teardown: vitest tears nothing down where it is interrupted or told to end.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
};

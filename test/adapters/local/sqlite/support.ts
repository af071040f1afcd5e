import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A path for one test's file, in a folder that does not outlive it. */
export const aLocation = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-sqlite-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'state', 'postern.db');
};

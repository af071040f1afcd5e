import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A path for one test's file. */
export const aLocation = (): string =>
  join(mkdtempSync(join(tmpdir(), 'postern-sqlite-')), 'state', 'postern.db');

import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../functions/adapters/local/sqlite/sqlite-access-store.ts';
import { LeftOpen } from '../../local/drive/close-left-open.ts';
import { loadLocalConfiguration } from '../../local/load-local-configuration.ts';
import { plainFailure } from '../../local/words/plain-failure.ts';

/** What is said of that which it throws. */
const saidOf = (does: () => unknown): string => {
  try {
    does();
  } catch (error) {
    return plainFailure(error, 'config/postern.yaml');
  }
  throw new Error('Nothing failed');
};

describe('why npm start did not start', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'postern-start-'));
  });

  it('is a configuration that is not there: which, and how one names another', () => {
    const file = join(folder, 'postern.yaml');
    const said = saidOf(() => loadLocalConfiguration(file));
    expect(said).toContain(`${file} cannot be read (ENOENT: no such file or directory`);
    expect(said).toContain('POSTERN_CONFIG');
  });

  it('is a configuration that is no file', () => {
    mkdirSync(join(folder, 'postern.yaml'));
    expect(saidOf(() => loadLocalConfiguration(join(folder, 'postern.yaml')))).toContain('EISDIR');
  });

  it('is what another version has stored: the way out, and no stack', () => {
    const location = join(folder, 'postern.sqlite');
    const later = new DatabaseSync(location);
    later.exec('PRAGMA user_version = 99');
    later.close();
    const said = saidOf(() => openSqliteStore(location));
    expect(said).toMatch(
      /postern\.sqlite has tables of version 99; .* Delete .*, or start with another POSTERN_HOME\.$/,
    );
    expect(said).toContain(folder);
    expect(said).not.toContain('    at ');
  });

  it('is a rule that does not close: which, what then, and no stack', () => {
    const group = { account: '000000000000', region: 'eu-central-1', groupId: 'sg-0a1b' };
    const said = saidOf(() => {
      throw new LeftOpen([{ group, version: 1, grants: [], ledger: [] }], 0);
    });
    expect(said).toContain('sg-0a1b');
    expect(said).toContain('Start again');
    expect(said).not.toContain('    at ');
  });

  it('is told with its stack where nobody expected it', () => {
    expect(plainFailure(new Error('No room'), '')).toMatch(/No room\n {4}at /);
  });
});

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../../../functions/adapters/local/sqlite/sqlite-access-store.ts';
import { describeAccessStore } from '../../../contracts/access-store.ts';

describeAccessStore('SQLite in memory as an access store', async () => {
  const store = openSqliteStore(':memory:');
  return { store, close: async () => store.close() };
});

describeAccessStore('SQLite on file as an access store', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-sqlite-'));
  const store = openSqliteStore(join(folder, 'postern.db'));
  return { store, close: async () => store.close() };
});

import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { openSqliteStore } from '../../../../functions/adapters/local/sqlite/sqlite-access-store.ts';
import { aNewRequest } from '../../../support/records.ts';
import { aLocation } from './support.ts';

it('tables of version 1 get what came with later ones, and keep what they hold', async () => {
  const location = aLocation();
  const asked = aNewRequest();
  const before = openSqliteStore(location);
  await before.commit({ changes: [asked] });
  before.close();
  const raw = new DatabaseSync(location);
  raw.exec(
    'DROP TABLE approver_tries; DROP TABLE mail_order; DROP TABLE emergencies; PRAGMA user_version = 1;',
  );
  raw.close();

  const store = openSqliteStore(location);
  expect(await store.read(asked.after.id)).toEqual(asked.after);
  expect(await store.countApproverTry(asked.after.id, 'bob@example.com', 15)).toMatchObject({ left: 14 });
  expect(store.ordersAfter(0, 10)).toEqual([]);
  expect((await store.readEmergencies('orders-db', 'erin@example.com')).version).toBe(0);
  store.close();
});

it('tables of version 2 get what came with version 3', async () => {
  const location = aLocation();
  openSqliteStore(location).close();
  const raw = new DatabaseSync(location);
  raw.exec('DROP TABLE emergencies; PRAGMA user_version = 2;');
  raw.close();
  const store = openSqliteStore(location);
  expect((await store.readEmergencies('orders-db', 'erin@example.com')).version).toBe(0);
  store.close();
});

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
  raw.exec('DROP TABLE approver_tries; DROP TABLE mail_order; DROP TABLE tally; PRAGMA user_version = 1;');
  raw.close();

  const store = openSqliteStore(location);
  expect(await store.read(asked.after.id)).toEqual(asked.after);
  expect(await store.countApproverTry(asked.after.id, 'bob@example.com', 15)).toMatchObject({ left: 14 });
  expect(store.ordersAfter(0, 10)).toEqual([]);
  expect((await store.readTally('orders-db', 'erin@example.com')).version).toBe(0);
  store.close();
});

it('tables of version 2 get what came with later ones', async () => {
  const location = aLocation();
  openSqliteStore(location).close();
  const raw = new DatabaseSync(location);
  raw.exec('DROP TABLE tally; PRAGMA user_version = 2;');
  raw.close();
  const store = openSqliteStore(location);
  expect((await store.readTally('orders-db', 'erin@example.com')).version).toBe(0);
  store.close();
});

it('tables of version 3 keep their emergencies, which then count among all requests', async () => {
  const location = aLocation();
  openSqliteStore(location).close();
  const raw = new DatabaseSync(location);
  raw.exec(`
    DROP TABLE tally;
    CREATE TABLE emergencies (
      target TEXT NOT NULL, person TEXT NOT NULL, version INTEGER NOT NULL, record TEXT NOT NULL,
      PRIMARY KEY (target, person)
    ) STRICT;
    INSERT INTO emergencies VALUES ('orders-db', 'person:erin', 2,
      '{"target":"orders-db","person":"person:erin","requestIds":["req_1","req_2"],"version":2}');
    PRAGMA user_version = 3;
  `);
  raw.close();
  const kept = { target: 'orders-db', person: 'person:erin', requestIds: ['req_1', 'req_2'] };
  for (const time of ['upgraded', 'opened again']) {
    const store = openSqliteStore(location);
    expect(await store.readTally('orders-db', 'person:erin'), time).toStrictEqual({
      ...kept,
      askedAt: [],
      hadBefore: false,
      version: 2,
    });
    store.close();
  }
});

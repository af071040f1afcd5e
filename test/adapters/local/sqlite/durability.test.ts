import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { OtherTables } from '../../../../functions/adapters/local/sqlite/database.ts';
import { openSqliteStore } from '../../../../functions/adapters/local/sqlite/sqlite-access-store.ts';
import {
  aGroup,
  aGroupChange,
  aLink,
  aNewRequest,
  anIdempotencyRecord,
  anOpenRow,
  START,
  step,
} from '../../../support/records.ts';
import { aLocation } from './support.ts';

const COMMITTED = { outcome: 'COMMITTED' };
const WRITER = fileURLToPath(new URL('committing-writer.ts', import.meta.url));

const opened = (location: string) => {
  const store = openSqliteStore(location);
  onTestFinished(() => store.close());
  return store;
};

/**
 * Runs a writer in a process of its own, and kills it once 100 of its commits were answered. Every writer tries
 * the very same commits; which of them were answered to this one is the answer.
 */
const answeredUntilKilled = async (location: string): Promise<readonly string[]> => {
  const writer = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', WRITER, location], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void writer.kill('SIGKILL'));
  const ended = once(writer, 'exit');
  const answered: string[] = [];
  for await (const requestId of createInterface(writer.stdout)) {
    answered.push(requestId);
    if (answered.length === 100) writer.kill('SIGKILL');
  }
  expect(await ended).toEqual([null, 'SIGKILL']);
  return answered;
};

describe('a SQLite store on file', () => {
  it('has everything again after it was closed and opened', async () => {
    const location = aLocation();
    const [asked, row, link, idempotency] = [aNewRequest(), anOpenRow(), aLink(), anIdempotencyRecord()];
    const before = openSqliteStore(location);
    await before.putLink(link);
    await before.countTry(link.tokenHash, 5);
    const spendLink = { tokenHash: link.tokenHash, at: START };
    await before.commit({
      changes: [asked],
      group: aGroupChange({ putRows: [row] }),
      idempotency,
      spendLink,
    });
    await before.saveTaskToken(asked.after.id, 'waiting');
    await before.markSent(asked.after.id, 'requested', START);
    before.saveCursor('publisher', 1);
    before.close();

    const after = opened(location);
    expect(await after.read(asked.after.id)).toStrictEqual(asked.after);
    expect(await after.events(asked.after.id)).toStrictEqual([asked.event]);
    expect(await after.readGroup(aGroup())).toMatchObject({ version: 1, ledger: [row] });
    expect(await after.readIdempotency(idempotency.key, START)).toStrictEqual(idempotency);
    expect(await after.readLink(link.tokenHash)).toStrictEqual({ ...link, tries: 1, spentAt: START });
    expect(await after.readTaskToken(asked.after.id)).toBe('waiting');
    expect(await after.wasSent(asked.after.id, 'requested')).toBe(true);
    expect(after.readCursor('publisher')).toBe(1);
  });

  it('is seen by two connections alike, and takes a version from one of them only', async () => {
    const location = aLocation();
    const [one, other] = [opened(location), opened(location)];
    const asked = aNewRequest();
    expect(await one.commit({ changes: [asked] })).toEqual(COMMITTED);
    expect(await other.read(asked.after.id)).toStrictEqual(asked.after);
    expect(await other.commit({ changes: [step.approved(asked.after)] })).toEqual(COMMITTED);
    const late = { changes: [step.cancelled(asked.after)], group: aGroupChange() };
    expect(await one.commit(late)).toEqual({ outcome: 'CONFLICT', on: 'REQUEST' });
    expect(await one.read(asked.after.id)).toMatchObject({ status: 'APPROVED' });
    expect(await other.commit({ changes: [], group: aGroupChange() })).toEqual(COMMITTED);
    expect(await one.commit({ changes: [], group: aGroupChange() })).toEqual({
      outcome: 'CONFLICT',
      on: 'GROUP',
    });
  });

  it('holds every commit that was answered, though its writer was killed', async () => {
    const location = aLocation();
    const answered = await answeredUntilKilled(location);
    const store = opened(location);
    for (const requestId of answered) {
      const request = await store.read(requestId);
      expect(request?.version).toBe(2);
      expect(await store.events(requestId)).toMatchObject([{ sequence: 1 }, { hash: request?.trail.head }]);
    }
  });

  it('takes each version from one of two processes, and turns neither away', async () => {
    const location = aLocation();
    openSqliteStore(location).close();
    const answered = (
      await Promise.all([answeredUntilKilled(location), answeredUntilKilled(location)])
    ).flat();
    expect(new Set(answered).size).toBe(answered.length);
  });

  it('is for its owner alone', () => {
    const location = aLocation();
    opened(location);
    expect(statSync(location).mode & 0o777).toBe(0o600);
    expect(statSync(`${location}-wal`).mode & 0o777).toBe(0o600);
  });

  it('of a later version is refused, and left as it is', () => {
    const location = aLocation();
    openSqliteStore(location).close();
    const later = new DatabaseSync(location);
    later.exec('PRAGMA user_version = 99');
    later.close();
    expect(() => openSqliteStore(location)).toThrow(OtherTables);
    expect(() => openSqliteStore(location)).toThrow(`${location} has tables of version 99`);
  });
});

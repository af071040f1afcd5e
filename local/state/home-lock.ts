import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process is at work on the same folder. */
export class HomeInUse extends Error {
  override readonly name = 'HomeInUse';
  constructor(home: string, holder: string | null) {
    const who = holder === null ? 'Another Postern' : `Another Postern (process ${holder})`;
    super(`${who} is running on ${home}. Stop it first, or start this one with a POSTERN_HOME of its own.`);
  }
}

const SQLITE_BUSY = 5;
/** With its journals, whose mode SQLite takes from the database only when it makes them. */
const DATABASE = /\.sqlite(-\w+)?$/;

/**
 * Makes the folder and keeps every other process out of it until released. The lock is SQLite's own on a file of its
 * own, so that the operating system takes it back from a process that was killed: none is ever left behind.
 *
 * From then on whatever this process writes is for its owner alone, mails with their codes first of all. The folder may
 * be an older one that others can read; its mode is left as it is, since it may hold more than ours.
 *
 * @throws {HomeInUse}
 */
export const lockHome = (home: string): { release(): void } => {
  process.umask(0o077);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const holderFile = join(home, 'process-id');
  const database = new DatabaseSync(join(home, 'lock.sqlite'));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) throw new HomeInUse(home, holderIn(holderFile));
    throw error;
  }
  for (const name of readdirSync(home)) if (DATABASE.test(name)) chmodSync(join(home, name), 0o600);
  writeFileSync(holderFile, `${process.pid}\n`);
  return { release: () => database.close() };
};

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;

const holderIn = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
};

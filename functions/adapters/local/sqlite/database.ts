import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { ADDED_SINCE, SCHEMA, SCHEMA_VERSION } from './schema.ts';

/** Milliseconds that a writer waits for another process that writes. */
const LOCK_TIMEOUT = 5_000;

type Row = Record<string, SQLOutputValue>;
type Values = Record<string, SQLInputValue>;

/** The file was written by another version of Postern, and cannot be made into what this one reads. */
export class OtherTables extends Error {
  override readonly name = 'OtherTables';
  readonly location: string;
  constructor(location: string, version: unknown) {
    super(`${location} has tables of version ${version}; this Postern reads version ${SCHEMA_VERSION}`);
    this.location = location;
  }
}

/** One connection, its statements prepared once. */
export class Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /**
   * @param location a file, made if it is not there, or `:memory:`
   * @throws {OtherTables}
   */
  constructor(location: string) {
    if (location !== ':memory:') makePrivateFile(location);
    this.#connection = new DatabaseSync(location, { timeout: LOCK_TIMEOUT });
    // In WAL mode only FULL makes a commit durable before it is answered: https://sqlite.org/pragma.html#pragma_synchronous
    this.#connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    this.transaction(() => this.#prepareTables(location));
  }

  rows(sql: string, values: Values = {}): readonly Row[] {
    return this.#statement(sql).all(values);
  }

  row(sql: string, values: Values = {}): Row | undefined {
    return this.rows(sql, values)[0];
  }

  run(sql: string, values: Values): void {
    this.#statement(sql).run(values);
  }

  /** All of the work's writes or, where it throws, none. Nobody else writes meanwhile. */
  transaction<Result>(work: () => Result): Result {
    this.#connection.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#connection.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#connection.close();
  }

  #statement(sql: string): StatementSync {
    const statement = this.#statements.get(sql) ?? this.#connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #prepareTables(location: string): void {
    const version = this.row('PRAGMA user_version')?.user_version;
    if (version === SCHEMA_VERSION) return;
    const added = ADDED_SINCE[Number(version)];
    if (added !== undefined) {
      this.#connection.exec(added);
      return;
    }
    if (version !== 0) throw new OtherTables(location, version);
    this.#connection.exec(SCHEMA);
  }
}

/** Task tokens are in it: only its owner may read it. SQLite gives the files beside it the same mode. */
const makePrivateFile = (location: string): void => {
  mkdirSync(dirname(location), { recursive: true, mode: 0o700 });
  closeSync(openSync(location, 'a', 0o600));
};

/** A record out of its column. Only our own writes are read with it. */
export const recordIn = <Kept>(row: Row): Kept => JSON.parse(String(row.record)) as Kept;

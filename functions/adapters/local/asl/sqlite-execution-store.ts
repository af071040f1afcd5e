import { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../../../domain/instant.ts';
import { dueAt, type Execution, execution, type RunningExecution } from './execution.ts';
import type { Entering, ExecutionStore } from './execution-store.ts';

const TABLES = `
  CREATE TABLE IF NOT EXISTS execution (
    name TEXT PRIMARY KEY, status TEXT NOT NULL, due_at INTEGER, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS execution_due ON execution (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX IF NOT EXISTS execution_running ON execution (name) WHERE status = 'RUNNING';
  CREATE TABLE IF NOT EXISTS execution_history (
    name TEXT NOT NULL, position INTEGER NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (name, position)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS execution_token (token TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS execution_definition (digest TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
`;

/** Milliseconds that a writer waits for another one. */
const LOCK_TIMEOUT = 5_000;

export class SqliteExecutionStore implements ExecutionStore {
  readonly #database: DatabaseSync;

  /** @param database an opened one is used as it is; a path (or `:memory:`) is opened durably */
  constructor(database: DatabaseSync | string) {
    this.#database = typeof database === 'string' ? opened(database) : database;
    this.#database.exec(TABLES);
  }

  insert(of: RunningExecution): boolean {
    return this.#whole(() => {
      const taken =
        this.#run(
          'INSERT INTO execution (name, status, due_at, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
          ...[of.name, of.status, dueAt(of) ?? null, JSON.stringify(of)],
        ) === 0;
      if (!taken) this.#keep(of);
      return !taken;
    });
  }

  save(of: Execution): void {
    this.#whole(() => {
      this.#run(
        'UPDATE execution SET status = ?, due_at = ?, body = ? WHERE name = ?',
        ...[of.status, dueAt(of) ?? null, JSON.stringify(of), of.name],
      );
      if (of.status === 'RUNNING') this.#keep(of);
    });
  }

  find(name: string): Execution | undefined {
    return this.#read('SELECT body FROM execution WHERE name = ?', name)[0];
  }

  findByToken(token: string): Execution | undefined {
    return this.#read(
      'SELECT body FROM execution JOIN execution_token USING (name) WHERE token = ?',
      token,
    )[0];
  }

  history(name: string): Entering[] {
    const rows = this.#database
      .prepare('SELECT state, at FROM execution_history WHERE name = ? ORDER BY position')
      .all(name);
    return rows.map(({ state, at }) => ({ state: String(state), at: Number(at) }));
  }

  firstDue(now: Instant): RunningExecution | undefined {
    const select = 'SELECT body FROM execution WHERE due_at <= ? ORDER BY due_at, name LIMIT 1';
    return this.#read(select, now).find(isRunning);
  }

  nextDueAt(): Instant | undefined {
    const row = this.#database
      .prepare('SELECT min(due_at) AS at FROM execution WHERE due_at IS NOT NULL')
      .get();
    return row?.at === null ? undefined : Number(row?.at);
  }

  running(): RunningExecution[] {
    return this.#read("SELECT body FROM execution WHERE status = 'RUNNING' ORDER BY name").filter(isRunning);
  }

  saveDefinition(digest: string, text: string): void {
    const keep = 'INSERT INTO execution_definition (digest, text) VALUES (?, ?) ON CONFLICT DO NOTHING';
    this.#run(keep, digest, text);
  }

  findDefinition(digest: string): string | undefined {
    const row = this.#database.prepare('SELECT text FROM execution_definition WHERE digest = ?').get(digest);
    return row === undefined ? undefined : String(row.text);
  }

  #keep({ name, entered, current }: RunningExecution): void {
    this.#run(
      'INSERT INTO execution_history (name, position, state, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      ...[name, entered, current.state, current.enteredAt],
    );
    if (current.phase.kind !== 'AWAITING_TOKEN') return;
    const keep = 'INSERT INTO execution_token (token, name) VALUES (?, ?) ON CONFLICT DO NOTHING';
    this.#run(keep, current.phase.token, name);
  }

  /** A savepoint, because the caller's database may be in a transaction of its own. */
  #whole<Result>(work: () => Result): Result {
    this.#database.exec('SAVEPOINT execution');
    try {
      const result = work();
      this.#database.exec('RELEASE execution');
      return result;
    } catch (error) {
      // A full disk has rolled everything back already.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK TO execution; RELEASE execution');
      throw error;
    }
  }

  #run(statement: string, ...parameters: (string | number | null)[]): number {
    return Number(this.#database.prepare(statement).run(...parameters).changes);
  }

  #read(select: string, ...parameters: (string | number)[]): Execution[] {
    const rows = this.#database.prepare(select).all(...parameters);
    return rows.map(({ body }) => execution.parse(JSON.parse(String(body))));
  }
}

const isRunning = (of: Execution): of is RunningExecution => of.status === 'RUNNING';

function opened(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: LOCK_TIMEOUT });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  return database;
}

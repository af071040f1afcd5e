import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ExecutionStore } from '../../functions/adapters/local/asl/execution-store.ts';
import { SqliteExecutionStore } from '../../functions/adapters/local/asl/sqlite-execution-store.ts';
import { LocalMailbox } from '../../functions/adapters/local/mailbox/local-mailbox.ts';
import {
  openSqliteStore,
  type SqliteAccessStore,
} from '../../functions/adapters/local/sqlite/sqlite-access-store.ts';
import type { Clock } from '../../functions/ports/clock.ts';

/** What outlives the process, apart from the gate's rules: those are a state of their own, as EC2's are. */
export interface LocalState {
  readonly store: SqliteAccessStore;
  readonly executions: ExecutionStore;
  readonly mailbox: LocalMailbox;
  /** Where the gate keeps its rules. */
  readonly gateFile: string;
  close(): void;
}

const IN_MEMORY = ':memory:';

const opened = (location: string): DatabaseSync => {
  const database = new DatabaseSync(location);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  return database;
};

/** @param home the folder of all files; null keeps everything in memory */
export const openState = (home: string | null, clock: Clock): LocalState => {
  const file = (name: string) => (home === null ? IN_MEMORY : join(home, name));
  const workflow = opened(file('workflow.sqlite'));
  const mail = opened(file('mail.sqlite'));
  const store = openSqliteStore(file('postern.sqlite'));
  return {
    store,
    executions: new SqliteExecutionStore(workflow),
    mailbox: new LocalMailbox(mail, clock),
    gateFile: file('gate.sqlite'),
    close: () => {
      store.close();
      workflow.close();
      mail.close();
    },
  };
};

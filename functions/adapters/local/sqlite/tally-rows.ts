import { emptyTally, type Tally } from '../../../domain/tally.ts';
import { type Database, recordIn } from './database.ts';

export class TallyRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  read(target: string, person: string): Tally {
    const row = this.#database.row('SELECT record FROM tally WHERE target = :target AND person = :person', {
      target,
      person,
    });
    return row ? recordIn<Tally>(row) : emptyTally(target, person);
  }

  /** Whether the tally is still as it was when the next one was made of it. */
  stands({ target, person, version }: Tally): boolean {
    return this.read(target, person).version === version - 1;
  }

  put(tally: Tally): void {
    const { target, person, version } = tally;
    this.#database.run(
      `INSERT OR REPLACE INTO tally (target, person, version, record)
       VALUES (:target, :person, :version, :record)`,
      { target, person, version, record: JSON.stringify(tally) },
    );
  }
}

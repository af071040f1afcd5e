import type { Emergencies } from '../../../domain/emergencies.ts';
import { type Database, recordIn } from './database.ts';

export class EmergencyRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  read(target: string, person: string): Emergencies {
    const row = this.#database.row(
      'SELECT record FROM emergencies WHERE target = :target AND person = :person',
      { target, person },
    );
    return row ? recordIn<Emergencies>(row) : { target, person, requestIds: [], version: 0 };
  }

  /** Whether the record is still as it was when the next one was made of it. */
  stands({ target, person, version }: Emergencies): boolean {
    return this.read(target, person).version === version - 1;
  }

  put(record: Emergencies): void {
    const { target, person, version } = record;
    this.#database.run(
      `INSERT OR REPLACE INTO emergencies (target, person, version, record)
       VALUES (:target, :person, :version, :record)`,
      { target, person, version, record: JSON.stringify(record) },
    );
  }
}

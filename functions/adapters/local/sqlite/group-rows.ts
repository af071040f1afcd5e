import type { GroupChange, GroupState, StandingGrant } from '../../../domain/group-state.ts';
import type { LedgerRow } from '../../../domain/ledger.ts';
import { type GroupRef, groupKey, parseGroupKey } from '../../../domain/rule-key.ts';
import { type Database, recordIn } from './database.ts';

/** Tables of records that belong to a group. */
type MemberTable = 'standing_grant' | 'ledger_row';

export class GroupRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  read(group: GroupRef): GroupState {
    const key = groupKey(group);
    return {
      group,
      version: this.#version(key),
      grants: this.#members<StandingGrant>('standing_grant', key),
      ledger: this.#members<LedgerRow>('ledger_row', key),
    };
  }

  registered(): readonly GroupRef[] {
    return this.#database
      .rows('SELECT key FROM security_group ORDER BY key')
      .map(({ key }) => parseGroupKey(String(key)));
  }

  /** Whether the group is still what the change was based on. */
  stands({ group, basedOn }: GroupChange): boolean {
    return this.#version(groupKey(group)) === basedOn;
  }

  apply(change: GroupChange): void {
    const key = groupKey(change.group);
    this.#database.run('INSERT OR REPLACE INTO security_group (key, version) VALUES (:key, :version)', {
      key,
      version: change.basedOn + 1,
    });
    for (const grant of change.putGrants) this.#put('standing_grant', key, grant.grantId, grant);
    for (const id of change.removeGrants) this.#remove('standing_grant', key, id);
    for (const row of change.putRows) this.#put('ledger_row', key, row.id, row);
    for (const id of change.removeRows) this.#remove('ledger_row', key, id);
  }

  #version(key: string): number {
    const row = this.#database.row('SELECT version FROM security_group WHERE key = :key', { key });
    return Number(row?.version ?? 0);
  }

  #members<Member>(table: MemberTable, key: string): readonly Member[] {
    return this.#database
      .rows(`SELECT record FROM ${table} WHERE group_key = :key ORDER BY id`, { key })
      .map((row) => recordIn<Member>(row));
  }

  #put(table: MemberTable, key: string, id: string, member: StandingGrant | LedgerRow): void {
    this.#database.run(
      `INSERT OR REPLACE INTO ${table} (group_key, id, record) VALUES (:key, :id, :record)`,
      {
        key,
        id,
        record: JSON.stringify(member),
      },
    );
  }

  #remove(table: MemberTable, key: string, id: string): void {
    this.#database.run(`DELETE FROM ${table} WHERE group_key = :key AND id = :id`, { key, id });
  }
}

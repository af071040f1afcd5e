import { DatabaseSync } from 'node:sqlite';
import { type GroupRef, groupKey } from '../../../domain/rule-key.ts';
import type { StoredRule } from '../../observe-rule.ts';

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS rules (
    ruleId TEXT PRIMARY KEY,
    groupKey TEXT NOT NULL,
    protocol TEXT NOT NULL,
    fromPort INTEGER NOT NULL,
    toPort INTEGER NOT NULL,
    source TEXT NOT NULL,
    description TEXT,
    deployment TEXT,
    UNIQUE (groupKey, protocol, fromPort, toPort, source)
  ) STRICT;
`;

const COLUMNS = 'ruleId, protocol, fromPort, toPort, source, description, deployment';

/** The rules that stand, as durable as EC2's: they outlive the process. */
export class RuleBook {
  readonly #database: DatabaseSync;

  constructor(path: string) {
    this.#database = new DatabaseSync(path, { timeout: 1000 });
    this.#database.exec(SCHEMA);
  }

  /** In the order in which they were added. */
  rules(group: GroupRef): readonly StoredRule[] {
    const rows = this.#database
      .prepare(`SELECT ${COLUMNS} FROM rules WHERE groupKey = ? ORDER BY rowid`)
      .all(groupKey(group));
    return rows.map((row) => ({ ...row }) as unknown as StoredRule);
  }

  /** Throws where a rule of the same protocol, ports and source stands. */
  add(group: GroupRef, rule: StoredRule): void {
    this.#database
      .prepare(`INSERT INTO rules (groupKey, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(
        groupKey(group),
        rule.ruleId,
        rule.protocol,
        rule.fromPort,
        rule.toPort,
        rule.source,
        rule.description,
        rule.deployment,
      );
  }

  /** Throws where the group has no rule of this id, or another rule that is the same. */
  replace(group: GroupRef, rule: StoredRule): void {
    const { changes } = this.#database
      .prepare(
        `UPDATE rules SET protocol = ?, fromPort = ?, toPort = ?, source = ?, description = ?, deployment = ?
         WHERE groupKey = ? AND ruleId = ?`,
      )
      .run(
        rule.protocol,
        rule.fromPort,
        rule.toPort,
        rule.source,
        rule.description,
        rule.deployment,
        groupKey(group),
        rule.ruleId,
      );
    if (changes === 0) throw new Error(`No rule ${rule.ruleId} in ${groupKey(group)}`);
  }

  /** All of them in one transaction. */
  remove(group: GroupRef, ruleIds: readonly string[]): void {
    const statement = this.#database.prepare('DELETE FROM rules WHERE groupKey = ? AND ruleId = ?');
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const ruleId of ruleIds) statement.run(groupKey(group), ruleId);
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#database.close();
  }
}

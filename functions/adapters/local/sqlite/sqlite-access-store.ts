import type { ApprovalLink } from '../../../domain/approval-link.ts';
import type { Instant } from '../../../domain/instant.ts';
import type { GroupRef } from '../../../domain/rule-key.ts';
import type { AccessStore, Commit, CommitOutcome, RequestQuery } from '../../../ports/access-store.ts';
import type { AuditQuery, PlacedEvent } from './audit-rows.ts';
import { commitTo } from './commit.ts';
import { Database } from './database.ts';
import type { PlacedOrder } from './order-rows.ts';
import { listRequests } from './request-list.ts';
import { type Tables, tablesOf } from './tables.ts';

/**
 * The access store of the local composition, in one SQLite file. Every answer is that of the moment: nothing lags.
 * Beside the port it gives events in the order of commits, for the local publisher.
 */
export class SqliteAccessStore implements AccessStore {
  readonly #database: Database;
  readonly #tables: Tables;
  readonly #listeners = new Set<() => void>();

  constructor(database: Database) {
    this.#database = database;
    this.#tables = tablesOf(database);
  }

  async commit(commit: Commit): Promise<CommitOutcome> {
    const answer = commitTo(this.#database, this.#tables, commit);
    if (answer.outcome === 'COMMITTED') {
      // Apart from this call: what was committed is answered so, whatever a listener does.
      for (const listener of this.#listeners) queueMicrotask(listener);
    }
    return answer;
  }

  /** Has the listener called soon after every commit of this store. Answers how to stop it. */
  onCommit(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** At most `limit` events after a position (0: from the first), in the order of commits. */
  eventsAfter(position: number, limit: number): readonly PlacedEvent[] {
    return this.#tables.audit.eventsAfter(position, limit);
  }

  /** At most `limit` orders of mail after a position (0: from the first), in the order of commits. */
  ordersAfter(position: number, limit: number): readonly PlacedOrder[] {
    return this.#tables.orders.after(position, limit);
  }

  /** Where a reader of events was; 0 where it never said. */
  readCursor(name: string): number {
    return this.#tables.audit.readCursor(name);
  }

  saveCursor(name: string, position: number): void {
    this.#tables.audit.saveCursor(name, position);
  }

  close(): void {
    this.#database.close();
  }

  async read(requestId: string) {
    return this.#tables.requests.read(requestId);
  }

  async list(query: RequestQuery) {
    return listRequests(this.#database, query);
  }

  async due(now: Instant, limit: number) {
    return this.#tables.requests.due(now, limit);
  }

  async readIdempotency(key: string, now: Instant) {
    return this.#tables.idempotency.read(key, now);
  }

  async readGroup(group: GroupRef) {
    return this.#tables.groups.read(group);
  }

  async registeredGroups() {
    return this.#tables.groups.registered();
  }

  async readTally(target: string, person: string) {
    return this.#tables.tallies.read(target, person);
  }

  async events(requestId: string) {
    return this.#tables.audit.events(requestId);
  }

  async audit(query: AuditQuery) {
    return this.#tables.audit.audit(query);
  }

  async saveTaskToken(requestId: string, taskToken: string) {
    this.#tables.deliveries.saveTaskToken(requestId, taskToken);
  }

  async readTaskToken(requestId: string) {
    return this.#tables.deliveries.readTaskToken(requestId);
  }

  async putLink(link: ApprovalLink) {
    this.#tables.links.put(link);
  }

  async readLink(tokenHash: string) {
    return this.#tables.links.read(tokenHash);
  }

  async countTry(tokenHash: string, most: number) {
    return this.#tables.links.countTry(tokenHash, most);
  }

  async countApproverTry(requestId: string, approver: string, most: number) {
    return this.#tables.links.countApproverTry(requestId, approver, most);
  }

  async readApproverTries(requestId: string, approver: string) {
    return this.#tables.links.approverTries(requestId, approver);
  }

  async wasSent(requestId: string, mailId: string) {
    return this.#tables.deliveries.wasSent(requestId, mailId);
  }

  async markSent(requestId: string, mailId: string, at: Instant) {
    this.#tables.deliveries.markSent(requestId, mailId, at);
  }
}

/** @param location a file, made with its folder where it is not there, or `:memory:` */
export const openSqliteStore = (location: string): SqliteAccessStore =>
  new SqliteAccessStore(new Database(location));

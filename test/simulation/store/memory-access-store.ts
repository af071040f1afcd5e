import type { ApprovalLink } from '../../../functions/domain/approval-link.ts';
import type { GroupState } from '../../../functions/domain/group-state.ts';
import type { Instant } from '../../../functions/domain/instant.ts';
import { type GroupRef, groupKey } from '../../../functions/domain/rule-key.ts';
import type { AccessStore, AuditTrail, Commit, RequestQuery } from '../../../functions/ports/access-store.ts';
import { auditEvents, dueRequests, listRequests } from './memory-queries.ts';
import type { GroupTable, MemoryTables } from './memory-tables.ts';

/** Makes one call of the table: whoever composes decides what happens around it. */
export type TableCall = <Result>(
  what: string,
  about: { readonly group?: GroupRef; readonly requestId?: string },
  effect: () => Result,
) => Promise<Result>;

/** Items of a page: few, so that reads are torn often. DynamoDB's pages end after 1 MB. */
export const SMALL_PAGE = 3;

interface Item {
  readonly key: string;
  readonly take: (into: Members) => void;
}
type Members = {
  readonly grants: GroupState['grants'][number][];
  readonly ledger: GroupState['ledger'][number][];
};

/** The partition of a group as DynamoDB sorts it: grants, then rows. */
const itemsOf = ({ grants, rows }: GroupTable): readonly Item[] =>
  [
    ...[...grants].map(([id, grant]) => ({
      key: `grant#${id}`,
      take: (into: Members) => void into.grants.push(grant),
    })),
    ...[...rows].map(([id, row]) => ({
      key: `row#${id}`,
      take: (into: Members) => void into.ledger.push(row),
    })),
  ].sort((a, b) => (a.key < b.key ? -1 : 1));

/** The port over tables in memory, with the conditions of the real ones, one call a page. */
export class MemoryAccessStore implements AccessStore {
  readonly #tables: MemoryTables;
  readonly #call: TableCall;
  readonly #pageSize: number;

  constructor(
    tables: MemoryTables,
    call: TableCall = async (_, __, effect) => effect(),
    pageSize = SMALL_PAGE,
  ) {
    this.#tables = tables;
    this.#call = call;
    this.#pageSize = pageSize;
  }

  read(requestId: string) {
    return this.#call('read', { requestId }, () => this.#tables.requests.get(requestId));
  }

  commit(commit: Commit) {
    const requestId = commit.changes[0]?.after.id;
    const about = {
      ...(commit.group ? { group: commit.group.group } : {}),
      ...(requestId === undefined ? {} : { requestId }),
    };
    return this.#call('commit', about, () => this.#tables.commit(commit));
  }

  list(query: RequestQuery) {
    return this.#call('list', {}, () => listRequests(this.#tables, query));
  }

  due(now: Instant, limit: number) {
    return this.#call('due', {}, () => dueRequests(this.#tables, now, limit));
  }

  readIdempotency(key: string, now: Instant) {
    return this.#call('readIdempotency', {}, () => this.#tables.readIdempotency(key, now));
  }

  async readGroup(group: GroupRef): Promise<GroupState> {
    const table = () => this.#tables.groups.get(groupKey(group));
    const version = await this.#call('readGroup version', { group }, () => table()?.version ?? 0);
    const members: Members = { grants: [], ledger: [] };
    for (let after: string | undefined = ''; after !== undefined; ) {
      const start: string = after;
      after = await this.#call('readGroup page', { group }, () => {
        const found = table();
        const rest = found ? itemsOf(found).filter(({ key }) => key > start) : [];
        for (const item of rest.slice(0, this.#pageSize)) item.take(members);
        return rest.length > this.#pageSize ? rest[this.#pageSize - 1]?.key : undefined;
      });
    }
    return { group, version, ...members };
  }

  registeredGroups() {
    return this.#call('registeredGroups', {}, () =>
      [...this.#tables.groups.values()].map(({ group }) => group),
    );
  }

  readTally(target: string, person: string) {
    return this.#call('readTally', {}, () => this.#tables.readTally(target, person));
  }

  events(requestId: string) {
    return this.#call('events', { requestId }, () => [...(this.#tables.events.get(requestId) ?? [])]);
  }

  audit(query: Parameters<AuditTrail['audit']>[0]) {
    return this.#call('audit', {}, () => auditEvents(this.#tables, query));
  }

  saveTaskToken(requestId: string, taskToken: string) {
    return this.#call('saveTaskToken', { requestId }, () => {
      this.#tables.taskTokens.set(requestId, taskToken);
    });
  }

  readTaskToken(requestId: string) {
    return this.#call('readTaskToken', { requestId }, () => this.#tables.taskTokens.get(requestId));
  }

  putLink(link: ApprovalLink) {
    return this.#call('putLink', { requestId: link.requestId }, () => {
      if (!this.#tables.links.has(link.tokenHash)) this.#tables.links.set(link.tokenHash, link);
    });
  }

  readLink(tokenHash: string) {
    return this.#call('readLink', {}, () => this.#tables.links.get(tokenHash));
  }

  countTry(tokenHash: string, most: number) {
    return this.#call('countTry', {}, () => {
      const link = this.#tables.links.get(tokenHash);
      if (!link || link.tries >= most) return { outcome: 'EXHAUSTED' as const };
      this.#tables.links.set(tokenHash, { ...link, tries: link.tries + 1 });
      return { outcome: 'COUNTED' as const, left: most - link.tries - 1 };
    });
  }

  countApproverTry(requestId: string, approver: string, most: number) {
    return this.#call('countApproverTry', { requestId }, () => {
      const key = `${requestId} ${approver}`;
      const tries = this.#tables.approverTries.get(key) ?? 0;
      if (tries >= most) return { outcome: 'EXHAUSTED' as const };
      this.#tables.approverTries.set(key, tries + 1);
      return { outcome: 'COUNTED' as const, left: most - tries - 1 };
    });
  }

  readApproverTries(requestId: string, approver: string) {
    return this.#call(
      'readApproverTries',
      { requestId },
      () => this.#tables.approverTries.get(`${requestId} ${approver}`) ?? 0,
    );
  }

  wasSent(requestId: string, mailId: string) {
    return this.#call('wasSent', { requestId }, () => this.#tables.sentMails.has(`${requestId} ${mailId}`));
  }

  markSent(requestId: string, mailId: string, at: Instant) {
    return this.#call('markSent', { requestId }, () => {
      const key = `${requestId} ${mailId}`;
      if (!this.#tables.sentMails.has(key)) this.#tables.sentMails.set(key, at);
    });
  }
}

import { groupKey } from '../../../functions/domain/rule-key.ts';
import type { AccessStore, Commit, CommitOutcome } from '../../../functions/ports/access-store.ts';
import type { Invocation } from '../functions/invocation.ts';
import { MemoryAccessStore, type TableCall } from './memory-access-store.ts';
import type { MemoryTables } from './memory-tables.ts';

const LATENCY = 8;
const WRITES = ['commit', 'saveTaskToken', 'putLink', 'countTry', 'countApproverTry', 'markSent'];

/** DynamoDB did not answer as it should, or not at all. */
export class TableError extends Error {
  override readonly name = 'TableError';
}

/** The table as one invocation has it: each page and each write is a call that takes time and meets faults. */
export class InvokedStore extends MemoryAccessStore implements AccessStore {
  readonly #invocation: Invocation;

  constructor(
    tables: MemoryTables,
    invocation: Invocation,
    pageSize: number,
    onWrite: (by: Invocation) => void,
  ) {
    const { faults } = invocation.surroundings;
    const call: TableCall = (what, about, effect) => {
      const group = about.group && groupKey(about.group);
      const here = invocation.site(`table ${what}`, group);
      const site = { ...here, requestId: about.requestId ?? here.requestId };
      return invocation.call(site, LATENCY, () => {
        if (faults.strikes('STORE_5XX', site)) throw new TableError('InternalServerError');
        const isWrite = WRITES.includes(what);
        if (isWrite) onWrite(invocation);
        const result = effect();
        if (isWrite && faults.strikes('STORE_TIMEOUT_AFTER', site)) {
          invocation.isMisled = true;
          throw new TableError('time-out');
        }
        return result;
      });
    };
    super(tables, call, pageSize);
    this.#invocation = invocation;
  }

  /** Two transactions that meet are both refused, although the conditions of one hold. New requests meet at the tally. */
  override async commit(commit: Commit): Promise<CommitOutcome> {
    const { faults } = this.#invocation.surroundings;
    const group = commit.group && groupKey(commit.group.group);
    const site = { ...this.#invocation.site('commit', group), requestId: commit.changes[0]?.after.id };
    if (!faults.strikes('STORE_CONFLICT', site)) return await super.commit(commit);
    await this.#invocation.call(site, LATENCY, () => undefined);
    if (commit.tally) return { outcome: 'CONFLICT', on: 'TALLY' };
    return { outcome: 'CONFLICT', on: commit.changes.length > 0 ? 'REQUEST' : 'GROUP' };
  }
}

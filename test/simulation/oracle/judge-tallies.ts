import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import { HOUR } from '../../../functions/domain/instant.ts';
import { principalName } from '../../../functions/domain/principal.ts';
import type { Commit } from '../../../functions/ports/access-store.ts';
import type { Cloud } from '../functions/cloud.ts';
import type { Court } from './court.ts';

const OVER = ['EXPIRED', 'REVOKED', 'FAILED'];
const counts = ({ status, grant }: AccessRequest): boolean =>
  status === 'PENDING' || (grant !== null && !OVER.includes(grant.status));

/** Invariant 14: whoever asks is weighed with everything that is theirs by then, be it asked in the same moment. */
export class TalliesJudge {
  readonly #cloud: Cloud;
  readonly #court: Court;

  constructor(cloud: Cloud, court: Court) {
    this.#cloud = cloud;
    this.#court = court;
  }

  /** Called before the commit is written. What ended since it was weighed may be named as well. */
  committing({ changes, tally }: Commit): void {
    for (const { before, after } of changes) {
      if (before !== null) continue;
      const name = principalName(after.requester);
      const earlier = [...this.#cloud.tables.requests.values()].filter(
        ({ requester, target }) => target === after.target && principalName(requester) === name,
      );
      const all = [...earlier, after];
      const [unnamed] = all.filter(counts).filter(({ id }) => !tally?.requestIds.includes(id));
      this.#court.demand(14, unnamed === undefined, () => `${after.id} is not weighed with ${unnamed?.id}`);
      const lately = all.filter(({ requestedAt }) => requestedAt > after.requestedAt - HOUR).length;
      this.#court.demand(
        14,
        tally !== undefined && tally.askedAt.length >= lately,
        () => `${after.id} is the ${lately}th within an hour, and not weighed as that`,
      );
    }
  }
}

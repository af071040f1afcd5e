import type { AccessRequest } from '../../domain/access-request.ts';
import type { Change } from '../../domain/change.ts';
import type { GrantMove } from '../../domain/converge/grant-move.ts';
import {
  activate,
  beginEnd,
  canStart,
  end,
  renewRules,
  reportFailure,
} from '../../domain/grant-transitions.ts';
import { type Instant, MINUTE } from '../../domain/instant.ts';
import type { RequestStore } from '../../ports/access-store.ts';

const changeOf = (request: AccessRequest, move: GrantMove, at: Instant): Change => {
  switch (move.kind) {
    case 'activate':
      return activate(request, move.rules, move.expiresAt, at);
    case 'renewRules':
      return renewRules(request, move.rules);
    case 'beginEnd':
      return beginEnd(request, move.ending, at);
    case 'reportFailure':
      return reportFailure(request, move, at);
    case 'end':
      return end(request, move.closures, move.held, at);
  }
};

/** No grant lasts longer than its own record was approved for, whatever its group says. */
const isWithinTerms = (move: GrantMove, { grant }: AccessRequest, at: Instant): boolean =>
  move.kind !== 'activate' || (grant !== null && move.expiresAt <= at + grant.minutes * MINUTE);

export interface RecordedMoves {
  readonly changes: readonly Change[];
  /** Grants whose request is missing, unreadable, or in another state than their group believes. */
  readonly impossible: readonly string[];
}

/** The moves of a plan as changes of the requests' records, each read anew. */
export const recordMoves = async (
  store: RequestStore,
  moves: readonly GrantMove[],
  at: Instant,
): Promise<RecordedMoves> => {
  const found = await Promise.all(
    // A record that cannot be read is as good as none here: the rules of its group must close without it.
    moves.map(async (move) => ({ move, request: await store.read(move.grantId).catch(() => undefined) })),
  );
  const changes: Change[] = [];
  const impossible: string[] = [];
  for (const { move, request } of found) {
    if (request && canStart(move.kind, request) && isWithinTerms(move, request, at))
      changes.push(changeOf(request, move, at));
    else impossible.push(move.grantId);
  }
  return { changes, impossible };
};

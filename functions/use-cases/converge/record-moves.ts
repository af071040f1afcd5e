import type { AccessRequest } from '../../domain/access-request.ts';
import type { Change } from '../../domain/change.ts';
import type { GrantMove } from '../../domain/converge/grant-move.ts';
import { activate, beginEnd, end, reportFailure } from '../../domain/grant-transitions.ts';
import type { Instant } from '../../domain/instant.ts';
import type { RequestStore } from '../../ports/access-store.ts';

const changeOf = (request: AccessRequest, move: GrantMove, at: Instant): Change => {
  switch (move.kind) {
    case 'activate':
      return activate(request, move.rules, move.expiresAt, at);
    case 'beginEnd':
      return beginEnd(request, move.ending, at);
    case 'reportFailure':
      return reportFailure(request, move.lastError, move.nextTryAt, at);
    case 'end':
      return end(request, move.closures, move.held, at);
  }
};

/** The moves of a plan as changes of the requests' records, each read anew. */
export const recordMoves = (
  store: RequestStore,
  moves: readonly GrantMove[],
  at: Instant,
): Promise<Change[]> =>
  Promise.all(
    moves.map(async (move) => {
      const request = await store.read(move.grantId);
      if (request === undefined)
        throw new Error(`The group of ${move.grantId} knows a grant that has no request`);
      return changeOf(request, move, at);
    }),
  );

import { jsonAnswer } from '../../runtime/http/answer.ts';
import { problemOf } from '../../runtime/http/problem-of.ts';
import { foreseeRequest } from '../../use-cases/foresee-request.ts';
import { getRequest } from '../../use-cases/get-request.ts';
import { listRequests } from '../../use-cases/list-requests.ts';
import { requestAccess } from '../../use-cases/request-access.ts';
import { encodeCursor } from '../schemas/cursor.ts';
import { pageLimit } from '../schemas/inputs.ts';
import { readIdempotency } from './idempotency.ts';
import type { ApiDependencies, Operations } from './operation.ts';
import { presentForeseen, presentRequest } from './present-request.ts';

type Names = 'requestAccess' | 'listRequests' | 'getRequest';

export const requestOperations = (dependencies: ApiDependencies): Operations<Names> => {
  const { configuration } = dependencies;
  const ask = requestAccess(dependencies);
  const foresee = foreseeRequest(dependencies);
  const get = getRequest(dependencies);
  const list = listRequests(dependencies);

  return {
    requestAccess: async ({ caller, query, body, event, prefix }) => {
      const idempotency = readIdempotency(event, caller, body);
      if (idempotency.outcome === 'INVALID') return problemOf(idempotency);
      const wish = {
        caller,
        target: body.target,
        durationMinutes: body.durationMinutes,
        reason: body.reason,
        source: body.source ?? null,
        callerAddress: event.requestContext.http.sourceIp,
        ticket: body.ticket ?? null,
        startsAt: body.startsAt ?? null,
        breakGlass: body.breakGlass ?? false,
      };
      if (query.dryRun === 'true') {
        const foreseen = await foresee(wish);
        return foreseen.outcome === 'FORESEEN'
          ? jsonAnswer(200, presentForeseen(foreseen.request))
          : problemOf(foreseen);
      }
      const asked = await ask({ ...wish, idempotency: idempotency.value });
      // A repeated call is answered as the first one was, with the request as it is by now.
      if (asked.outcome !== 'REQUESTED' && asked.outcome !== 'REPEATED') return problemOf(asked);
      const { request } = asked;
      return jsonAnswer(201, presentRequest(request, caller, configuration), {
        location: `${prefix}/v1/requests/${request.id}`,
      });
    },

    getRequest: async ({ caller, id, query }) => {
      const found = await get({ caller, id, waitSeconds: query.wait ?? 0 });
      return found.outcome === 'FOUND'
        ? jsonAnswer(200, presentRequest(found.request, caller, configuration))
        : problemOf(found);
    },

    listRequests: async ({ caller, query }) => {
      const { status, target, requester, cursor, limit } = query;
      const { items, next } = await list({
        caller,
        ...(status === undefined ? {} : { status }),
        ...(target === undefined ? {} : { target }),
        ...(requester === undefined ? {} : { requester }),
        ...(cursor === undefined ? {} : { after: cursor }),
        limit: pageLimit(limit),
      });
      return jsonAnswer(200, {
        items: items.map((request) => presentRequest(request, caller, configuration)),
        nextCursor: encodeCursor(next),
      });
    },
  };
};

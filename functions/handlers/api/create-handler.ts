import middy from '@middy/core';
import { GATEWAY_ROUTES, IAM_PREFIX } from '../../runtime/gateway-routes.ts';
import { type HttpAnswer, jsonAnswer } from '../../runtime/http/answer.ts';
import type { HttpEvent } from '../../runtime/http/event.ts';
import { problemOf } from '../../runtime/http/problem-of.ts';
import { EARLY, httpBoundary } from '../../runtime/middleware/http-boundary.ts';
import { identifyCaller } from '../identity/identify-caller.ts';
import type { CallerOperation } from './contract.ts';
import { decisionOperations } from './decision-operations.ts';
import { describeApi } from './describe-api.ts';
import type { ApiDependencies, Call, Operations } from './operation.ts';
import { readCall } from './read-call.ts';
import { readingOperations } from './reading-operations.ts';
import { requestOperations } from './request-operations.ts';

const ROUTES_BY_KEY = new Map(GATEWAY_ROUTES.map((route) => [route.key, route]));

/** Answers a call of somebody: who it is, what it says, what comes of it. */
const callOperation = (dependencies: ApiDependencies) => {
  const operations: Operations = {
    ...requestOperations(dependencies),
    ...decisionOperations(dependencies),
    ...readingOperations(dependencies),
  };
  return async (
    event: HttpEvent,
    name: CallerOperation,
    authorization: 'jwt' | 'iam',
  ): Promise<HttpAnswer> => {
    const identity = identifyCaller(event, authorization, dependencies.configuration);
    if (identity.outcome === 'UNAUTHENTICATED') return problemOf(identity);
    const read = readCall(event, name);
    if (read.outcome !== 'READ') return problemOf(read);
    const { caller } = identity;
    const prefix = authorization === 'iam' ? IAM_PREFIX : '';
    // Name, query and body belong together: all three are read off one contract.
    const operation = operations[name] as (call: Call<CallerOperation>) => Promise<HttpAnswer>;
    return await operation({ ...read, caller, event, prefix } as Call<CallerOperation>);
  };
};

/** The API behind API Gateway. */
export const createApiHandler = (dependencies: ApiDependencies) => {
  const call = callOperation(dependencies);
  const description = describeApi();

  const answer = async (event: HttpEvent): Promise<HttpAnswer> => {
    const route = ROUTES_BY_KEY.get(event.routeKey);
    if (route?.function !== 'api') return problemOf({ outcome: 'NOT_FOUND' });
    if (route.authorization !== 'none') {
      return await call(event, route.operation as CallerOperation, route.authorization);
    }
    return jsonAnswer(200, route.operation === 'describeApi' ? description() : { status: 'ok' });
  };

  return middy<HttpEvent, HttpAnswer>({ timeoutEarlyInMillis: EARLY })
    .use(httpBoundary(dependencies))
    .handler(answer);
};

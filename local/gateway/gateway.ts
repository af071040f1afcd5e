import { randomUUID } from 'node:crypto';
import type { Clock } from '../../functions/ports/clock.ts';
import { GATEWAY_ROUTES, type GatewayRoute } from '../../functions/runtime/gateway-routes.ts';
import type { HttpAnswer } from '../../functions/runtime/http/answer.ts';
import type { FlatClaims } from '../identity/flat-claims.ts';
import { type Answer, functionAnswer, gatewayAnswer } from './answers.ts';
import { type GatewayEvent, gatewayEvent } from './gateway-event.ts';
import type { IncomingCall } from './incoming-call.ts';
import { matchRoute } from './match-route.ts';

export type HttpFunction = (event: GatewayEvent) => Promise<HttpAnswer>;

export interface GatewayParts {
  /** The functions that routes lead to. */
  readonly functions: Readonly<Record<GatewayRoute['function'], HttpFunction>>;
  readonly clock: Clock;
  /** null where the header holds no token, or none that is good. */
  readonly authorize: (authorization: string | undefined) => Promise<FlatClaims | null>;
}

const UNAUTHORIZED = gatewayAnswer(401, 'Unauthorized', { 'www-authenticate': 'Bearer' });
const NO_SIGNATURES = gatewayAnswer(
  403,
  'Under /iam AWS verifies who signed, and there is no AWS here. Use the same path without /iam, with a token.',
);

/**
 * What an HTTP API of API Gateway does between a call and the functions behind it. Throws what a function throws, and
 * `URIError` for a path that is not well-formed.
 */
export const createGateway =
  ({ functions, clock, authorize }: GatewayParts) =>
  async (call: IncomingCall): Promise<Answer> => {
    const match = matchRoute(GATEWAY_ROUTES, call.method, call.path);
    if (match === undefined) return gatewayAnswer(404, 'Not Found');
    const { key, authorization, function: name } = match.route;
    if (authorization === 'iam') return NO_SIGNATURES;
    const claims = authorization === 'jwt' ? await authorize(call.headers.authorization) : null;
    if (authorization === 'jwt' && claims === null) return UNAUTHORIZED;
    const event = gatewayEvent({
      call,
      routeKey: key,
      pathParameters: match.pathParameters,
      claims,
      requestId: randomUUID(),
      at: clock.now(),
    });
    return functionAnswer(await functions[name](event));
  };

import { ROUTES, type Route } from './routes.ts';

/** Before the path of every route for callers, for those that sign with SigV4. */
export const IAM_PREFIX = '/iam';

/** How a gateway finds out who calls. `none`: it does not. */
export type Authorization = 'jwt' | 'iam' | 'none';

/** One route of an HTTP API. */
export interface GatewayRoute extends Pick<Route, 'method' | 'function'> {
  readonly path: string;
  /** As API Gateway names it: `GET /iam/v1/targets`. */
  readonly key: string;
  readonly authorization: Authorization;
  readonly operation: (typeof ROUTES)[number]['operation'];
}

const gatewayRoute = (
  { method, function: name, operation }: (typeof ROUTES)[number],
  path: string,
  authorization: Authorization,
): GatewayRoute => ({ method, path, key: `${method} ${path}`, authorization, function: name, operation });

/** The routes as a gateway has them: each route for callers once with a JWT authorizer, and once with IAM's. */
export const GATEWAY_ROUTES: readonly GatewayRoute[] = ROUTES.flatMap((route) =>
  route.access === 'public'
    ? [gatewayRoute(route, route.path, 'none')]
    : [gatewayRoute(route, route.path, 'jwt'), gatewayRoute(route, `${IAM_PREFIX}${route.path}`, 'iam')],
);

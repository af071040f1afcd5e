/** A route as API Gateway names it: `GET /v1/requests/{id}`. */
export interface RouteKey {
  readonly key: string;
}

export interface Match<Route> {
  readonly route: Route;
  /** Decoded values of the `{names}` in the path. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

const NAME = /^\{(\w+)\}$/;

/** The route that a call is for; of two, the one with the fewer names, as API Gateway prefers. */
export const matchRoute = <Route extends RouteKey>(
  routes: readonly Route[],
  method: string,
  path: string,
): Match<Route> | undefined =>
  routes
    .flatMap((route) => {
      const [routeMethod, routePath = ''] = route.key.split(' ');
      const pathParameters = routeMethod === method ? matchPath(routePath, path) : undefined;
      return pathParameters === undefined ? [] : [{ route, pathParameters }];
    })
    .sort((a, b) => nameCount(a) - nameCount(b))[0];

const nameCount = ({ pathParameters }: Match<unknown>): number => Object.keys(pathParameters).length;

const matchPath = (pattern: string, path: string): Record<string, string> | undefined => {
  const expected = pattern.split('/');
  const given = path.split('/');
  if (expected.length !== given.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const value = given[index] ?? '';
    const name = NAME.exec(part)?.[1];
    if (name === undefined ? part !== value : value === '') return undefined;
    if (name !== undefined) found[name] = decodeURIComponent(value);
  }
  return found;
};

import type { HttpEvent } from '../../runtime/http/event.ts';

/** Headers by which some frameworks let a call be taken for one of another method. */
const METHOD_OVERRIDES = ['x-http-method', 'x-http-method-override', 'x-method-override'];

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;

/**
 * Whether what a browser says of where a call comes from allows for nothing but our own page. Browsers set these
 * headers themselves, and no page can change them; a caller that is no browser sends none, and has the token and the
 * code to show.
 */
export const isFromOwnPage = ({ headers, requestContext }: HttpEvent): boolean => {
  const { origin, 'sec-fetch-site': site } = headers;
  if (METHOD_OVERRIDES.some((name) => headers[name] !== undefined)) return false;
  if (site !== undefined && site !== 'same-origin') return false;
  return origin === undefined || hostOf(origin) === requestContext.domainName;
};

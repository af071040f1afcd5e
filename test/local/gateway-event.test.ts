import { describe, expect, it } from 'vitest';
import { gatewayEvent } from '../../local/gateway/gateway-event.ts';
import type { IncomingCall } from '../../local/gateway/incoming-call.ts';
import { matchRoute } from '../../local/gateway/match-route.ts';
import { flattenClaims } from '../../local/identity/flat-claims.ts';

const aCall = (overrides: Partial<IncomingCall> = {}): IncomingCall => ({
  method: 'GET',
  path: '/v1/requests',
  query: '',
  headers: { host: '127.0.0.1:8080', 'user-agent': 'curl/8' },
  cookies: [],
  body: Buffer.alloc(0),
  sourceIp: '127.0.0.1',
  ...overrides,
});

const eventOf = (call: Partial<IncomingCall>, claims: Record<string, string> | null = null) =>
  gatewayEvent({
    call: aCall(call),
    routeKey: 'GET /v1/requests',
    pathParameters: {},
    claims,
    requestId: 'id-1',
    at: Date.UTC(2026, 10, 3, 9, 5, 7),
  });

describe('the event that a function gets', () => {
  it('says what was called, from where, and when', () => {
    expect(eventOf({ query: 'limit=5' })).toMatchObject({
      version: '2.0',
      routeKey: 'GET /v1/requests',
      rawPath: '/v1/requests',
      rawQueryString: 'limit=5',
      requestContext: {
        requestId: 'id-1',
        stage: '$default',
        domainName: '127.0.0.1:8080',
        time: '03/Nov/2026:09:05:07 +0000',
        http: { method: 'GET', path: '/v1/requests', sourceIp: '127.0.0.1', userAgent: 'curl/8' },
      },
    });
  });

  it('joins the values of a query parameter that is given twice', () => {
    const event = eventOf({ query: 'status=PENDING&status=APPROVED&target=a%20b' });
    expect(event.queryStringParameters).toEqual({ status: 'PENDING,APPROVED', target: 'a b' });
  });

  it('leaves out what is not there', () => {
    const event = eventOf({});
    expect(Object.keys(event)).not.toContain('body');
    expect(Object.keys(event)).not.toContain('cookies');
    expect(Object.keys(event)).not.toContain('queryStringParameters');
    expect(Object.keys(event.requestContext)).not.toContain('authorizer');
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'text/plain'])(
    'has a body of %s as text',
    (type) => {
      const event = eventOf({ headers: { 'content-type': type }, body: Buffer.from('{"reason":"für"}') });
      expect(event).toMatchObject({ body: '{"reason":"für"}', isBase64Encoded: false });
    },
  );

  it.each(['application/x-www-form-urlencoded', 'application/jsonp', undefined])(
    'has a body of %s in base64',
    (type) => {
      const headers = type === undefined ? {} : { 'content-type': type };
      const event = eventOf({ headers, body: Buffer.from('a=b') });
      expect(event).toMatchObject({ body: 'YT1i', isBase64Encoded: true });
    },
  );

  it('carries claims as the JWT authorizer of API Gateway does: all text, lists flattened', () => {
    const claims = flattenClaims({
      sub: 'alice@example.com',
      email_verified: true,
      exp: 1_700_000_000,
      groups: ['on-call', 'engineering'],
      roles: [],
    });
    expect(claims).toEqual({
      sub: 'alice@example.com',
      email_verified: 'true',
      exp: '1700000000',
      groups: '[on-call engineering]',
      roles: '[]',
    });
    expect(eventOf({}, claims)).toMatchObject({
      requestContext: { authorizer: { jwt: { claims, scopes: null } } },
    });
  });
});

describe('the route of a call', () => {
  const routes = [
    'GET /v1/requests',
    'POST /v1/requests',
    'GET /v1/requests/{id}',
    'GET /v1/requests/mine',
  ].map((key) => ({ key }));
  const routeOf = (method: string, path: string) => {
    const match = matchRoute(routes, method, path);
    return match && [match.route.key, match.pathParameters];
  };

  it('is that of its method and path', () => {
    expect(routeOf('POST', '/v1/requests')).toEqual(['POST /v1/requests', {}]);
    expect(routeOf('GET', '/v1/requests/req_1')).toEqual(['GET /v1/requests/{id}', { id: 'req_1' }]);
  });

  it('is the one that names the path in full, where two would do', () => {
    expect(routeOf('GET', '/v1/requests/mine')).toEqual(['GET /v1/requests/mine', {}]);
  });

  it('has its parameters decoded, each within its own segment', () => {
    expect(routeOf('GET', '/v1/requests/a%2Fb')).toEqual(['GET /v1/requests/{id}', { id: 'a/b' }]);
  });

  it.each([
    ['HEAD', '/v1/requests'],
    ['GET', '/v1/requests/'],
    ['GET', '/v1/requests/req_1/'],
    ['GET', '/V1/requests'],
    ['GET', '//v1/requests'],
  ])('is none for %s %s', (method, path) => {
    expect(routeOf(method, path)).toBeUndefined();
  });
});

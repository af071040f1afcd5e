import type { Context } from 'aws-lambda';
import { GATEWAY_ROUTES } from '../../../functions/runtime/gateway-routes.ts';
import type { HttpAnswer } from '../../../functions/runtime/http/answer.ts';
import type { HttpEvent } from '../../../functions/runtime/http/event.ts';

export interface HttpCall {
  readonly method: string;
  /** With its query: `/v1/requests?limit=2`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is text already. */
  readonly body?: unknown;
  readonly authorizer?: unknown;
  readonly domainName?: string;
}

export const CONTEXT = { awsRequestId: 'invocation-1', functionName: 'test' } as Context;

const pattern = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);

/** The event that API Gateway would send. A path that is no route's has a route key of its own. */
export const httpEvent = (call: HttpCall): HttpEvent => {
  const [path = '', query = ''] = call.path.split('?');
  const route = GATEWAY_ROUTES.find(
    (known) => known.method === call.method && pattern(known.path).test(path),
  );
  const body = typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
  return {
    routeKey: route?.key ?? `${call.method} ${path}`,
    rawQueryString: query,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...call.headers },
    pathParameters: { ...(route && pattern(route.path).exec(path)?.groups) },
    body,
    isBase64Encoded: false,
    requestContext: {
      requestId: 'gateway-1',
      domainName: call.domainName ?? 'postern.example.com',
      http: { sourceIp: '10.20.30.40' },
      ...(call.authorizer === undefined ? {} : { authorizer: call.authorizer }),
    },
  };
};

type Handler = (event: HttpEvent, context: Context) => Promise<HttpAnswer>;

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
  readonly json: any;
}

export const send = async (handler: Handler, event: HttpEvent): Promise<Answered> => {
  const { statusCode, headers, body } = await handler(event, CONTEXT);
  const isJson = /json/.test(headers['content-type'] ?? '');
  return { status: statusCode, headers, text: body, json: isJson ? JSON.parse(body) : undefined };
};

/** What a JWT authorizer hands on of a token. */
export const claimsOf = (name: string, more: Readonly<Record<string, unknown>> = {}) => ({
  jwt: {
    claims: { sub: `id-of-${name}`, email: `${name}@example.com`, email_verified: 'true', ...more },
    scopes: null,
  },
});

/** What IAM authorization hands on of a signature. */
export const signatureOf = (userArn: string) => ({ iam: { userArn, accountId: '111122223333' } });

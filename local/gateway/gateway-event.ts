import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type { Instant } from '../../functions/domain/instant.ts';
import type { FlatClaims } from '../identity/flat-claims.ts';
import type { IncomingCall } from './incoming-call.ts';

export type GatewayEvent = APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer;

export interface RoutedCall {
  readonly call: IncomingCall;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** What the authorizer verified; null on a route that has none. */
  readonly claims: FlatClaims | null;
  readonly requestId: string;
  readonly at: Instant;
}

/** Media types whose body API Gateway hands over as text; any other arrives in base64. */
const TEXT = /^(text\/|application\/(json|javascript|xml)\b)/i;

/**
 * The event that an HTTP API sends to a Lambda function, payload format 2.0:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const gatewayEvent = (routed: RoutedCall): GatewayEvent => {
  const { call, routeKey, pathParameters, claims } = routed;
  const isText = TEXT.test(call.headers['content-type'] ?? '');
  const parameters = queryParameters(call.query);
  return {
    version: '2.0',
    routeKey,
    rawPath: call.path,
    rawQueryString: call.query,
    ...(call.cookies.length === 0 ? {} : { cookies: [...call.cookies] }),
    headers: { ...call.headers },
    ...(Object.keys(parameters).length === 0 ? {} : { queryStringParameters: parameters }),
    requestContext: {
      ...context(routed),
      ...(claims === null ? {} : { authorizer: { jwt: { claims: { ...claims }, scopes: null } } }),
    },
    ...(call.body.length === 0 ? {} : { body: call.body.toString(isText ? 'utf8' : 'base64') }),
    ...(Object.keys(pathParameters).length === 0 ? {} : { pathParameters: { ...pathParameters } }),
    isBase64Encoded: call.body.length > 0 && !isText,
  };
};

const context = ({ call, routeKey, requestId, at }: RoutedCall) => ({
  accountId: 'anonymous',
  apiId: 'local',
  domainName: call.headers.host ?? 'localhost',
  domainPrefix: 'local',
  http: {
    method: call.method,
    path: call.path,
    protocol: 'HTTP/1.1',
    sourceIp: call.sourceIp,
    userAgent: call.headers['user-agent'] ?? '',
  },
  requestId,
  routeKey,
  stage: '$default',
  time: commonLogTime(at),
  timeEpoch: at,
});

/** Values of one name are joined by commas. */
const queryParameters = (query: string): Record<string, string> => {
  const found: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    found[name] = found[name] === undefined ? value : `${found[name]},${value}`;
  }
  return found;
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `23/Nov/2026:05:52:36 +0000` */
const commonLogTime = (at: Instant): string => {
  const date = new Date(at);
  const day = String(date.getUTCDate()).padStart(2, '0');
  return `${day}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${date.toISOString().slice(11, 19)} +0000`;
};

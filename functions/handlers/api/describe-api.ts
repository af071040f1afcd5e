import { STATUS_CODES } from 'node:http';
import type * as z from 'zod';
import { PROBLEM_STATUS, type ProblemCode } from '../../runtime/http/problem.ts';
import { ROUTES, type Route } from '../../runtime/routes.ts';
import { type CallerOperation, CONTRACT, type OperationContract } from './contract.ts';
import { answerSchema, inputSchema, type JsonSchema, namedSchemas } from './describe-schemas.ts';
import { PUBLIC_CONTRACT } from './public-contract.ts';

const PROBLEM: JsonSchema = {
  type: 'object',
  description: 'RFC 9457. Go by `code`: it is stable, the texts are not.',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(PROBLEM_STATUS) },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

/** Query parameters, one by one, out of the schema of the whole query. */
const queryParameters = (query: z.ZodType): readonly JsonSchema[] => {
  const { properties = {}, required = [] } = inputSchema(query) as {
    properties?: Record<string, JsonSchema>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
};

const pathParameters = ({ path }: Route): readonly JsonSchema[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const IDEMPOTENCY_KEY: JsonSchema = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same body asks once; kept for a day',
  schema: { type: 'string', minLength: 1, maxLength: 128 },
};

const content = (type: string, schema: JsonSchema): JsonSchema => ({ content: { [type]: { schema } } });

/** Problems share a response where they share a status. */
const problemResponses = (codes: readonly ProblemCode[]): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(
    [...Map.groupBy(codes, (code) => PROBLEM_STATUS[code])].map(([status, of]) => [
      String(status),
      {
        description: `${STATUS_CODES[status]}: ${of.join(', ')}`,
        ...content('application/problem+json', { $ref: '#/components/schemas/Problem' }),
      },
    ]),
  );

const success = (status: number, body: JsonSchema): Readonly<Record<string, JsonSchema>> => ({
  [status]: { description: STATUS_CODES[status], ...body },
});

const callerOperation = (route: Route, name: CallerOperation): JsonSchema => {
  const { query, body, status, answer, problems, foreseen }: OperationContract = CONTRACT[name];
  return {
    parameters: [
      ...pathParameters(route),
      ...queryParameters(query),
      ...(name === 'requestAccess' ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(body === null
      ? {}
      : { requestBody: { required: true, ...content('application/json', inputSchema(body)) } }),
    responses: {
      ...success(status, content('application/json', answerSchema(answer))),
      ...(foreseen ? success(200, content('application/json', answerSchema(foreseen))) : {}),
      ...problemResponses(['INVALID_REQUEST', 'UNAUTHENTICATED', ...problems, 'INTERNAL_ERROR']),
    },
  };
};

const publicOperation = (name: keyof typeof PUBLIC_CONTRACT): JsonSchema => {
  const { status, body, type, answer, problems } = PUBLIC_CONTRACT[name];
  return {
    security: [],
    servers: [{ url: '/' }],
    ...(body === null
      ? {}
      : { requestBody: { required: true, ...content('application/json', inputSchema(body)) } }),
    responses: {
      ...success(status, content(type, answer === null ? { type: 'string' } : answerSchema(answer))),
      ...problemResponses(problems),
    },
  };
};

const operation = (route: (typeof ROUTES)[number]): JsonSchema => ({
  operationId: route.operation,
  summary: route.summary,
  ...(route.access === 'caller' ? callerOperation(route, route.operation) : publicOperation(route.operation)),
});

const describe = (): JsonSchema => ({
  openapi: '3.1.1',
  info: {
    title: 'Postern',
    version: '1',
    description:
      'Just-in-time access to internal ports: ask, decide, open, wait, close, prove it. ' +
      'Every refusal of ours is a problem with a stable code; what API Gateway itself refuses (401, 404, 429) is plain.',
  },
  servers: [
    { url: '/', description: 'With a bearer token of the configured issuer' },
    { url: '/iam', description: 'Signed with AWS Signature Version 4 (service execute-api)' },
  ],
  security: [{ bearer: [] }, { signature: [] }],
  paths: Object.fromEntries(
    [...Map.groupBy(ROUTES, ({ path }) => path)].map(([path, routes]) => [
      path,
      Object.fromEntries(routes.map((route) => [route.method.toLowerCase(), operation(route)])),
    ]),
  ),
  components: {
    schemas: { ...namedSchemas(), Problem: PROBLEM },
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      signature: {
        type: 'apiKey',
        in: 'header',
        name: 'Authorization',
        'x-amazon-apigateway-authtype': 'awsSigv4',
      },
    },
  },
});

/** The API description (OpenAPI 3.1), made when it is first asked for, from what calls are checked against. */
export const describeApi = () => {
  let described: JsonSchema | undefined;
  return (): JsonSchema => {
    described ??= describe();
    return described;
  };
};

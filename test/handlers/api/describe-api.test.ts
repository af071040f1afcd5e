import { describe, expect, it } from 'vitest';
import { describeApi } from '../../../functions/handlers/api/describe-api.ts';
import { PROBLEM_STATUS } from '../../../functions/runtime/http/problem.ts';
import { ROUTES } from '../../../functions/runtime/routes.ts';

// biome-ignore lint/suspicious/noExplicitAny: the description is read as any JSON is
const description: any = JSON.parse(JSON.stringify(describeApi()()));
// biome-ignore lint/suspicious/noExplicitAny: the same
const operations: [string, string, any][] = Object.entries<any>(description.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]): [string, string, unknown] => [method, path, operation]),
);
const operationNamed = (name: string) =>
  operations.find(([, , { operationId }]) => operationId === name)?.[2];

/** Every object within, itself included. */
// biome-ignore lint/suspicious/noExplicitAny: the same
const within = (value: any): any[] =>
  value !== null && typeof value === 'object' ? [value, ...Object.values(value).flatMap(within)] : [];

describe('the API description', () => {
  it('is OpenAPI 3.1', () => {
    expect(description).toMatchObject({
      openapi: '3.1.1',
      info: { title: 'Postern', version: '1' },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    });
  });

  it('has the routes, all of them and no other', () => {
    expect(
      operations.map(([method, path, { operationId }]) => `${method} ${path} ${operationId}`).sort(),
    ).toEqual(
      ROUTES.map(({ method, path, operation }) => `${method.toLowerCase()} ${path} ${operation}`).sort(),
    );
  });

  it('refers to nothing that it has not', () => {
    const references = within(description).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));
    const there = Object.keys(description.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(references.length).toBeGreaterThan(20);
    expect(references.filter((reference) => !there.includes(reference))).toEqual([]);
  });

  it('uses every schema that it has', () => {
    const text = JSON.stringify(description);
    const unused = Object.keys(description.components.schemas).filter(
      (name) => !text.includes(`/schemas/${name}"`),
    );
    expect(unused).toEqual([]);
  });

  it.each(operations)('answers with a description and content each time: %s %s', (_, __, operation) => {
    const statuses = Object.keys(operation.responses);
    expect(statuses.some((status) => status.startsWith('2'))).toBe(true);
    expect(statuses).toContain('500');
    for (const [status, { description: words, content }] of Object.entries<{
      description: string;
      content: object;
    }>(operation.responses)) {
      expect(words).not.toBe('');
      const problems = Number(status) >= 400;
      expect(Object.keys(content)[0] === 'application/problem+json').toBe(problems);
    }
  });

  it.each(operations)('names each parameter of its path: %s %s', (_, path, { parameters = [] }) => {
    const named = parameters
      .filter((it: { in: string }) => it.in === 'path')
      .map(({ name }: { name: string }) => name);
    expect(named).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  });

  it('asks for a token or a signature, but on public routes', () => {
    expect(description.security).toEqual([{ bearer: [] }, { signature: [] }]);
    const open = operations
      .filter(([, , { security }]) => security)
      .map(([, , { operationId }]) => operationId);
    expect(open.sort()).toEqual(
      ROUTES.flatMap(({ access, operation }) => (access === 'public' ? [operation] : [])).sort(),
    );
  });

  it('says of what is asked what the checks say', () => {
    const { schema } = operationNamed('requestAccess').requestBody.content['application/json'];
    expect(schema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['target', 'durationMinutes', 'reason'],
      properties: {
        durationMinutes: { type: 'integer', minimum: 1 },
        reason: { type: 'string', minLength: 1, maxLength: 1000 },
        startsAt: { type: 'string', format: 'date-time' },
      },
    });
    expect(Object.keys(schema.properties)).toEqual([
      'target',
      'durationMinutes',
      'reason',
      'source',
      'ticket',
      'startsAt',
      'breakGlass',
    ]);
    const wait = operationNamed('getRequest').parameters.find(
      ({ name }: { name: string }) => name === 'wait',
    );
    expect(wait).toMatchObject({
      in: 'query',
      required: false,
      schema: { type: 'integer', minimum: 0, maximum: 20 },
    });
  });

  it('lists every problem code that a caller may meet', () => {
    expect(description.components.schemas.Problem.properties.code.enum).toEqual(Object.keys(PROBLEM_STATUS));
    const told = operations.flatMap(([, , { responses }]) =>
      Object.values<{ description: string }>(responses).flatMap(({ description: words }) =>
        words.replace(/^.*: /, '').split(', '),
      ),
    );
    expect(Object.keys(PROBLEM_STATUS).filter((code) => !told.includes(code))).toEqual([]);
  });

  it('is made once', () => {
    const describe = describeApi();
    expect(describe()).toBe(describe());
  });
});

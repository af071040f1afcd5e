import { describe, expect, it } from 'vitest';
import { waiting as waitingSchema } from '../../functions/handlers/schemas/inputs.ts';
import { GATEWAY_ROUTES } from '../../functions/runtime/gateway-routes.ts';
import { RESERVED_CONCURRENCY } from '../../infra/constructs/reserved-concurrency.ts';
import { exampleTemplate, resourcesOf } from '../support/stack.ts';

/** Seconds for which a call may wait. */
const LONGEST_WAIT = 20;

const template = exampleTemplate();
const propertiesOf = (type: string) =>
  Object.values(resourcesOf(template, type)).map(({ Properties }) => Properties);

describe('the API', () => {
  const routes = propertiesOf('AWS::ApiGatewayV2::Route');

  it('has the routes that the code answers, with their authorizers, and no others', () => {
    const found = routes.map((it) => [it.RouteKey, it.AuthorizationType]).sort();
    const type = { jwt: 'JWT', iam: 'AWS_IAM', none: 'NONE' } as const;
    expect(found).toEqual(GATEWAY_ROUTES.map(({ key, authorization }) => [key, type[authorization]]).sort());
  });

  it('is public for the approval page, health and its description, and for nothing else', () => {
    const open = routes.filter((it) => it.AuthorizationType === 'NONE').map((it) => it.RouteKey);
    expect(open.sort()).toEqual([
      'GET /approve',
      'GET /approve/emergency.js',
      'GET /approve/page.css',
      'GET /approve/page.js',
      'GET /approve/show.js',
      'GET /approve/sign-in.js',
      'GET /approve/words.js',
      'GET /healthz',
      'GET /openapi.json',
      'POST /approve',
      'POST /approve/preview',
      'POST /approve/resend',
    ]);
  });

  it('has every route of people once more for machines that sign', () => {
    const ofPeople = routes.filter((it) => it.AuthorizationType === 'JWT').map((it) => String(it.RouteKey));
    const ofMachines = routes.filter((it) => it.AuthorizationType === 'AWS_IAM').map((it) => it.RouteKey);
    expect(ofMachines.sort()).toEqual(ofPeople.map((key) => key.replace(' ', ' /iam')).sort());
    expect(ofPeople.length).toBeGreaterThan(0);
  });

  it('takes tokens of the configured issuer for the configured audience', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      JwtConfiguration: { Issuer: 'https://login.example.com/', Audience: ['postern'] },
      IdentitySource: ['$request.header.Authorization'],
    });
  });

  it('is throttled, public decisions more than the rest', () => {
    const [stage] = propertiesOf('AWS::ApiGatewayV2::Stage');
    expect(stage).toMatchObject({
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
    expect(stage?.RouteSettings).toMatchObject({
      'POST /approve': { ThrottlingRateLimit: 5 },
      'POST /approve/preview': { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
      'POST /approve/resend': { ThrottlingRateLimit: 5 },
    });
  });

  it('lets thirty open pages follow at once, of which each asks again within 1 to 15 seconds', () => {
    const [stage] = propertiesOf('AWS::ApiGatewayV2::Stage');
    const settings = stage?.RouteSettings as
      | Record<string, { ThrottlingRateLimit: number; ThrottlingBurstLimit: number }>
      | undefined;
    const { ThrottlingRateLimit: rate = 0, ThrottlingBurstLimit: burst = 0 } =
      settings?.['POST /approve/preview'] ?? {};
    // All of them decided at the very same moment: calls until each second, by the pauses of the page.
    for (let second = 1; second <= 900; second += 1) {
      let calls = 0;
      for (let at = 1, pause = 1; at <= second; pause = Math.min(pause * 1.3, 15), at += pause) calls += 1;
      expect(30 * calls).toBeLessThanOrEqual(burst + rate * second);
    }
  });

  it('is throttled where a call may wait, so that waiting never takes all that api may run at once', () => {
    const [stage] = propertiesOf('AWS::ApiGatewayV2::Stage');
    const settings = stage?.RouteSettings as Record<
      string,
      { ThrottlingRateLimit: number; ThrottlingBurstLimit: number }
    >;
    const waiting = GATEWAY_ROUTES.filter(({ operation }) => operation === 'getRequest').map(
      ({ key }) => key,
    );
    expect(waiting).toEqual(['GET /v1/requests/{id}', 'GET /iam/v1/requests/{id}']);
    const atOnce = waiting.map((key) => {
      const { ThrottlingRateLimit: rate = 50, ThrottlingBurstLimit: burst = 100 } = settings[key] ?? {};
      return burst + rate * LONGEST_WAIT;
    });
    expect(atOnce.reduce((sum, calls) => sum + calls)).toBeLessThanOrEqual(0.9 * RESERVED_CONCURRENCY.api);
    expect(waitingSchema.safeParse({ wait: `${LONGEST_WAIT}` }).success).toBe(true);
    expect(waitingSchema.safeParse({ wait: `${LONGEST_WAIT + 1}` }).success).toBe(false);
  });

  // A stage that names a route before it is made is refused: "Unable to find Route by key".
  it('throttles routes that are made before their stage', () => {
    const made = resourcesOf(template, 'AWS::ApiGatewayV2::Route');
    const [stage] = Object.values(resourcesOf(template, 'AWS::ApiGatewayV2::Stage'));
    const before = (stage?.DependsOn ?? []) as string[];
    const throttled = Object.keys(stage?.Properties.RouteSettings as object).sort();
    expect(throttled).toHaveLength(5);
    expect(
      before
        .map((id) => made[id]?.Properties.RouteKey)
        .filter((key) => key !== undefined)
        .sort(),
    ).toEqual(throttled);
  });

  it('logs calls without path, query, header, address or identity', () => {
    const [stage] = propertiesOf('AWS::ApiGatewayV2::Stage');
    const { Format = '' } = (stage?.AccessLogSettings ?? {}) as { Format?: string };
    expect(Object.keys(JSON.parse(Format))).toContain('route');
    expect(Format).not.toMatch(
      /\$context\.(path|identity|authorizer\.(?!error)|routeKey\w)|querystring|header/i,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { GATEWAY_ROUTES } from '../../functions/runtime/gateway-routes.ts';
import { exampleTemplate, resourcesOf } from '../support/stack.ts';

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
      'GET /approve/page.css',
      'GET /approve/page.js',
      'GET /healthz',
      'GET /openapi.json',
      'POST /approve',
      'POST /approve/preview',
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
      'POST /approve/preview': { ThrottlingRateLimit: 5 },
    });
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

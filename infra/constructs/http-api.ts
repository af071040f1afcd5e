import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { type ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Configuration } from '../../functions/domain/configuration.ts';
import {
  type Authorization,
  GATEWAY_ROUTES,
  type GatewayRoute,
} from '../../functions/runtime/gateway-routes.ts';
import { ACCESS_LOG } from './access-log.ts';
import { acknowledge, LOG_ENCRYPTION } from './acknowledge.ts';
import type { PosternFunction } from './function.ts';

/** Calls a second, and in a burst, of the whole API: many times what people and scripts do, little for a flood. */
const THROTTLE = { rateLimit: 50, burstLimit: 100 };
/** The same for each public call that changes something: people decide, and nothing else should come here. */
const PUBLIC_THROTTLE = { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 };

/**
 * The same for what an open page asks: each asks once when it is opened, and after deciding once in 1 to 15 seconds until the
 * port is open, for a quarter of an hour at most. So dozens may follow at once, and a few calls of a stranger keep no approver
 * from looking. It reads a handful of items; the page passes over what is refused, and asks again later.
 */
const FOLLOWING_THROTTLE = { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 };

/**
 * The same for each of the two routes by which a call may wait for 20 seconds: 110 such calls at once, 220 with those
 * under `/iam`, which leaves some of the 250 executions of `api` to everything else. A test does the sum.
 */
const WAITING_THROTTLE = { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 };

type RouteThrottle = typeof PUBLIC_THROTTLE;

const throttleOf = ({ authorization, method, operation }: GatewayRoute): RouteThrottle | null => {
  if (operation === 'getRequest') return WAITING_THROTTLE;
  if (operation === 'previewLink') return FOLLOWING_THROTTLE;
  return authorization === 'none' && method === 'POST' ? PUBLIC_THROTTLE : null;
};

const PUBLIC = {
  'AwsSolutions-APIG4':
    'Public by design: the approval page and its calls, which need a token and a code, health, and the description of the API.',
} as const;

export interface PosternApiProps {
  readonly identity: Configuration['identity'];
}

/** The HTTP API. Made first, since mails need its address; its routes are added once their functions are there. */
export class PosternApi extends Construct {
  readonly api: HttpApi;
  /** Of the approval page, without fragment. */
  readonly approvalPageUrl: string;
  /** One line a call, in the form of `ACCESS_LOG`. */
  readonly accessLog: ILogGroup;
  readonly #people: IHttpRouteAuthorizer;
  readonly #stage: HttpStage;

  constructor(scope: Construct, id: string, { identity }: PosternApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      description: 'Postern: just-in-time access to internal ports',
      createDefaultStage: false,
    });
    this.#people = new HttpJwtAuthorizer('People', identity.issuer, { jwtAudience: [...identity.audience] });
    this.approvalPageUrl = `${this.api.apiEndpoint}/approve`;
    this.accessLog = this.#logGroup();
    this.#stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      detailedMetricsEnabled: true,
      accessLogSettings: { destination: new LogGroupLogDestination(this.accessLog), format: ACCESS_LOG },
    });
  }

  /** Sends calls to the functions: people's with a token, the same under `/iam` with a signature, public ones as they are. */
  addRoutes(functions: { readonly [Name in GatewayRoute['function']]: PosternFunction<Name> }): void {
    const integrations = {
      api: integrationWith(functions.api),
      approvals: integrationWith(functions.approvals),
    };
    const authorizers: Readonly<Record<Authorization, IHttpRouteAuthorizer>> = {
      jwt: this.#people,
      iam: new HttpIamAuthorizer(),
      none: new HttpNoneAuthorizer(),
    };
    const throttles: Record<string, RouteThrottle> = {};
    for (const described of GATEWAY_ROUTES) {
      const { method, path, authorization, key, function: name } = described;
      const routes = this.api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration: integrations[name],
        authorizer: authorizers[authorization],
      });
      if (authorization === 'none') for (const route of routes) acknowledge(route, PUBLIC);
      const throttle = throttleOf(described);
      if (throttle) {
        throttles[key] = throttle;
        // A stage that names a route before it is made is refused.
        this.#stage.node.addDependency(...routes);
      }
    }
    (this.#stage.node.defaultChild as CfnStage).routeSettings = throttles;
  }

  #logGroup(): LogGroup {
    const group = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/vendedlogs/apigateway/${this.node.addr}`,
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(group, LOG_ENCRYPTION);
    return group;
  }
}

const integrationWith = ({ name, alias }: PosternFunction) =>
  // One right for the whole API: one a route would outgrow what a function's policy may hold.
  new HttpLambdaIntegration(name, alias, { scopePermissionToRoute: false });

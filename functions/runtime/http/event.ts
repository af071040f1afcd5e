/**
 * What we read of the event that an HTTP API sends (payload format 2.0):
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export interface HttpEvent {
  /** The route that was matched: `GET /v1/requests/{id}`. */
  readonly routeKey: string;
  readonly rawQueryString: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly pathParameters?: Readonly<Record<string, string | undefined>> | undefined;
  readonly body?: string | undefined;
  readonly isBase64Encoded: boolean;
  readonly requestContext: {
    readonly requestId: string;
    /** The name that the call was made to. */
    readonly domainName: string;
    readonly http: { readonly sourceIp: string };
    /** What an authorizer verified; not there on public routes. */
    readonly authorizer?: unknown;
  };
}

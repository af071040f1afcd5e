import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';

/**
 * One line a call, without anything secret or personal: the route and not the path, no query, no headers, no
 * addresses. Who did what stands in the audit events.
 */
export const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTime',
    route: '$context.routeKey',
    status: '$context.status',
    bytes: '$context.responseLength',
    milliseconds: '$context.responseLatency',
    functionStatus: '$context.integrationStatus',
    functionMilliseconds: '$context.integrationLatency',
    authorizerError: '$context.authorizer.error',
    error: '$context.error.message',
  }),
);

import { SECOND } from '../domain/instant.ts';
import type { FunctionName } from './environment.ts';

/**
 * Milliseconds after which each function is stopped. Infra sets them, and converge counts on them: no call of a run
 * can be under way once its function's time is over. Those that the workflow calls end before its tasks time out (75 s).
 */
export const functionTimeouts: Readonly<Record<FunctionName, number>> = {
  // API Gateway gives up after 30 s (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html).
  api: 29 * SECOND,
  approvals: 15 * SECOND,
  'ask-approvers': 60 * SECOND,
  ingress: 60 * SECOND,
  sweeper: 60 * SECOND,
  timekeeper: 60 * SECOND,
  publisher: 60 * SECOND,
  deployment: 60 * SECOND,
};

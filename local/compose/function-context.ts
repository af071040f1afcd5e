import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import type { FunctionName } from '../../functions/runtime/environment.ts';
import { functionTimeouts } from '../../functions/runtime/function-timeouts.ts';

/** The context that Lambda hands to a function, with values that say where it runs. Nothing here cuts one off. */
export const functionContext = (functionName: FunctionName): Context => ({
  functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${functionName}`,
  awsRequestId: randomUUID(),
  memoryLimitInMB: '256',
  logGroupName: functionName,
  logStreamName: 'local',
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => functionTimeouts[functionName],
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});

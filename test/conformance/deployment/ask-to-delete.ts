import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { DEPLOYMENT_RESOURCES } from '../../../functions/runtime/cloudformation/deployment-events.ts';
import { ROOT_KEY } from '../../engines/ministack.ts';
import type { Certificate } from './certificate.ts';

export interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
}

/**
 * Asks the deployed function as CloudFormation does before it deletes the guard, and takes its answer. Not by deleting the
 * stack: see deletesWhatIsNeeded of divergences.ts.
 */
export const askToDelete = async (
  client: { readonly endpoint: string; readonly region: string },
  certificate: Certificate,
): Promise<Answer> => {
  const lambda = new LambdaClient({
    ...client,
    credentials: ROOT_KEY,
    requestHandler: { httpsAgent: { ca: certificate.cert } },
  });
  const { Functions: functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const callee = functions.find(({ FunctionName }) => FunctionName?.includes('Functionsdeployment'));
  if (callee === undefined) throw new Error('The stack has no function deployment');

  const answers: string[] = [];
  const server = createServer(certificate, async (request, response) => {
    answers.push(await text(request));
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const Payload = JSON.stringify({
      RequestType: 'Delete',
      ResourceType: DEPLOYMENT_RESOURCES.guard,
      ResponseURL: `https://127.0.0.1:${port}/answer`,
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'Guard',
      PhysicalResourceId: DEPLOYMENT_RESOURCES.guard,
      ResourceProperties: { ServiceToken: String(callee.FunctionArn) },
    });
    await lambda.send(new InvokeCommand({ FunctionName: `${callee.FunctionName}:live`, Payload }));
    if (answers.length !== 1) throw new Error(`The function answered ${answers.length} times`);
    return JSON.parse(String(answers[0])) as Answer;
  } finally {
    server.close();
    server.closeAllConnections();
  }
};

import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { environments } from '../../../functions/runtime/environment.ts';
import { findStack } from '../../../infra/doctor/stack-parts.ts';
import { type ScriptedReply, startScriptedEndpoint } from '../../adapters/aws/scripted-endpoint.ts';
import { exampleTemplate, resourcesOf } from '../../support/stack.ts';

const REGION = 'cn-north-1';
const STACK = 'postern-example';

const found = async (reply: ScriptedReply) => {
  await using endpoint = await startScriptedEndpoint(reply);
  const client = new CloudFormationClient({ endpoint: endpoint.url, region: REGION, maxAttempts: 1 });
  return await findStack(client, { stack: STACK, region: REGION });
};

/** As CloudFormation lists what it has made of a template. */
const listed = (resources: readonly (readonly [logicalId: string, type: string])[]): ScriptedReply => {
  const physicalId = (logicalId: string, type: string) =>
    type === 'AWS::StepFunctions::StateMachine'
      ? `arn:aws-cn:states:${REGION}:111122223333:stateMachine:postern`
      : `made-of-${logicalId}`;
  const members = resources.map(
    ([id, type]) =>
      `<member><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${physicalId(id, type)}</PhysicalResourceId><ResourceType>${type}</ResourceType></member>`,
  );
  return {
    status: 200,
    body: `<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries>${members.join('')}</StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>`,
  };
};

describe('the stack that the doctor looks at', () => {
  it('has a table, a role for each function, and the partition of its ARNs', async () => {
    const made = Object.entries(resourcesOf(exampleTemplate())).map(([id, { Type }]) => [id, Type] as const);
    const answer = await found(listed(made));
    expect(answer).toEqual({
      outcome: 'FOUND',
      parts: {
        partition: 'aws-cn',
        tableName: expect.stringMatching(/^made-of-PosternTable/),
        roles: expect.objectContaining({
          'ask-approvers': expect.stringMatching(/^made-of-PosternFunctionsaskapproversRole/),
        }),
      },
    });
    if (answer.outcome === 'FOUND')
      expect(Object.keys(answer.parts.roles)).toEqual(Object.keys(environments));
  });

  it.each([
    ['is not there', 'ValidationError', `Stack with id ${STACK} does not exist`],
    ['is out of reach', 'ExpiredToken', 'The security token included in the request is expired'],
  ])('is named where it %s, and so is what to do', async (_, code, message) => {
    const answer = await found({
      status: 400,
      body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
    });
    expect(answer).toEqual({
      outcome: 'NOT_FOUND',
      verdict: {
        check: `Stack ${STACK} in ${REGION}`,
        verdict: 'UNKNOWN',
        detail: expect.stringContaining(`${message})`),
      },
    });
    expect(JSON.stringify(answer)).toMatch(/--stack NAME, .*credentials/);
  });

  it('is named where it is none of Postern’s', async () => {
    const answer = await found(listed([['SomebodyElsesTable01234567', 'AWS::DynamoDB::Table']]));
    expect(answer).toMatchObject({
      outcome: 'NOT_FOUND',
      verdict: { verdict: 'UNKNOWN', detail: expect.stringContaining("is it Postern's?") },
    });
  });
});

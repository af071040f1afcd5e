import { IAMClient } from '@aws-sdk/client-iam';
import { expect, it } from 'vitest';
import { environments, type FunctionName } from '../../../functions/runtime/environment.ts';
import { checkRights } from '../../../infra/doctor/check-rights.ts';
import { startScriptedEndpoint } from '../../adapters/aws/scripted-endpoint.ts';
import { exampleConfiguration } from '../../support/stack.ts';

const ALLOWED =
  '<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults><member><EvalDecision>allowed</EvalDecision></member></EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>';

it('asks for rights in the partition of the stack, and in no other', async () => {
  await using endpoint = await startScriptedEndpoint({ status: 200, body: ALLOWED });
  const client = new IAMClient({ endpoint: endpoint.url, region: 'cn-north-1' });
  const names = Object.keys(environments) as FunctionName[];
  const roles = Object.fromEntries(names.map((name) => [name, `role-of-${name}`]));
  await checkRights(
    client,
    { partition: 'aws-cn', roles: roles as Record<FunctionName, string> },
    exampleConfiguration().configuration,
  );
  const named = endpoint.received
    .flatMap(({ body }) => [...new URLSearchParams(body).values()])
    .filter((value) => value.startsWith('arn:'));
  expect(named.length).toBeGreaterThan(names.length);
  for (const arn of named) expect(arn).toMatch(/^arn:aws-cn:(ec2|iam):/);
});

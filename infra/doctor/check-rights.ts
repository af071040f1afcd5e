import { type ContextEntry, type IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import type { Configuration } from '../../functions/domain/configuration.ts';
import type { GroupRef } from '../../functions/domain/rule-key.ts';
import type { FunctionName } from '../../functions/runtime/environment.ts';
import { DEPLOYMENT_TAG } from '../../functions/runtime/names.ts';
import { configuredGroups } from '../rights/security-group-rights.ts';
import type { StackParts } from './stack-parts.ts';
import { either, looking, type Verdict } from './verdict.ts';

interface Question {
  readonly action: string;
  readonly resource: string;
  readonly context: readonly ContextEntry[];
  readonly expected: 'allowed' | 'denied';
}

const CLOSERS: readonly FunctionName[] = ['ingress', 'sweeper'];
/** A group that no configuration names. */
const FOREIGN = 'sg-00000000000000000';

const text = (name: string, value: string, type: 'string' | 'stringList' = 'string'): ContextEntry => ({
  ContextKeyName: name,
  ContextKeyValues: [value],
  ContextKeyType: type,
});

const questions = (
  partition: string,
  { account, region, groupId }: GroupRef,
  deployment: string,
  mayClose: boolean,
): Question[] => {
  const arn = (resource: string) => `arn:${partition}:ec2:${region}:${account}:${resource}`;
  const marks = [
    text(`aws:RequestTag/${DEPLOYMENT_TAG}`, deployment),
    text('aws:TagKeys', DEPLOYMENT_TAG, 'stringList'),
  ];
  const created = [...marks, text('ec2:CreateAction', 'AuthorizeSecurityGroupIngress')];
  const here = [text('ec2:Region', region)];
  const expected = mayClose ? 'allowed' : 'denied';
  const writes = ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'];
  return [
    ...writes.map(
      (action) => ({ action, resource: arn(`security-group/${groupId}`), context: [], expected }) as const,
    ),
    ...writes.map(
      (action) =>
        ({ action, resource: arn(`security-group/${FOREIGN}`), context: [], expected: 'denied' }) as const,
    ),
    { action: 'ec2:CreateTags', resource: arn('security-group-rule/*'), context: created, expected },
    { action: 'ec2:CreateTags', resource: arn('security-group-rule/*'), context: marks, expected: 'denied' },
    { action: 'ec2:DescribeSecurityGroupRules', resource: '*', context: here, expected },
  ];
};

/**
 * What each role may do in EC2, by IAM's own simulator, boundaries and organisation included. Not by DryRun: the roles
 * trust Lambda alone, so nobody can act in their name, the doctor included.
 */
export const checkRights = async (
  client: IAMClient,
  { partition, roles }: Pick<StackParts, 'partition' | 'roles'>,
  configuration: Configuration,
): Promise<readonly Verdict[]> => {
  const { deployment } = configuration;
  const verdicts = Object.entries(roles).map(([name, role]) =>
    looking(`EC2 rights of ${name}`, async () => {
      const mayClose = CLOSERS.includes(name as FunctionName);
      const asked = configuredGroups(configuration).flatMap((group) =>
        questions(partition, group, deployment, mayClose).map((question) => ({
          ...question,
          account: group.account,
        })),
      );
      const surprises: string[] = [];
      for (const { action, resource, context, expected, account } of asked) {
        const { EvaluationResults: [result] = [] } = await client.send(
          new SimulatePrincipalPolicyCommand({
            PolicySourceArn: `arn:${partition}:iam::${account}:role/${role}`,
            ActionNames: [action],
            ResourceArns: [resource],
            ContextEntries: [...context],
          }),
        );
        const seen = result?.EvalDecision === 'allowed' ? 'allowed' : 'denied';
        if (seen !== expected) surprises.push(`${action} on ${resource} is ${seen}`);
      }
      const detail =
        surprises.length === 0 ? `${asked.length} calls judged as they should be` : surprises.join('; ');
      return [either(surprises.length === 0, detail, 'deploy again, or see what limits the role')];
    }),
  );
  return (await Promise.all(verdicts)).flat();
};

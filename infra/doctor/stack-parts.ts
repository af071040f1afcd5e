import { type CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { environments, type FunctionName } from '../../functions/runtime/environment.ts';
import type { Verdict } from './verdict.ts';

/** What the doctor looks at, as CloudFormation made it. */
export interface StackParts {
  /** `aws`, `aws-cn` or another: what stands first in each of its ARNs. */
  readonly partition: string;
  readonly tableName: string;
  /** Names of the functions' roles. */
  readonly roles: Readonly<Record<FunctionName, string>>;
}

/** @throws where the stack is not there, or is none of Postern's */
const stackParts = async (client: CloudFormationClient, stack: string): Promise<StackParts> => {
  const made: { readonly type: string; readonly logicalId: string; readonly physicalId: string }[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: stack })) {
    for (const resource of page.StackResourceSummaries ?? []) {
      made.push({
        type: String(resource.ResourceType),
        logicalId: String(resource.LogicalResourceId),
        physicalId: String(resource.PhysicalResourceId),
      });
    }
  }
  const only = (type: string, within: string): string => {
    // CDK leaves hyphens out of logical ids, and puts a hash behind them.
    const name = new RegExp(`${within.replaceAll('-', '')}[0-9A-F]{8}$`);
    const [found] = made.filter((resource) => resource.type === type && name.test(resource.logicalId));
    if (found === undefined) throw new Error(`${stack} has no ${type} named ${within}: is it Postern's?`);
    return found.physicalId;
  };
  const names = Object.keys(environments) as FunctionName[];
  const roles = names.map((name) => [name, only('AWS::IAM::Role', `Functions${name}Role`)] as const);
  // CloudFormation knows a state machine by its ARN.
  const [, partition = ''] = only('AWS::StepFunctions::StateMachine', 'WorkflowStateMachine').split(':');
  return {
    partition,
    tableName: only('AWS::DynamoDB::Table', 'Table'),
    roles: Object.fromEntries(roles) as Record<FunctionName, string>,
  };
};

/** The parts of a stack; or, where they cannot be looked at, what is said of that and what to do. */
export const findStack = async (
  client: CloudFormationClient,
  { stack, region }: { readonly stack: string; readonly region: string },
): Promise<
  | { readonly outcome: 'FOUND'; readonly parts: StackParts }
  | { readonly outcome: 'NOT_FOUND'; readonly verdict: Verdict }
> => {
  try {
    return { outcome: 'FOUND', parts: await stackParts(client, stack) };
  } catch (error) {
    const { name, message } = error as Error;
    const detail =
      `its roles and its table could not be looked at (${name}: ${message}): name the stack that is deployed ` +
      'by --stack NAME, and use AWS credentials of its account that have not expired';
    return {
      outcome: 'NOT_FOUND',
      verdict: { check: `Stack ${stack} in ${region}`, verdict: 'UNKNOWN', detail },
    };
  }
};

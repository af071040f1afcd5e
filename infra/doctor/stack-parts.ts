import { type CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { environments, type FunctionName } from '../../functions/runtime/environment.ts';

/** What the doctor looks at, as CloudFormation made it. */
export interface StackParts {
  readonly tableName: string;
  /** Names of the functions' roles. */
  readonly roles: Readonly<Record<FunctionName, string>>;
}

/** @throws where the stack is not there, or is none of Postern's */
export const stackParts = async (client: CloudFormationClient, stack: string): Promise<StackParts> => {
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
  return {
    tableName: only('AWS::DynamoDB::Table', 'Table'),
    roles: Object.fromEntries(roles) as Record<FunctionName, string>,
  };
};

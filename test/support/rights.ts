import type { Template } from 'aws-cdk-lib/assertions';
import { asList, asText, resourcesOf } from './stack.ts';

/** One statement of a policy that a role has. */
export interface Right {
  /** Logical id of the role, without CDK's hash: `PosternFunctionsapiRole`. */
  readonly role: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Readonly<Record<string, unknown>>;
}

const withoutHash = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');

interface Statement {
  readonly Effect: string;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: Record<string, unknown>;
}

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

/** Every right of every role, wherever a template may put it. */
export const rightsIn = (template: Template): readonly Right[] => {
  const roles = Object.entries(resourcesOf(template, 'AWS::IAM::Role'));
  const inline = roles.flatMap(([role, { Properties }]) =>
    ((Properties.Policies ?? []) as readonly Policy[]).map((policy) => ({ holders: [role], policy })),
  );
  const attached = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
    Object.values(resourcesOf(template, type)).map(({ Properties }) => ({
      holders: asList(Properties.Roles).map((role) => (role as { Ref: string }).Ref),
      policy: Properties as unknown as Policy,
    })),
  );
  return [...inline, ...attached].flatMap(({ holders, policy }) =>
    holders.flatMap((holder) =>
      policy.PolicyDocument.Statement.map((statement) => ({
        role: withoutHash(holder),
        effect: statement.Effect,
        actions: asList(statement.Action).map(asText),
        resources: asList(statement.Resource).map(asText),
        conditions: statement.Condition ?? {},
      })),
    ),
  );
};

import { CustomResource } from 'aws-cdk-lib';
import { Construct, type IDependable } from 'constructs';
import {
  DEPLOYMENT_RESOURCES,
  type GuardProperties,
} from '../../functions/runtime/cloudformation/deployment-events.ts';
import { PATIENCE } from './deployed-configuration.ts';
import type { PosternFunction } from './function.ts';

export interface GuardProps {
  readonly callee: PosternFunction<'deployment'>;
  /** What stays while anything is open: CloudFormation deletes nothing that another resource still depends on. */
  readonly guarded: readonly IDependable[];
  readonly properties: GuardProperties;
}

/**
 * Refuses to be deleted while anything is open, and keeps what it guards with it. Given the groups of targets, it also
 * refuses a deployment in which something was opened that the new functions do not close: CloudFormation then goes back
 * to those that do.
 */
export class Guard extends Construct {
  constructor(scope: Construct, id: string, { callee, guarded, properties }: GuardProps) {
    super(scope, id);
    const resource = new CustomResource(this, 'Resource', {
      serviceToken: callee.alias.functionArn,
      serviceTimeout: PATIENCE,
      resourceType: DEPLOYMENT_RESOURCES.guard,
      properties: { ...properties },
    });
    resource.node.addDependency(...guarded);
  }
}

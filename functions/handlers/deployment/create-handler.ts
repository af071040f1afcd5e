import middy from '@middy/core';
import * as z from 'zod';
import { groupIdsDigest } from '../../domain/group-ids.ts';
import type { GroupIdsStore } from '../../ports/group-ids-store.ts';
import { NEVER_MADE, type ResourceAnswer } from '../../runtime/cloudformation/answer-cloudformation.ts';
import {
  type ConfigurationProperties,
  DEPLOYMENT_RESOURCES,
  GROUP_IDS_ATTRIBUTE,
} from '../../runtime/cloudformation/deployment-events.ts';
import type { Log } from '../../runtime/log.ts';
import { eventBoundary } from '../../runtime/middleware/event-boundary.ts';
import { readEvent } from '../../runtime/middleware/read-event.ts';
import { type Records, refuseToAbandon, refuseToEnd, refuseTwins } from './refusals.ts';

export interface DeploymentDependencies extends Records {
  readonly log: Log;
  readonly groupIds: GroupIdsStore;
}

const { configuration, guard } = DEPLOYMENT_RESOURCES;
const securityGroupKey = z.string().regex(/^\d{12}\/[a-z0-9-]+\/sg-[0-9a-f]+$/);

/** Of what CloudFormation says only these are read; what infra set is closed. It adds two names of its own. */
const common = {
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  PhysicalResourceId: z.string().optional(),
};
const added = { ServiceToken: z.string(), ServiceTimeout: z.string().optional() };
const properties = z.strictObject({
  ...added,
  Targets: z.record(z.string(), securityGroupKey),
  GroupIds: z.record(z.string(), z.string().regex(/^sg-[0-9a-f]+$/)).optional(),
  TableName: z.string(),
}) satisfies z.ZodType<ConfigurationProperties>;
const event = z.discriminatedUnion('ResourceType', [
  z.object({ ...common, ResourceType: z.literal(configuration), ResourceProperties: properties }),
  z.object({ ...common, ResourceType: z.literal(guard), ResourceProperties: z.strictObject(added) }),
]);

/**
 * Called by CloudFormation, and by nobody else. Before a configuration is deployed: that it leaves no port open behind
 * it; its ids of security groups are written where functions read them. Before the stack is deleted: that nothing is open.
 * It opens nothing and closes nothing.
 */
export const createDeploymentHandler = ({ log, groupIds, ...records }: DeploymentDependencies) => {
  const configure = async ({ Targets, GroupIds }: z.output<typeof properties>) => {
    refuseTwins(Targets, GroupIds);
    await refuseToAbandon(records, Targets);
    if (GroupIds === undefined) return {};
    const digest = groupIdsDigest(GroupIds);
    await groupIds.putGroupIds(digest, GroupIds);
    return { attributes: { [GROUP_IDS_ATTRIBUTE]: digest } };
  };
  return middy<unknown, ResourceAnswer>()
    .use(eventBoundary(log))
    .handler(async (given) => {
      const asked = readEvent(event, given);
      const made = { physicalId: asked.PhysicalResourceId ?? asked.ResourceType };
      if (asked.RequestType === 'Delete') {
        // Ids stay: a deployment that is undone reads those of before.
        if (asked.ResourceType === guard && made.physicalId !== NEVER_MADE) await refuseToEnd(records);
        return made;
      }
      if (asked.ResourceType === guard) return made;
      return { ...made, ...(await configure(asked.ResourceProperties)) };
    });
};

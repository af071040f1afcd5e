import middy from '@middy/core';
import * as z from 'zod';
import { groupIdsDigest } from '../../domain/group-ids.ts';
import type { GroupIdsStore } from '../../ports/group-ids-store.ts';
import { NEVER_MADE, type ResourceAnswer } from '../../runtime/cloudformation/answer-cloudformation.ts';
import {
  type ConfigurationProperties,
  DEPLOYMENT_RESOURCES,
  GROUP_IDS_ATTRIBUTE,
  type GuardProperties,
} from '../../runtime/cloudformation/deployment-events.ts';
import type { Log } from '../../runtime/log.ts';
import { eventBoundary } from '../../runtime/middleware/event-boundary.ts';
import { readEvent } from '../../runtime/middleware/read-event.ts';
import { type Records, refuseToAbandon, refuseToEnd, refuseTwins } from './refusals.ts';
import { awaitingRights } from './young-rights.ts';

export interface DeploymentDependencies extends Records {
  readonly log: Log;
  readonly groupIds: GroupIdsStore;
}

const { configuration, guard } = DEPLOYMENT_RESOURCES;
const securityGroupKey = z.string().regex(/^\d{12}\/[a-z0-9-]+\/sg-[0-9a-f]+$/);

/**
 * Of what CloudFormation says only these are read: it may add names of its own, now or later. A deletion must be possible
 * whatever an older version of ours has set, so that properties are parsed only of what is made.
 */
const asked = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResourceType: z.enum([configuration, guard]),
  PhysicalResourceId: z.string().optional(),
});
const targets = z.record(z.string(), securityGroupKey);
const groupId = z.string().regex(/^sg-[0-9a-f]+$/);
const configured = z.object({
  Targets: targets,
  GroupIds: z.record(z.string(), groupId).optional(),
  WrittenIds: z.array(groupId).optional(),
  TableName: z.string(),
}) satisfies z.ZodType<ConfigurationProperties>;
const guarding = z.object({ Targets: targets.optional() }) satisfies z.ZodType<GuardProperties>;
const made = z.discriminatedUnion('ResourceType', [
  z.object({ ResourceType: z.literal(configuration), ResourceProperties: configured }),
  z.object({ ResourceType: z.literal(guard), ResourceProperties: guarding }),
]);
const lastGuard = z.object({ ResourceProperties: z.object({ Left: z.literal('closers') }) });

/**
 * Called by CloudFormation, and by nobody else. Before a configuration is deployed: that it leaves no port open behind
 * it; its ids of security groups are written where functions read them. After every function has it: the same once more,
 * since those of before went on opening until then. Before the stack is deleted: that nothing is open. It opens nothing
 * and closes nothing.
 */
export const createDeploymentHandler = ({ log, groupIds, ...records }: DeploymentDependencies) => {
  const configure = async ({ Targets, GroupIds, WrittenIds }: z.output<typeof configured>) => {
    refuseTwins(Targets, GroupIds, WrittenIds);
    await refuseToAbandon(records, Targets);
    if (GroupIds === undefined) return {};
    const digest = groupIdsDigest(GroupIds);
    await awaitingRights(records.pause, () => groupIds.putGroupIds(digest, GroupIds));
    return { attributes: { [GROUP_IDS_ATTRIBUTE]: digest } };
  };
  const make = async ({ ResourceType, ResourceProperties }: z.output<typeof made>) => {
    if (ResourceType === configuration) return await configure(ResourceProperties);
    if (ResourceProperties.Targets) await refuseToAbandon(records, ResourceProperties.Targets);
    return {};
  };
  return middy<unknown, ResourceAnswer>()
    .use(eventBoundary(log))
    .handler(async (given) => {
      const { RequestType, ResourceType, PhysicalResourceId } = readEvent(asked, given);
      const physicalId = PhysicalResourceId ?? ResourceType;
      if (RequestType !== 'Delete') return { physicalId, ...(await make(readEvent(made, given))) };
      // Ids stay: a deployment that is undone reads those of before.
      if (ResourceType === guard && physicalId !== NEVER_MADE) {
        await refuseToEnd(records, lastGuard.safeParse(given).success ? 'closers' : 'all');
      }
      return { physicalId };
    });
};

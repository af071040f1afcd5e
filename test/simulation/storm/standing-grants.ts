import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import type { Configuration, Target } from '../../../functions/domain/configuration.ts';
import { DAY, type Instant, MINUTE, toWaitTimestamp } from '../../../functions/domain/instant.ts';
import type { LedgerRow } from '../../../functions/domain/ledger.ts';
import { groupKey, type Permission, ruleKey } from '../../../functions/domain/rule-key.ts';
import { ORDERS } from '../../support/world.ts';
import type { Cloud } from '../functions/cloud.ts';
import { CONFIGURATION, principalOf } from '../story/cast.ts';
import { definitionOf } from '../workflow/workflow-service.ts';

const targetOf = (index: number): Target => ({
  ...ORDERS,
  name: `target-${index}`,
  group: { ...ORDERS.group, groupId: `sg-${index.toString(16).padStart(17, '0')}` },
});

/** As many groups, one target each. */
export const configurationOf = (groups: number): Configuration => ({
  ...CONFIGURATION,
  targets: Array.from({ length: groups }, (_, index) => targetOf(index)),
});

/** Puts grants on record as they stand while they are open: request, group, ledger, rule and waiting execution. */
export const standGrants = (cloud: Cloud, count: number, endsAt: Instant): void => {
  const { targets } = cloud.configuration;
  for (let index = 0; index < count; index += 1) {
    const target = targets[index % targets.length];
    if (target) standGrant(cloud, target, index, endsAt);
  }
};

const standGrant = (cloud: Cloud, target: Target, index: number, endsAt: Instant): void => {
  const now = cloud.scheduler.now();
  const [ports] = target.ports;
  if (ports === undefined) throw new Error(`${target.name} has no ports`);
  const permission: Permission = {
    ...ports,
    source: `10.1.${Math.floor(index / 250)}.${index % 250}/32`,
  };
  const [id, group] = [cloud.ids.requestId(), target.group];
  const row = { id: cloud.ids.ledgerId(), grantId: id, key: ruleKey(permission), permission };
  const marks = { ledgerId: row.id, deployment: cloud.configuration.deployment };
  const rule = cloud.ec2.rules.create(groupKey(group), permission, { origin: 'POSTERN', ...marks });
  const minutes = Math.round((endsAt - now) / MINUTE);
  const open: LedgerRow = {
    ...row,
    intentAt: now,
    closeBy: endsAt,
    state: 'OPEN',
    ruleId: rule.ruleId,
    openedAt: now,
  };
  const standing = {
    grantId: id,
    target: target.name,
    requester: 'alice@example.com',
    permissions: [permission],
  };
  cloud.tables.commit({
    changes: [
      {
        before: null,
        after: requestOf(id, target, permission, { now, endsAt, minutes, ruleId: rule.ruleId }),
        event: null,
      },
    ],
    group: {
      group,
      basedOn: cloud.tables.groups.get(groupKey(group))?.version ?? 0,
      putGrants: [{ ...standing, minutes, phase: 'ACTIVE', endsAt, ending: null }],
      removeGrants: [],
      putRows: [open],
      removeRows: [],
    },
  });
  holdOpen(cloud, id, endsAt);
};

const requestOf = (
  id: string,
  target: Target,
  permission: Permission,
  { now, endsAt, minutes, ruleId }: { now: Instant; endsAt: Instant; minutes: number; ruleId: string },
): AccessRequest => ({
  id,
  target: target.name,
  requester: principalOf('alice'),
  access: { group: target.group, permissions: [permission] },
  digest: 'sha256:as-approved',
  durationMinutes: minutes,
  reason: 'Because',
  ticket: null,
  requestedAt: now,
  decideBy: now + DAY,
  startsAt: now,
  requiredApprovals: 1,
  approvers: ['bob@example.com'],
  policy: {
    outcome: 'automatic',
    version: 'sha256:simulated',
    determinedBy: [],
    reasons: [],
    maxMinutes: null,
    approvals: null,
  },
  status: 'APPROVED',
  decidedAt: now,
  grant: { status: 'ACTIVE', minutes, startsAt: now, activatedAt: now, expiresAt: endsAt, rules: [ruleId] },
  reviews: [],
  workflow: { startedAt: now, resumedAt: null },
  trail: { length: 0, head: `sha256:${'0'.repeat(64)}` },
  version: 1,
});

const holdOpen = ({ workflow, workflowText, scheduler }: Cloud, name: string, endsAt: Instant): void => {
  const now = scheduler.now();
  const input = {
    version: 1,
    requestId: name,
    approval: 'automatic',
    decideWithinSeconds: 1,
    startsAt: toWaitTimestamp(now),
  };
  const until = Math.ceil(endsAt / 1_000) * 1_000;
  workflow.hold({
    status: 'RUNNING',
    name,
    definition: definitionOf(workflowText).digest,
    input,
    startedAt: now,
    entered: 5,
    current: { state: 'Hold open', enteredAt: now, input, retries: [], phase: { kind: 'WAITING', until } },
  });
};

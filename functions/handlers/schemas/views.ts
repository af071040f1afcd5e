import * as z from 'zod';
import type { GrantStatus } from '../../domain/grant.ts';
import { STATUSES } from './inputs.ts';

const time = z.iso.datetime().meta({ description: 'RFC 3339, UTC' });

const GRANT_STATUSES = [
  'SCHEDULED',
  'ACTIVATING',
  'ACTIVE',
  'REVOKING',
  'REVOKE_FAILED',
  'EXPIRED',
  'REVOKED',
  'FAILED',
] as const satisfies readonly GrantStatus[];

export const reviewView = z.object({
  reviewer: z.string(),
  decision: z.enum(['APPROVE', 'REJECT']),
  comment: z.string().nullable(),
  durationMinutes: z.int().nullable(),
  reviewedAt: time,
});

export const grantView = z.object({
  status: z.enum(GRANT_STATUSES),
  statusReason: z.string().nullable().meta({ description: 'Stable code, such as RULE_EXISTS' }),
  statusDetail: z.string().nullable().meta({ description: 'The same for a person' }),
  nextTryAt: time.nullable().meta({ description: 'While closing fails: when it is tried again' }),
  durationMinutes: z.int().meta({ description: 'What was granted: the narrowest of ask and approvals' }),
  startsAt: time,
  activatedAt: time.nullable().meta({ description: 'When its rules were verified open' }),
  expiresAt: time.nullable(),
  endedAt: time
    .nullable()
    .meta({ description: 'When every rule of it was closed, or held by another grant' }),
  rules: z.array(z.string()).meta({
    description:
      'Ids of the security-group rules; of those that may still stand in a list of grants, and while closing fails',
  }),
  closures: z.array(
    z.object({
      ruleId: z.string().nullable(),
      settledAt: time,
      evidence: z.string().meta({ description: 'How it is known that the rule is gone' }),
      otherWaysIn: z
        .array(z.object({ ruleId: z.string(), summary: z.string(), certain: z.boolean() }))
        .nullable()
        .meta({ description: 'Other rules that let the same source in; null where they were not read' }),
    }),
  ),
  heldByGrants: z.array(z.string()).meta({ description: 'Grants for which a rule of this one stays open' }),
  sessions: z
    .literal('may-continue')
    .nullable()
    .meta({ description: 'Closing a port cuts no connection that is established' }),
});

/** An emergency's, here and on the approval page. */
export const afterwards = z.enum(['REVIEW_DUE', 'REVIEWED']).nullable().meta({
  description:
    'Whether an approver has looked at an emergency afterwards; null where there is nothing to look at',
});

const policyView = z.object({
  outcome: z.enum(['denied', 'automatic', 'manual']),
  version: z.string().meta({ description: 'Digest of the policies and the configuration that decided' }),
  determinedBy: z.array(z.string()).meta({ description: 'Ids of the policies that determined the outcome' }),
  reasons: z.array(z.string()).meta({ description: 'What those policies say of themselves' }),
});

const SOURCE = 'Canonical CIDR, or the id of a security group or prefix list: everything in it is let in';

export const foreseenView = z.object({
  target: z.string(),
  durationMinutes: z.int().meta({ description: 'As asked' }),
  longestMinutes: z.int().meta({ description: 'The most that it would open for' }),
  source: z.string().meta({ description: SOURCE }),
  approvals: z.object({ required: z.int().meta({ description: '0: it would open by itself' }) }),
  policy: policyView,
});

export const requestView = z.object({
  id: z.string(),
  status: z.enum(STATUSES),
  target: z.string(),
  requester: z.string(),
  durationMinutes: z.int().meta({ description: 'As asked' }),
  reason: z.string(),
  ticket: z.string().nullable(),
  source: z.string().meta({ description: SOURCE }),
  requestedAt: time,
  startsAt: time,
  decideBy: time,
  decidedAt: time.nullable(),
  approvals: z.object({
    required: z.int(),
    received: z.int(),
    approvers: z.array(z.string()).optional().meta({ description: 'Only for approvers and auditors' }),
  }),
  approvers: z.object({ notified: z.int(), of: z.int() }).nullable().meta({
    description: 'How many were to be asked to decide, and whose mails were taken; null until they were',
  }),
  breakGlass: z.boolean().meta({ description: 'Opened in an emergency, without anybody’s approval' }),
  afterwards,
  policy: policyView,
  reviews: z.array(reviewView),
  grant: grantView.nullable(),
});

export const targetView = z.object({
  name: z.string(),
  description: z.string(),
  owner: z.string(),
  ports: z
    .array(z.object({ protocol: z.enum(['tcp', 'udp']), fromPort: z.int(), toPort: z.int() }))
    .meta({ description: 'All of these open together' }),
  allowedSources: z.array(z.string()).meta({
    description:
      'A source must lie within one of the CIDRs, or be one of the security groups and prefix lists; those are listed for whoever may ask from them',
  }),
  minimumPrefix: z
    .object({ ipv4: z.int(), ipv6: z.int() })
    .meta({ description: 'Of a CIDR that is asked for' }),
  sourceDefault: z.literal('caller').nullable(),
  maxMinutes: z.int(),
  requiredApprovals: z.int(),
  breakGlass: z
    .object({ maxMinutes: z.int() })
    .nullable()
    .meta({ description: 'How long the caller may open it for in an emergency; null: not at all' }),
});

export const eventView = z.object({
  requestId: z.string(),
  sequence: z.int(),
  type: z.string(),
  actor: z.string(),
  from: z.string().nullable(),
  to: z.string(),
  at: time,
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  previousHash: z.string(),
  hash: z.string(),
});

const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });
const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const targetList = listOf(targetView);
export const requestPage = pageOf(requestView);
export const grantList = listOf(requestView);
export const eventList = listOf(eventView);
export const auditPage = pageOf(eventView);
export const healthView = z.object({ status: z.literal('ok') });

export type ForeseenView = z.infer<typeof foreseenView>;
export type GrantView = z.infer<typeof grantView>;
export type RequestView = z.infer<typeof requestView>;
export type ReviewView = z.infer<typeof reviewView>;
export type TargetView = z.infer<typeof targetView>;

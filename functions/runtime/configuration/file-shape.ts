import * as z from 'zod';
import { closed } from './closed.ts';
import * as text from './texts.ts';

const port = z.int().min(1).max(65_535);
const noRepetition = <Item extends z.ZodType>(item: Item) =>
  z.array(item).superRefine((items, context) => {
    for (const [index, value] of items.entries()) {
      if (items.indexOf(value) === index) continue;
      context.addIssue({ code: 'custom', path: [index], message: `${String(value)} is named twice` });
    }
  });

const target = closed({
  description: text.words(200),
  owner: text.words(100),
  securityGroup: text.name,
  protocol: z.enum(['tcp', 'udp']).default('tcp'),
  /** Either this, or `ports`. */
  port: port.optional(),
  ports: closed({ from: port, to: port }).optional(),
  allowedSources: noRepetition(text.cidr).min(1),
  minimumPrefix: closed({
    ipv4: z.int().min(1).max(32).default(32),
    ipv6: z.int().min(1).max(128).default(128),
  }).prefault({}),
  sourceDefault: z.literal('caller').optional(),
  maxMinutes: z.int().min(1).max(1_440),
  requesters: noRepetition(text.requester).min(1),
  approvers: noRepetition(text.approver).min(1),
  requiredApprovals: z.int().min(1).default(1),
  retired: z.boolean().default(false),
});

const local = closed({
  gates: z
    .array(
      closed({
        securityGroup: text.name,
        port,
        listenPort: port,
        forwardPort: port.optional(),
      }),
    )
    .default([]),
  identities: z
    .array(closed({ email: text.mailbox, groups: noRepetition(text.groupName).default([]) }))
    .default([]),
});

/** `config/postern.yaml` as people write it. What each field means stands in the example. */
export const fileShape = closed({
  deployment: text.name,
  aws: closed({ account: text.account, region: text.region }),
  settings: closed({
    decideWithinMinutes: z.int().min(1).max(10_080).default(60),
    maxPendingPerRequester: z.int().min(1).max(1_000).default(10),
  }).prefault({}),
  identity: closed({
    issuer: z.url({ protocol: /^https$/, error: 'expected an https address' }),
    audience: noRepetition(text.words(200)).min(1),
    emailClaim: text.claimName.default('email'),
    groupsClaim: text.claimName.default('groups'),
  }),
  mail: closed({ from: text.mailbox }),
  groups: z.record(text.groupName, noRepetition(text.mailbox)).default({}),
  machines: z
    .record(text.name, closed({ principal: text.iamPrincipal, owners: noRepetition(text.mailbox).min(1) }))
    .default({}),
  auditors: noRepetition(text.personOrGroup).default([]),
  admins: noRepetition(text.personOrGroup).default([]),
  securityGroups: z.record(
    text.name,
    closed({
      id: text.securityGroupId,
      account: text.account.optional(),
      region: text.region.optional(),
    }),
  ),
  targets: z.record(text.name, target),
  local: local.prefault({}),
});

export type ConfigurationFile = z.infer<typeof fileShape>;
export type TargetEntry = ConfigurationFile['targets'][string];

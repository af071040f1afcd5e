import * as z from 'zod';
import { MOST_RANGES } from '../../domain/port-range.ts';
import { chosen } from './chosen.ts';
import { closed } from './closed.ts';
import * as text from './texts.ts';
import { WIDEST_PREFIX } from './widest-prefix.ts';

/** `1h` reads like a time, and says no number. */
const minutes = z.int({
  error: ({ code, input }) =>
    code === 'invalid_type' && input !== undefined
      ? `expected a whole number of minutes, found ${JSON.stringify(input)}`
      : undefined,
});
const port = z.int().min(1).max(65_535);
const protocol = z.enum(['tcp', 'udp']);
/** Either one port, or from one to another; a protocol of its own, or the target's. */
const portsEntry = closed({
  port: port.exactOptional(),
  from: port.exactOptional(),
  to: port.exactOptional(),
  protocol: protocol.exactOptional(),
});
const portsRange = closed({ from: port, to: port });
const isMapping = (value: unknown): boolean => typeof value === 'object' && value !== null;
const portsList = z
  .array(chosen<typeof port | typeof portsEntry>((value) => (isMapping(value) ? portsEntry : port)))
  .min(1)
  .max(MOST_RANGES);
const noRepetition = <Item extends z.ZodType>(item: Item) =>
  z.array(item).superRefine((items, context) => {
    for (const [index, value] of items.entries()) {
      if (items.indexOf(value) === index) continue;
      context.addIssue({ code: 'custom', path: [index], message: `${String(value)} is named twice` });
    }
  });

/** One person's mailbox, a group of them, or a mailbox that several people read. */
const approver = z.union([text.approver, closed({ mailbox: text.mailbox, shared: z.literal(true) })], {
  error: 'expected a mailbox, group:NAME, or { mailbox: team@example.com, shared: true }',
});

const secureAddress = z.url({ protocol: /^https$/, error: 'expected an https address' });

/** Either of them: that approvers sign in, with all that it takes, or nothing. */
const approvals = closed({
  requireSignIn: z.boolean(),
  clientId: text.words(200).exactOptional(),
  authorizationEndpoint: secureAddress.exactOptional(),
  tokenEndpoint: secureAddress.exactOptional(),
  scope: text.words(200).default('openid email'),
  token: z.enum(['id_token', 'access_token']).default('id_token'),
});

const target = closed({
  description: text.words(200),
  owner: text.words(100),
  securityGroup: text.name,
  protocol: protocol.default('tcp'),
  /** Either this, or `ports`. */
  port: port.optional(),
  ports: chosen<typeof portsList | typeof portsRange>((value) =>
    Array.isArray(value) ? portsList : portsRange,
  ).optional(),
  allowedSources: noRepetition(text.allowedSource).min(1),
  minimumPrefix: closed({
    ipv4: z.int().min(WIDEST_PREFIX.ipv4).max(32).default(32),
    ipv6: z.int().min(WIDEST_PREFIX.ipv6).max(128).default(128),
  }).prefault({}),
  referencedSources: z.enum(['machines', 'anybody']).default('machines'),
  sourceDefault: z.literal('caller').optional(),
  maxMinutes: minutes.min(1).max(1_440),
  requesters: noRepetition(text.requester).min(1),
  approvers: noRepetition(approver).min(1),
  requiredApprovals: z.int().min(1).default(1),
  escalateTo: noRepetition(text.personOrGroup).min(1).exactOptional(),
  breakGlass: closed({
    requesters: noRepetition(text.personOrGroup).min(1),
    maxMinutes: minutes.min(1).max(60),
  }).exactOptional(),
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
    decideWithinMinutes: minutes.min(1).max(10_080).default(60),
    maxPendingPerRequester: z.int().min(1).max(1_000).default(10),
    missingRule: z.enum(['report', 'reopen']).default('report'),
  }).prefault({}),
  /** Of one requester for one target. What is left out is as the domain has it. */
  limits: closed({
    openGrants: z.int().min(1).max(90).exactOptional(),
    pendingRequests: z.int().min(1).max(90).exactOptional(),
    requestsPerHour: z.int().min(1).max(90).exactOptional(),
    widestSources: z.int().min(1).max(1_000).exactOptional(),
  }).exactOptional(),
  policy: closed({
    timeZone: text.timeZone.exactOptional(),
    longerThanCap: z.enum(['people', 'cut']).exactOptional(),
  }).exactOptional(),
  /** In minutes. What is left out follows from the time to decide: see `ReminderSettings`. */
  reminders: closed({
    afterMinutes: minutes.min(1).max(10_080).exactOptional(),
    escalateAfterMinutes: minutes.min(1).max(10_080).exactOptional(),
    endingSoonMinutes: minutes.min(1).max(120).exactOptional(),
  }).exactOptional(),
  approvals: approvals.exactOptional(),
  /** Mailboxes of the same person. */
  people: z.record(text.name, noRepetition(text.mailbox).min(2)).exactOptional(),
  identity: closed({
    issuer: secureAddress,
    audience: noRepetition(text.words(200)).min(1),
    emailClaim: text.claimName.default('email'),
    groupsClaim: text.claimName.default('groups'),
    emailsAreVerified: z.boolean().exactOptional(),
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

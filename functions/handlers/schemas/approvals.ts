import * as z from 'zod';
import { closed } from '../../runtime/configuration/closed.ts';
import { decision, STATUSES } from './inputs.ts';
import { afterwards, grantView, reviewView } from './views.ts';

// A token of any other shape is looked up like every other, and not found like every other.
const token = z.string({ error: 'expected the part of the mailed link behind #' });

export const previewInput = closed({ token });

export const decisionInput = closed({
  token,
  code: z.string({ error: 'expected the six digits that stand in the mail' }),
  ...decision,
});

const time = z.iso.datetime();

/** What an approver should notice, the most telling first. */
const unusualView = z.discriminatedUnion('fact', [
  z.object({ fact: z.literal('FIRST_TIME') }),
  z.object({
    fact: z.literal('WIDER_THAN_USUAL'),
    usual: z.string().meta({ description: 'Widest source so far: `10.20.30.40/32 (one address)`' }),
  }),
  z.object({
    fact: z.literal('OUTSIDE_WORKING_HOURS'),
    clock: z.string().meta({ description: '`Saturday 22:14`' }),
    timeZone: z.string(),
  }),
  z.object({ fact: z.literal('OPEN_FOR_REQUESTER'), until: time }),
  z.object({ fact: z.literal('OPEN_FOR_OTHERS'), names: z.array(z.string()) }),
]);

/** What an approver must know to decide, and what became of it. */
export const linkView = z.object({
  approver: z.string().meta({ description: 'Mailbox that the link was sent to' }),
  ownDecision: z.enum(['APPROVE', 'REJECT']).nullable().meta({
    description: 'What the person of that mailbox has decided, by whichever of theirs',
  }),
  usable: z.boolean().meta({ description: 'Whether a code can still be tried' }),
  triesLeft: z.int(),
  freshMail: z.boolean().meta({ description: 'Whether a fresh link may still be asked for' }),
  signIn: z
    .object({
      issuer: z.string(),
      clientId: z.string(),
      authorizationEndpoint: z.string(),
      tokenEndpoint: z.string(),
      scope: z.string(),
      token: z.enum(['id_token', 'access_token']),
      loginHint: z
        .string()
        .nullable()
        .meta({ description: 'Who is to sign in; null where several people read the mailbox' }),
    })
    .nullable()
    .meta({ description: 'How to sign in before deciding; null where the code of the mail is enough' }),
  unusual: z
    .array(unusualView)
    .nullable()
    .meta({ description: 'What is out of the ordinary; null where nothing is left to decide' }),
  request: z.object({
    id: z.string(),
    status: z.enum(STATUSES),
    afterwards,
    target: z.string(),
    description: z.string(),
    owner: z.string(),
    requester: z.string(),
    reason: z.string(),
    ticket: z.string().nullable(),
    ports: z.array(z.string()).meta({ description: '`tcp 5432`' }),
    sources: z.array(z.string()).meta({
      description: '`10.20.30.40/32 (one address)`, `everything in security group sg-…`',
    }),
    durationMinutes: z.int(),
    requestedAt: time,
    startsAt: time.nullable().meta({ description: 'null: as soon as it is approved' }),
    decideBy: time,
    approvals: z.object({ required: z.int(), received: z.int() }),
    reviews: z.array(reviewView),
    grant: grantView
      .pick({
        status: true,
        statusReason: true,
        durationMinutes: true,
        startsAt: true,
        activatedAt: true,
        expiresAt: true,
        endedAt: true,
      })
      .nullable(),
  }),
});

/** What became of the request by a decision. */
export const decidedView = z.object({
  requestId: z.string(),
  status: z.enum(STATUSES),
  grantedMinutes: z.int().nullable(),
  startsAt: time.nullable().meta({ description: 'null: at once' }),
  approvals: z.object({ required: z.int(), received: z.int() }),
});

export type LinkView = z.infer<typeof linkView>;
export type DecidedView = z.infer<typeof decidedView>;

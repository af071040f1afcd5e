import * as z from 'zod';
import { closed } from '../../runtime/configuration/closed.ts';
import { decision, STATUSES } from './inputs.ts';
import { reviewView } from './views.ts';

// A token of any other shape is looked up like every other, and not found like every other.
const token = z.string({ error: 'expected the part of the mailed link behind #' });

export const previewInput = closed({ token });

export const decisionInput = closed({
  token,
  code: z.string({ error: 'expected the six digits that stand in the mail' }),
  ...decision,
});

const time = z.iso.datetime();

/** What an approver must know to decide. */
export const linkView = z.object({
  approver: z.string().meta({ description: 'Mailbox that the link was sent to' }),
  usable: z.boolean().meta({ description: 'Whether a code can still be tried' }),
  triesLeft: z.int(),
  request: z.object({
    id: z.string(),
    status: z.enum(STATUSES),
    target: z.string(),
    description: z.string(),
    owner: z.string(),
    requester: z.string(),
    reason: z.string(),
    ticket: z.string().nullable(),
    ports: z.array(z.string()).meta({ description: '`tcp 5432`' }),
    sources: z.array(z.string()).meta({ description: '`10.20.30.40/32 (one address)`' }),
    durationMinutes: z.int(),
    requestedAt: time,
    startsAt: time.nullable().meta({ description: 'null: as soon as it is approved' }),
    decideBy: time,
    approvals: z.object({ required: z.int(), received: z.int() }),
    reviews: z.array(reviewView),
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

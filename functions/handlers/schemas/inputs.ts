import * as z from 'zod';
import { REQUEST_ID, type RequestStatus } from '../../domain/access-request.ts';
import { STANDING } from '../../domain/grant.ts';
import { canonicalMailbox } from '../../domain/principal.ts';
import { closed } from '../../runtime/configuration/closed.ts';
import { cursor } from './cursor.ts';
import { instant, lines, minutes, moment, oneLine, wholeNumber } from './fields.ts';

const PAGE = 50;
const limit = wholeNumber(1, 100).optional();
export const pageLimit = (given: number | undefined): number => given ?? PAGE;

export const STATUSES = [
  'PENDING',
  'APPROVED',
  'DENIED',
  'REJECTED',
  'CANCELLED',
  'EXPIRED',
] as const satisfies readonly RequestStatus[];

export const nothing = closed({});

const SOURCE = 'expected an address or CIDR, or the id of a security group or prefix list';

/** What one asks with. */
export const ask = closed({
  target: oneLine(100).meta({ description: 'Name of a target, as GET /v1/targets lists it' }),
  durationMinutes: minutes,
  reason: lines(1_000),
  source: z
    .string({ error: SOURCE })
    .min(1, { error: SOURCE })
    .max(64, { error: 'expected at most 64 characters' })
    .optional()
    .meta({
      description:
        'Address or CIDR that may connect, or, mostly for machines, the id of a security group or prefix list; the caller’s own address where the target allows it',
    }),
  ticket: oneLine(100).optional(),
  startsAt: moment
    .optional()
    .meta({ description: 'Open no earlier than that; at once where it is left out' }),
  breakGlass: z.boolean({ error: 'expected true or false' }).optional().meta({
    description:
      'An emergency: opens at once for a short time where the target allows it, and is reviewed afterwards',
  }),
});

/** How one asks. */
export const asking = closed({
  dryRun: z
    .enum(['true', 'false'], { error: 'expected true or false' })
    .optional()
    .meta({ description: 'true: answers what would become of it (200), and makes nothing' }),
});

/** One approver's decision. */
export const decision = {
  decision: z.enum(['APPROVE', 'REJECT']),
  comment: lines(1_000).optional(),
  durationMinutes: minutes.optional().meta({ description: 'Approve for less than was asked' }),
};
export const review = closed(decision);

export const waiting = closed({ wait: wholeNumber(0, 20).optional() });

export const requestFilter = closed({
  status: z.enum(STATUSES).optional(),
  target: oneLine(100).optional(),
  requester: oneLine(320).transform(canonicalMailbox).optional(),
  limit,
  cursor: cursor(z.strictObject({ requestedAt: instant, id: z.string().regex(REQUEST_ID) })).optional(),
});

export const grantFilter = closed({
  status: z.enum(STANDING).optional().meta({
    description:
      'Only grants in this state. Left out: all of which a rule may stand, be it that they are ending, or do not close',
  }),
});

export const auditRange = closed({
  from: moment.optional().meta({ description: 'Default: a day before `to`' }),
  to: moment.optional().meta({ description: 'Default: now' }),
  limit,
  cursor: cursor(
    z.strictObject({
      at: z.iso.datetime(),
      requestId: z.literal('').or(z.string().regex(REQUEST_ID)),
      sequence: z.int().min(0),
    }),
  ).optional(),
});

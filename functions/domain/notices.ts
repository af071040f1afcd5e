import type { AccessRequest, Notices } from './access-request.ts';
import { type Change, noted } from './change.ts';
import { duties } from './due.ts';
import { type Instant, MINUTE } from './instant.ts';
import { type MailOrder, noticesOf } from './mail-order.ts';

/** A note on a request, and the mail that goes with it. */
export interface Noticed {
  readonly change: Change;
  readonly order: MailOrder;
}

export const RESENDS_PER_APPROVER = 3;
export const RESEND_AFTER = MINUTE;

const NOTED_AS = {
  REMIND: { kind: 'REMINDER', at: 'remindedAt' },
  ESCALATE: { kind: 'ESCALATION', at: 'escalatedAt' },
  MENTION_ENDING: { kind: 'ENDING_SOON', at: 'endingSoonAt' },
} as const satisfies Record<string, { kind: MailOrder['kind']; at: keyof Notices }>;

export type NoticeDuty = keyof typeof NOTED_AS;

const withNotices = (request: AccessRequest, more: Partial<Notices>): Change =>
  noted(request, { notices: { ...noticesOf(request), ...more } });

/** What is told because time passed; null where that is not due, or not any more. */
export const notice = (request: AccessRequest, duty: NoticeDuty, now: Instant): Noticed | null => {
  if (!duties(request).some(({ kind, at }) => kind === duty && at <= now)) return null;
  const { kind, at } = NOTED_AS[duty];
  return {
    change: withNotices(request, { [at]: now }),
    order: { requestId: request.id, orderId: kind, kind, to: null, orderedAt: now },
  };
};

/** A fresh link for one who was sent one; null where there is nothing to decide, or no further mail to be had. */
export const resend = (request: AccessRequest, approver: string, now: Instant): Noticed | null => {
  if (request.status !== 'PENDING' || now >= request.decideBy) return null;
  const { resends } = noticesOf(request);
  const own = resends.filter((earlier) => earlier.approver === approver);
  const isTooSoon = own.some(({ at }) => now < at + RESEND_AFTER);
  if (isTooSoon || own.length >= RESENDS_PER_APPROVER) return null;
  const orderId = `RESEND:${own.length + 1}:${approver}`;
  return {
    change: withNotices(request, { resends: [...resends, { approver, at: now }] }),
    order: { requestId: request.id, orderId, kind: 'RESEND', to: approver, orderedAt: now },
  };
};

/** How many were asked to decide, and whose mails were taken; null where that is on record already. */
export const approversNotified = (
  request: AccessRequest,
  asked: number,
  mailed: readonly string[],
): Change | null => {
  const known = noticesOf(request);
  const notified = [...new Set([...known.notified, ...mailed])];
  return known.asked === asked && notified.length === known.notified.length
    ? null
    : withNotices(request, { asked, notified });
};

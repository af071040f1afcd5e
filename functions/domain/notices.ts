import type { AccessRequest, Notices } from './access-request.ts';
import { awaitsPeople } from './break-glass.ts';
import { type Change, noted } from './change.ts';
import { type DueKind, duties } from './due.ts';
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

const isDue = (request: AccessRequest, duty: DueKind, now: Instant): boolean =>
  duties(request).some(({ kind, at }) => kind === duty && at <= now);

/** What is told because time passed; null where that is not due, or not any more. */
export const notice = (request: AccessRequest, duty: NoticeDuty, now: Instant): Noticed | null => {
  if (!isDue(request, duty, now)) return null;
  const { kind, at } = NOTED_AS[duty];
  return {
    change: withNotices(request, { [at]: now }),
    order: { requestId: request.id, orderId: kind, kind, to: null, orderedAt: now },
  };
};

const resendsTo = (request: AccessRequest, approver: string): Notices['resends'] =>
  noticesOf(request).resends.filter((earlier) => earlier.approver === approver);

/** Whether a fresh link may still be had, be it in a minute. */
export const hasFreshLinkLeft = (request: AccessRequest, approver: string, now: Instant): boolean => {
  const isOpen = request.status === 'PENDING' ? now < request.decideBy : awaitsPeople(request);
  return isOpen && resendsTo(request, approver).length < RESENDS_PER_APPROVER;
};

/** A word to an approver whose tries at codes are used up; null where there was one. */
export const exhausted = (request: AccessRequest, approver: string, now: Instant): Noticed | null => {
  const known = noticesOf(request).exhausted;
  if (known.includes(approver)) return null;
  return {
    change: withNotices(request, { exhausted: [...known, approver] }),
    order: {
      requestId: request.id,
      orderId: `TRIES_EXHAUSTED:${approver}`,
      kind: 'TRIES_EXHAUSTED',
      to: approver,
      orderedAt: now,
    },
  };
};

/** It was said that nobody has looked at an emergency; null where that is not due, or not any more. */
export const reviewMissed = (request: AccessRequest, now: Instant): Change | null =>
  isDue(request, 'MENTION_REVIEW_DUE', now) ? withNotices(request, { reviewMissedAt: now }) : null;

/** It was made sure that an emergency was signalled; null where that is not due, or not any more. */
export const emergencySignalled = (request: AccessRequest, now: Instant): Change | null =>
  isDue(request, 'SIGNAL_EMERGENCY', now) ? withNotices(request, { emergencySignalledAt: now }) : null;

/** A fresh link for one who was sent one; null where there is nothing to decide, or no further mail to be had. */
export const resend = (request: AccessRequest, approver: string, now: Instant): Noticed | null => {
  const own = resendsTo(request, approver);
  const isTooSoon = own.some(({ at }) => now < at + RESEND_AFTER);
  if (isTooSoon || !hasFreshLinkLeft(request, approver, now)) return null;
  const { resends } = noticesOf(request);
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

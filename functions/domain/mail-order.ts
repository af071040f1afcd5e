import type { AccessRequest, Notices } from './access-request.ts';
import type { Instant } from './instant.ts';

/**
 * A mail that is to be sent and that no audit event stands for. It is written in one commit with the note on its
 * request that says so; the function that may send mail finds it in the table's stream.
 */
export interface MailOrder {
  readonly requestId: string;
  /** Unique within its request. */
  readonly orderId: string;
  readonly kind: 'RESEND' | 'REMINDER' | 'ESCALATION' | 'ENDING_SOON' | 'TRIES_EXHAUSTED';
  /** Mailbox that alone gets it; null where all of its kind do. */
  readonly to: string | null;
  readonly orderedAt: Instant;
}

export const NO_NOTICES: Notices = {
  asked: null,
  notified: [],
  remindedAt: null,
  escalatedAt: null,
  endingSoonAt: null,
  resends: [],
  exhausted: [],
  reviewMissedAt: null,
  emergencySignalledAt: null,
};

export const noticesOf = ({ notices }: Pick<AccessRequest, 'notices'>): Notices => ({
  ...NO_NOTICES,
  ...notices,
});

import type { ApprovalLink } from '../domain/approval-link.ts';
import { exhausted } from '../domain/notices.ts';
import { changeRequest } from './change-request.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * Has an approver told, once, that their tries at codes are used up, and people alarmed: whoever holds the address of a
 * link could use them up unseen. Ordered, not sent: this is called by anybody. Whoever comes next makes up for a call that
 * died before this.
 */
export const tellExhausted =
  ({ store, clock }: Pick<Dependencies, 'store' | 'clock'>) =>
  async ({ requestId, approver }: Pick<ApprovalLink, 'requestId' | 'approver'>): Promise<void> => {
    await changeRequest(store, requestId, (request) => {
      const noticed = exhausted(request, approver, clock.now());
      return noticed
        ? { change: noticed.change, with: { mailOrder: noticed.order } }
        : { refusal: 'TOLD_BEFORE' };
    });
  };

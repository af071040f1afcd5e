import { TRIES_PER_APPROVER } from '../domain/approval-link.ts';
import { mayDecideByLink } from '../domain/entitlement.ts';
import { resend } from '../domain/notices.ts';
import { changeRequest } from './change-request.ts';
import type { Dependencies } from './dependencies.ts';
import { findLink } from './preview-link.ts';
import { tellExhausted } from './tell-exhausted.ts';

type ResendDependencies = Pick<Dependencies, 'store' | 'clock' | 'configuration'>;

/**
 * Has a fresh mail sent to whom a link was sent, wherever the link still stands for a decision, be its tries used up.
 * It says nothing of what became of that: a token that leads nowhere is answered as any other. The mail is ordered, not
 * sent: this is called by anybody, and must hold no right to send.
 */
export const resendLink = ({ store, clock, configuration }: ResendDependencies) => {
  const exhausted = tellExhausted({ store, clock });
  return async ({ token }: { readonly token: string }): Promise<void> => {
    const found = await findLink({ store, configuration }, token);
    if (found === undefined) return;
    const { requestId, approver } = found.link;
    if ((await store.readApproverTries(requestId, approver)) >= TRIES_PER_APPROVER) {
      return await exhausted(found.link);
    }
    await changeRequest(store, requestId, (request) => {
      const noticed = mayDecideByLink(request, approver, configuration)
        ? resend(request, approver, clock.now())
        : null;
      return noticed
        ? { change: noticed.change, with: { mailOrder: noticed.order } }
        : { refusal: 'NO_FURTHER_MAIL' };
    });
  };
};

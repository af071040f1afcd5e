import type { AccessRequest } from '../domain/access-request.ts';
import type { Target } from '../domain/configuration.ts';
import { mailedForDecision } from '../domain/entitlement.ts';
import { approversNotified } from '../domain/notices.ts';
import type { RequestStore } from '../ports/access-store.ts';
import { changeRequest } from './change-request.ts';
import { type LinkMailDependencies, mailLink } from './mail-link.ts';
import type { Sent } from './send-mail.ts';

export type LinkMailsDependencies = LinkMailDependencies & {
  readonly store: LinkMailDependencies['store'] & RequestStore;
};

export interface LinkMails {
  readonly request: AccessRequest;
  readonly target: Target;
  /** Mailboxes, each of which gets a link of its own. */
  readonly to: readonly string[];
  /** Names these mails within their request, together with the mailbox of each. */
  readonly mailId: string;
  readonly isReminder: boolean;
}

/** Mails each of several approvers a link of their own, and notes on the request whose mails were taken. */
export const mailLinks =
  (dependencies: LinkMailsDependencies) =>
  async ({ to, mailId, ...about }: LinkMails): Promise<readonly Sent[]> => {
    const { store, configuration } = dependencies;
    const { request, target } = about;
    const results: Sent[] = [];
    const mailed: string[] = [];
    for (const approver of to) {
      const sent = await mailLink(dependencies, { ...about, approver, mailId: `${mailId}:${approver}` });
      if (sent === 'SENT' || sent === 'SENT_BEFORE') mailed.push(approver);
      results.push(sent);
    }
    const of = mailedForDecision(target, request.requester, configuration).length;
    await changeRequest(store, request.id, (current) => {
      const change = approversNotified(current, of, mailed);
      return change ? { change } : { refusal: 'KNOWN' };
    });
    return results;
  };

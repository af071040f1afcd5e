import type { AccessRequest } from '../domain/access-request.ts';
import { hashDecision, hashToken, linkExpiry } from '../domain/approval-link.ts';
import type { Configuration, Target } from '../domain/configuration.ts';
import { brokeGlass } from '../domain/mails/broke-glass.ts';
import type { RenderedMail } from '../domain/mails/mail-content.ts';
import { pleaseDecide } from '../domain/mails/please-decide.ts';
import type { ApprovalLinkStore } from '../ports/access-store.ts';
import type { Secrets } from '../ports/ids.ts';
import { type MailDependencies, type Sent, sendOnce } from './send-mail.ts';

export type LinkMailDependencies = MailDependencies & {
  readonly store: MailDependencies['store'] & Pick<ApprovalLinkStore, 'putLink'>;
  readonly secrets: Secrets;
  readonly configuration: Configuration;
  /** Address of the approval page, without fragment. */
  readonly approvalPageUrl: string;
};

export interface LinkMail {
  readonly request: AccessRequest;
  readonly target: Target;
  /** Mailbox that the link is for. */
  readonly approver: string;
  readonly mailId: string;
  readonly isReminder: boolean;
}

/** Makes a link for one approver; what is kept of it are hashes. */
const compose = async (
  { store, clock, secrets, approvalPageUrl, configuration }: LinkMailDependencies,
  { request, target, approver, isReminder }: LinkMail,
): Promise<RenderedMail> => {
  const now = clock.now();
  const [token, code] = [secrets.token(), secrets.code()];
  await store.putLink({
    tokenHash: hashToken(token),
    decisionHash: hashDecision(token, code),
    requestId: request.id,
    approver,
    digest: request.digest,
    issuedAt: now,
    expiresAt: linkExpiry(request, now),
    tries: 0,
    spentAt: null,
  });
  const link = { pageUrl: approvalPageUrl, token, code: configuration.signIn ? null : code };
  return request.breakGlass
    ? brokeGlass({ request, target, link, isReminder })
    : pleaseDecide({ request, target, ...link, isReminder });
};

/** Mails an approver a fresh link, unless this very mail was sent. */
export const mailLink = (dependencies: LinkMailDependencies, mail: LinkMail): Promise<Sent> =>
  sendOnce(dependencies, { requestId: mail.request.id, mailId: mail.mailId, to: mail.approver }, () =>
    compose(dependencies, mail),
  );

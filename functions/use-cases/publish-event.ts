import type { AccessRequest } from '../domain/access-request.ts';
import type { AuditEvent } from '../domain/audit-event.ts';
import { type Configuration, findTarget } from '../domain/configuration.ts';
import { escalationsOf, mailboxesIn, mailedForDecision } from '../domain/entitlement.ts';
import { brokeGlass } from '../domain/mails/broke-glass.ts';
import { closed } from '../domain/mails/closed.ts';
import { decided } from '../domain/mails/decided.ts';
import { failed } from '../domain/mails/failed.ts';
import type { RenderedMail } from '../domain/mails/mail-content.ts';
import { opened } from '../domain/mails/opened.ts';
import { isDecided, isWithGrant } from '../domain/mails/request-facts.ts';
import { revokeFailed } from '../domain/mails/revoke-failed.ts';
import { mailboxesOf } from '../domain/principal.ts';
import type { RequestStore } from '../ports/access-store.ts';
import { type MailDependencies, MailUnavailable, sendOnce } from './send-mail.ts';

interface Announcement {
  readonly to: readonly string[];
  readonly mail: RenderedMail;
}

/**
 * Whom to tell, and what. Told is how things stand when the mail is written: an event that was overtaken (opened, but
 * over by now) is left to the later one.
 */
const announcement = (
  { type }: AuditEvent,
  request: AccessRequest,
  configuration: Configuration,
): Announcement | null => {
  const requester = mailboxesOf(request.requester);
  const target = findTarget(configuration, request.target);
  switch (type) {
    case 'APPROVED':
    case 'REJECTED':
    case 'CANCELLED':
    case 'UNDECIDED': {
      const approvers = target ? mailedForDecision(target, request.requester, configuration) : [];
      return isDecided(request) ? { to: [...requester, ...approvers], mail: decided(request) } : null;
    }
    case 'BREAK_GLASS_OPENED':
      return target
        ? {
            to: [
              ...mailedForDecision(target, request.requester, configuration),
              ...escalationsOf(target, request.requester, configuration),
            ],
            mail: brokeGlass(request, target),
          }
        : null;
    case 'ACTIVATED':
      return target && isWithGrant(request, 'ACTIVE')
        ? { to: requester, mail: opened({ request, target }) }
        : null;
    case 'ACTIVATION_FAILED':
      return isWithGrant(request, 'FAILED') ? { to: requester, mail: failed(request) } : null;
    case 'EXPIRED':
    case 'REVOKED':
      return isWithGrant(request, 'EXPIRED', 'REVOKED') ? { to: requester, mail: closed(request) } : null;
    case 'REVOCATION_FAILED': {
      const to = mailboxesIn([...configuration.admins, ...configuration.auditors], configuration);
      return isWithGrant(request, 'REVOKE_FAILED') ? { to, mail: revokeFailed(request) } : null;
    }
    // Whoever asks has the answer in hand, and approvers are asked by the workflow.
    case 'REQUESTED':
    case 'DENIED':
    case 'REVIEWED':
    case 'BREAK_GLASS_REVIEWED':
    case 'ACTIVATION_STARTED':
    case 'REVOCATION_STARTED':
      return null;
  }
};

/** Mails what one audit event means to people. Called again with the same event, it sends what was not sent yet. */
export const publishEvent =
  (
    dependencies: MailDependencies & {
      readonly store: MailDependencies['store'] & Pick<RequestStore, 'read'>;
      readonly configuration: Configuration;
    },
  ) =>
  async (event: AuditEvent): Promise<void> => {
    const { requestId, sequence, type } = event;
    const request = await dependencies.store.read(requestId);
    if (request === undefined) throw new Error(`Event ${sequence} of ${requestId} has no request`);
    const found = announcement(event, request, dependencies.configuration);
    if (found === null) return;
    const results = [];
    for (const to of new Set(found.to)) {
      const mailId = `${sequence}:${type.toLowerCase()}:${to}`;
      results.push(await sendOnce(dependencies, { requestId, mailId, to }, () => found.mail));
    }
    if (results.includes('UNAVAILABLE')) {
      throw new MailUnavailable(`Not everybody could be told of event ${sequence} of ${requestId} yet`);
    }
  };

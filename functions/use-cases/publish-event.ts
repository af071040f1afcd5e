import type { AccessRequest } from '../domain/access-request.ts';
import type { AuditEvent } from '../domain/audit-event.ts';
import { type Configuration, findTarget } from '../domain/configuration.ts';
import { escalationsOf, mailboxesIn, mailedForDecision } from '../domain/entitlement.ts';
import { brokeGlass } from '../domain/mails/broke-glass.ts';
import { closed } from '../domain/mails/closed.ts';
import { decided } from '../domain/mails/decided.ts';
import { failed } from '../domain/mails/failed.ts';
import { lookedAt } from '../domain/mails/looked-at.ts';
import type { RenderedMail } from '../domain/mails/mail-content.ts';
import { opened } from '../domain/mails/opened.ts';
import { isDecided, isWithGrant } from '../domain/mails/request-facts.ts';
import { revokeFailed } from '../domain/mails/revoke-failed.ts';
import { mailboxesOf } from '../domain/principal.ts';
import { type LinkMailsDependencies, mailLinks } from './mail-links.ts';
import { MailUnavailable, type Sent, sendOnce } from './send-mail.ts';
import { signalEmergency } from './signal-emergency.ts';

interface Announcement {
  readonly to: readonly string[];
  readonly mail: RenderedMail;
}

/**
 * Whom to tell, and what. Told is how things stand when the mail is written: an event that was overtaken (opened, but
 * over by now) is left to the later one.
 */
const announcement = (
  { type, actor }: AuditEvent,
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
    // Those who look at it afterwards are mailed a link each.
    case 'BREAK_GLASS_OPENED': {
      if (target === undefined) return null;
      const approvers = mailedForDecision(target, request.requester, configuration);
      const others = escalationsOf(target, request.requester, configuration);
      return {
        to: others.filter((mailbox) => !approvers.includes(mailbox)),
        mail: brokeGlass({ request, target, link: null }),
      };
    }
    case 'BREAK_GLASS_REVIEWED': {
      const review = request.reviews.find(({ reviewer }) => reviewer === actor);
      const approvers = target ? mailedForDecision(target, request.requester, configuration) : [];
      return review ? { to: [...requester, ...approvers], mail: lookedAt(request, review) } : null;
    }
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
    case 'ACTIVATION_STARTED':
    case 'REVOCATION_STARTED':
      return null;
  }
};

/** Mails what one audit event means to people. Called again with the same event, it sends what was not sent yet. */
export const publishEvent = (dependencies: LinkMailsDependencies) => {
  const { store, configuration } = dependencies;
  const sendLinks = mailLinks(dependencies);

  /** Counted here and not where it is asked for, because an event that is written is published, whatever dies. */
  const tellOfEmergency = async (request: AccessRequest, mailId: string): Promise<readonly Sent[]> => {
    await signalEmergency(dependencies, request);
    const { target: name, requester } = request;
    const target = findTarget(configuration, name);
    if (target === undefined) return [];
    const to = mailedForDecision(target, requester, configuration);
    return await sendLinks({ request, target, to, mailId, isReminder: false });
  };

  return async (event: AuditEvent): Promise<void> => {
    const { requestId, sequence, type } = event;
    const request = await store.read(requestId);
    if (request === undefined) throw new Error(`Event ${sequence} of ${requestId} has no request`);
    const mailId = `${sequence}:${type.toLowerCase()}`;
    const results: Sent[] = [];
    if (type === 'BREAK_GLASS_OPENED') results.push(...(await tellOfEmergency(request, mailId)));
    const found = announcement(event, request, configuration);
    for (const to of new Set(found?.to)) {
      const mail = { requestId, mailId: `${mailId}:${to}`, to };
      if (found) results.push(await sendOnce(dependencies, mail, () => found.mail));
    }
    if (results.includes('UNAVAILABLE')) {
      throw new MailUnavailable(`Not everybody could be told of event ${sequence} of ${requestId} yet`);
    }
  };
};

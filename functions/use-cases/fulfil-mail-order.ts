import type { AccessRequest } from '../domain/access-request.ts';
import { type Configuration, findTarget, type Target } from '../domain/configuration.ts';
import { escalationsOf, mailedForDecision, mayDecideByLink } from '../domain/entitlement.ts';
import type { MailOrder } from '../domain/mail-order.ts';
import { endingSoon } from '../domain/mails/ending-soon.ts';
import type { RenderedMail } from '../domain/mails/mail-content.ts';
import { isWithGrant } from '../domain/mails/request-facts.ts';
import { undecided } from '../domain/mails/undecided.ts';
import { approversNotified } from '../domain/notices.ts';
import { mailboxesOf } from '../domain/principal.ts';
import type { RequestStore } from '../ports/access-store.ts';
import { changeRequest } from './change-request.ts';
import { type LinkMailDependencies, mailLink } from './mail-link.ts';
import { MailUnavailable, sendOnce } from './send-mail.ts';

export type FulfilDependencies = LinkMailDependencies & {
  readonly store: LinkMailDependencies['store'] & RequestStore;
};

type Sent = Awaited<ReturnType<typeof sendOnce>>;

/** Those of the asked who may still decide. */
const waitingFor = (
  request: AccessRequest,
  target: Target,
  configuration: Configuration,
): readonly string[] =>
  mailedForDecision(target, request.requester, configuration).filter((mailbox) =>
    mayDecideByLink(request, mailbox, configuration),
  );

/**
 * Sends a mail that was ordered, if it still says what is so: nobody is asked to decide what is decided. Called again
 * with the same order, it sends what was not sent yet.
 */
export const fulfilMailOrder = (dependencies: FulfilDependencies) => {
  const { store, clock, configuration } = dependencies;

  const sendLinks = async (
    order: MailOrder,
    request: AccessRequest,
    target: Target,
    to: readonly string[],
  ): Promise<readonly Sent[]> => {
    const results: Sent[] = [];
    const mailed: string[] = [];
    for (const approver of to) {
      const mailId = `${order.orderId}:${approver}`;
      const isReminder = order.kind === 'REMINDER';
      const result = await mailLink(dependencies, { request, target, approver, mailId, isReminder });
      if (result === 'SENT') mailed.push(approver);
      results.push(result);
    }
    const of = mailedForDecision(target, request.requester, configuration).length;
    await changeRequest(store, request.id, (current) => {
      const change = approversNotified(current, of, mailed);
      return mailed.length > 0 && change ? { change } : { refusal: 'KNOWN' };
    });
    return results;
  };

  const sendAll = async (
    { orderId }: MailOrder,
    { id }: AccessRequest,
    to: readonly string[],
    mail: RenderedMail,
  ): Promise<readonly Sent[]> => {
    const results: Sent[] = [];
    for (const mailbox of new Set(to)) {
      const sending = { requestId: id, mailId: `${orderId}:${mailbox}`, to: mailbox };
      results.push(await sendOnce(dependencies, sending, () => mail));
    }
    return results;
  };

  const fulfil = async (order: MailOrder, request: AccessRequest): Promise<readonly Sent[]> => {
    if (order.kind === 'ENDING_SOON') {
      return isWithGrant(request, 'ACTIVE') && clock.now() < request.grant.expiresAt
        ? await sendAll(order, request, mailboxesOf(request.requester), endingSoon(request, clock.now()))
        : [];
    }
    const target = findTarget(configuration, request.target);
    if (target === undefined || request.status !== 'PENDING') return [];
    const waiting = waitingFor(request, target, configuration);
    switch (order.kind) {
      case 'RESEND':
        return await sendLinks(
          order,
          request,
          target,
          waiting.filter((mailbox) => mailbox === order.to),
        );
      case 'REMINDER':
        return await sendLinks(order, request, target, waiting);
      case 'ESCALATION': {
        const to = escalationsOf(target, request.requester, configuration);
        return await sendAll(order, request, to, undecided({ request, target, waitingFor: waiting }));
      }
    }
  };

  return async (order: MailOrder): Promise<void> => {
    const request = await store.read(order.requestId);
    if (request === undefined) throw new Error(`Order ${order.orderId} of ${order.requestId} has no request`);
    if ((await fulfil(order, request)).includes('UNAVAILABLE')) {
      throw new MailUnavailable(
        `Order ${order.orderId} of ${order.requestId} could not be sent to everybody yet`,
      );
    }
  };
};

import type { AccessRequest } from '../domain/access-request.ts';
import { awaitsPeople } from '../domain/break-glass.ts';
import { type Configuration, findTarget, type Target } from '../domain/configuration.ts';
import { escalationsOf, mailedForDecision, mayDecideByLink } from '../domain/entitlement.ts';
import type { MailOrder } from '../domain/mail-order.ts';
import { endingSoon } from '../domain/mails/ending-soon.ts';
import type { RenderedMail } from '../domain/mails/mail-content.ts';
import { isWithGrant } from '../domain/mails/request-facts.ts';
import { triesExhausted } from '../domain/mails/tries-exhausted.ts';
import { undecided } from '../domain/mails/undecided.ts';
import { unreviewed } from '../domain/mails/unreviewed.ts';
import { mailboxesOf } from '../domain/principal.ts';
import { type LinkMailsDependencies, mailLinks } from './mail-links.ts';
import { MailUnavailable, type Sent, sendOnce } from './send-mail.ts';
import { signalOnce } from './signal-once.ts';

export type FulfilDependencies = LinkMailsDependencies;

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
  const sendLinks = mailLinks(dependencies);

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

  /** What is so whatever became of the request. */
  const tellOfTries = async (order: MailOrder, request: AccessRequest): Promise<readonly Sent[]> => {
    const approver = order.to ?? '';
    const signal = { code: 'TRIES_EXHAUSTED', requestId: request.id, approver } as const;
    await signalOnce(dependencies, `${order.orderId}:signal`, signal);
    return await sendAll(order, request, [approver], triesExhausted(request));
  };

  const fulfil = async (order: MailOrder, request: AccessRequest): Promise<readonly Sent[]> => {
    if (order.kind === 'TRIES_EXHAUSTED') return await tellOfTries(order, request);
    if (order.kind === 'ENDING_SOON') {
      return isWithGrant(request, 'ACTIVE') && clock.now() < request.grant.expiresAt
        ? await sendAll(order, request, mailboxesOf(request.requester), endingSoon(request, clock.now()))
        : [];
    }
    const target = findTarget(configuration, request.target);
    if (target === undefined || !awaitsPeople(request)) return [];
    const waiting = waitingFor(request, target, configuration);
    const links = { request, target, mailId: order.orderId, isReminder: order.kind === 'REMINDER' };
    switch (order.kind) {
      case 'RESEND':
        return await sendLinks({ ...links, to: waiting.filter((mailbox) => mailbox === order.to) });
      case 'REMINDER':
        return await sendLinks({ ...links, to: waiting });
      case 'ESCALATION': {
        const mail = request.status === 'PENDING' ? undecided : unreviewed;
        const to = escalationsOf(target, request.requester, configuration);
        return await sendAll(order, request, to, mail({ request, target, waitingFor: waiting }));
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

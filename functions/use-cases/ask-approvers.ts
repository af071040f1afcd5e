import type { RequestStatus } from '../domain/access-request.ts';
import { findTarget } from '../domain/configuration.ts';
import { mailedForDecision } from '../domain/entitlement.ts';
import type { Dependencies } from './dependencies.ts';
import { type LinkMailsDependencies, mailLinks } from './mail-links.ts';
import { MailUnavailable } from './send-mail.ts';
import { deliverDecision } from './tell-workflow.ts';

export type AskOutcome =
  | { readonly outcome: 'ASKED'; readonly mailed: number; readonly of: number }
  /** Somebody was faster than the asking; the execution has been told. */
  | { readonly outcome: 'ALREADY_DECIDED'; readonly status: RequestStatus };

type AskDependencies = Pick<Dependencies, 'store' | 'clock' | 'signals' | 'workflow' | 'configuration'> &
  LinkMailsDependencies;

/** Keeps the token of the waiting execution, and mails everybody who may decide. */
export const askApprovers = (dependencies: AskDependencies) => {
  const { store, configuration } = dependencies;
  const mail = mailLinks(dependencies);
  return async (asked: { readonly requestId: string; readonly taskToken: string }): Promise<AskOutcome> => {
    const { requestId, taskToken } = asked;
    // The token first, then the record: whoever decides writes the record first, then looks for the token.
    await store.saveTaskToken(requestId, taskToken);
    const request = await store.read(requestId);
    if (request === undefined) throw new Error(`There is no request ${requestId} to ask about`);
    if (request.status !== 'PENDING') {
      await deliverDecision(dependencies, request, taskToken);
      return { outcome: 'ALREADY_DECIDED', status: request.status };
    }
    const target = findTarget(configuration, request.target);
    // Where its target is gone there is nobody to ask.
    const to = target ? mailedForDecision(target, request.requester, configuration) : [];
    const sent = target
      ? await mail({ request, target, to, mailId: 'please-decide', isReminder: false })
      : [];
    if (sent.includes('UNAVAILABLE'))
      throw new MailUnavailable(`Not every approver of ${requestId} could be mailed yet`);
    const mailed = sent.filter((one) => one !== 'REFUSED').length;
    return { outcome: 'ASKED', mailed, of: to.length };
  };
};

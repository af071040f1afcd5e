import type { AccessRequest, RequestStatus } from '../domain/access-request.ts';
import { findTarget } from '../domain/configuration.ts';
import { mailedForDecision } from '../domain/entitlement.ts';
import { approversNotified } from '../domain/notices.ts';
import { changeRequest } from './change-request.ts';
import type { Dependencies } from './dependencies.ts';
import { type LinkMailDependencies, mailLink } from './mail-link.ts';
import { MailUnavailable } from './send-mail.ts';
import { deliverDecision } from './tell-workflow.ts';

export type AskOutcome =
  | { readonly outcome: 'ASKED'; readonly mailed: number; readonly of: number }
  /** Somebody was faster than the asking; the execution has been told. */
  | { readonly outcome: 'ALREADY_DECIDED'; readonly status: RequestStatus };

type AskDependencies = Pick<Dependencies, 'store' | 'clock' | 'signals' | 'workflow' | 'configuration'> &
  LinkMailDependencies;

interface Asked {
  readonly of: readonly string[];
  readonly mailed: readonly string[];
  /** Whether some may be mailed by a later try. */
  readonly isUnfinished: boolean;
}

const askEach = async (dependencies: AskDependencies, request: AccessRequest): Promise<Asked> => {
  const { configuration } = dependencies;
  const target = findTarget(configuration, request.target);
  if (target === undefined) return { of: [], mailed: [], isUnfinished: false };
  const of = mailedForDecision(target, request.requester, configuration);
  const mailed: string[] = [];
  let isUnfinished = false;
  for (const approver of of) {
    const mailId = `please-decide:${approver}`;
    const result = await mailLink(dependencies, { request, target, approver, mailId, isReminder: false });
    if (result === 'SENT' || result === 'SENT_BEFORE') mailed.push(approver);
    if (result === 'UNAVAILABLE') isUnfinished = true;
  }
  return { of, mailed, isUnfinished };
};

/** Keeps the token of the waiting execution, and mails everybody who may decide. */
export const askApprovers =
  (dependencies: AskDependencies) =>
  async (asked: { readonly requestId: string; readonly taskToken: string }): Promise<AskOutcome> => {
    const { store } = dependencies;
    const { requestId, taskToken } = asked;
    // The token first, then the record: whoever decides writes the record first, then looks for the token.
    await store.saveTaskToken(requestId, taskToken);
    const request = await store.read(requestId);
    if (request === undefined) throw new Error(`There is no request ${requestId} to ask about`);
    if (request.status !== 'PENDING') {
      await deliverDecision(dependencies, request, taskToken);
      return { outcome: 'ALREADY_DECIDED', status: request.status };
    }
    const { of, mailed, isUnfinished } = await askEach(dependencies, request);
    await changeRequest(store, requestId, (current) => {
      const change = approversNotified(current, of.length, mailed);
      return change ? { change } : { refusal: 'KNOWN' };
    });
    if (isUnfinished) throw new MailUnavailable(`Not every approver of ${requestId} could be mailed yet`);
    return { outcome: 'ASKED', mailed: mailed.length, of: of.length };
  };

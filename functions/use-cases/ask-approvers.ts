import type { AccessRequest, RequestStatus } from '../domain/access-request.ts';
import { hashDecision, hashToken } from '../domain/approval-link.ts';
import { findTarget, type Target } from '../domain/configuration.ts';
import { eligibleApprovers } from '../domain/entitlement.ts';
import type { RenderedMail } from '../domain/mails/mail-content.ts';
import { pleaseDecide } from '../domain/mails/please-decide.ts';
import type { Secrets } from '../ports/ids.ts';
import type { Dependencies } from './dependencies.ts';
import { type MailDependencies, MailUnavailable, sendOnce } from './send-mail.ts';
import { deliverDecision } from './tell-workflow.ts';

export type AskOutcome =
  | { readonly outcome: 'ASKED'; readonly mailed: number; readonly of: number }
  /** Somebody was faster than the asking; the execution has been told. */
  | { readonly outcome: 'ALREADY_DECIDED'; readonly status: RequestStatus };

type AskDependencies = Pick<Dependencies, 'store' | 'clock' | 'signals' | 'workflow' | 'configuration'> &
  MailDependencies & {
    readonly secrets: Secrets;
    /** Address of the approval page, without fragment. */
    readonly approvalPageUrl: string;
  };

/** Makes a link for one approver; what is kept of it are hashes. */
const composeFor = async (
  { store, clock, secrets, approvalPageUrl }: AskDependencies,
  request: AccessRequest,
  target: Target,
  approver: string,
): Promise<RenderedMail> => {
  const [token, code] = [secrets.token(), secrets.code()];
  await store.putLink({
    tokenHash: hashToken(token),
    decisionHash: hashDecision(token, code),
    requestId: request.id,
    approver,
    digest: request.digest,
    issuedAt: clock.now(),
    expiresAt: request.decideBy,
    tries: 0,
    spentAt: null,
  });
  return pleaseDecide({ request, target, pageUrl: approvalPageUrl, token, code });
};

/** Keeps the token of the waiting execution, and mails everybody who may decide. */
export const askApprovers =
  (dependencies: AskDependencies) =>
  async (asked: { readonly requestId: string; readonly taskToken: string }): Promise<AskOutcome> => {
    const { store, configuration } = dependencies;
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
    const approvers = target ? eligibleApprovers(target, request.requester) : [];
    const results = [];
    for (const approver of approvers) {
      const mail = { requestId, mailId: `please-decide:${approver}`, to: approver };
      results.push(
        await sendOnce(dependencies, mail, () =>
          composeFor(dependencies, request, target as Target, approver),
        ),
      );
    }
    if (results.includes('UNAVAILABLE')) {
      throw new MailUnavailable(`Not every approver of ${requestId} could be mailed yet`);
    }
    const mailed = results.filter((result) => result !== 'REFUSED').length;
    return { outcome: 'ASKED', mailed, of: approvers.length };
  };

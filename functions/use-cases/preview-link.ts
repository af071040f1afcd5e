import type { AccessRequest } from '../domain/access-request.ts';
import { type ApprovalLink, hashToken, isUsable, TRIES_PER_LINK } from '../domain/approval-link.ts';
import { findTarget, type Target } from '../domain/configuration.ts';
import type { Dependencies } from './dependencies.ts';

export type PreviewOutcome =
  | {
      readonly outcome: 'FOUND';
      readonly request: AccessRequest;
      /** The mailbox that the link was sent to. */
      readonly approver: string;
      readonly target: Target;
      /** Whether a code can still be tried on it. */
      readonly usable: boolean;
      readonly triesLeft: number;
    }
  /** Forged, cut off, foreign, forgotten: all the same. */
  | { readonly outcome: 'NOT_FOUND' };

export interface LinkInHand {
  readonly link: ApprovalLink;
  readonly request: AccessRequest;
  readonly target: Target;
}

/** What a token stands for, if it stands for anything. A link to something other than what it was made for is none. */
export const findLink = async (
  { store, configuration }: Pick<Dependencies, 'store' | 'configuration'>,
  token: string,
): Promise<LinkInHand | undefined> => {
  const link = await store.readLink(hashToken(token));
  const request = link && (await store.read(link.requestId));
  const target = request && findTarget(configuration, request.target);
  return link && request && target && link.digest === request.digest ? { link, request, target } : undefined;
};

/** Shows an approver what the link is about. Changes nothing, and decides nothing. */
export const previewLink =
  (dependencies: Pick<Dependencies, 'store' | 'clock' | 'configuration'>) =>
  async ({ token }: { readonly token: string }): Promise<PreviewOutcome> => {
    const found = await findLink(dependencies, token);
    if (found === undefined) return { outcome: 'NOT_FOUND' };
    const { link, request, target } = found;
    return {
      outcome: 'FOUND',
      request,
      approver: link.approver,
      target,
      usable: isUsable(link, dependencies.clock.now()) && request.status === 'PENDING',
      triesLeft: Math.max(0, TRIES_PER_LINK - link.tries),
    };
  };

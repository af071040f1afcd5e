import { momentInWords } from './in-words.ts';
import { facts, paragraph, type RenderedMail } from './mail-content.ts';
import { reasonInWords } from './reason-in-words.ts';
import { render } from './render.ts';
import { groupInWords, permissionsOf, type RequestWithGrant, requesterName } from './request-facts.ts';

/** To admins and auditors: a grant is over and its port may still be open. */
export const revokeFailed = (request: RequestWithGrant<'REVOKE_FAILED'>): RenderedMail => {
  const { grant } = request;
  return render({
    requestId: request.id,
    title: `STILL OPEN: ${request.target} for ${requesterName(request)} could not be closed`,
    blocks: [
      paragraph(`The grant is over, but its port may still be open. ${reasonInWords(grant.lastError).what}`),
      facts({
        Target: request.target,
        Access: permissionsOf(request),
        'Security group': groupInWords(request.access.group),
        'Rules that may still stand': (grant.openRules ?? grant.rules).join(', ') || 'none was recorded',
        'Should have ended at': grant.expiresAt === null ? null : momentInWords(grant.expiresAt),
        'Last error': grant.lastError,
        'Next try': momentInWords(grant.nextTryAt),
      }),
      paragraph(
        'Postern keeps trying until it is closed, and then says so. If that cannot wait, remove these rules in EC2 by hand, ' +
          'unless another live grant needs them: Postern notices that they are gone.',
      ),
    ],
  });
};

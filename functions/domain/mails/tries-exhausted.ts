import type { AccessRequest } from '../access-request.ts';
import { TRIES_PER_APPROVER } from '../approval-link.ts';
import { facts, paragraph, type RenderedMail } from './mail-content.ts';
import { render } from './render.ts';
import { portsOf, requesterName, sourcesOf } from './request-facts.ts';

/** To an approver: the tries at codes of all their links for a request are used up, be it by themselves or by a stranger. */
export const triesExhausted = (request: AccessRequest): RenderedMail =>
  render({
    requestId: request.id,
    title: `No more codes are taken from you: ${requesterName(request)} for ${request.target}`,
    blocks: [
      paragraph(
        `${TRIES_PER_APPROVER} codes were tried with links that were mailed to you for this request, which is the most. ` +
          'No link to you takes another one, and no fresh mail brings one. Nothing was decided by it.',
      ),
      paragraph(
        'If it was you: decide through the API, POST ' +
          `/v1/requests/${request.id}/reviews with APPROVE or REJECT as yourself, or ask another approver to decide.`,
      ),
      paragraph(
        'If it was not you: somebody holds a link of yours without its mail. Tell whoever runs Postern, who was alarmed as ' +
          'well, and ask yourself who else reads your mail or its links.',
      ),
      facts({
        'Who asks': requesterName(request),
        Target: request.target,
        Port: portsOf(request),
        From: sourcesOf(request),
      }),
    ],
  });

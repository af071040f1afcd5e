import { momentInWords } from './in-words.ts';
import { facts, paragraph, quote, type RenderedMail } from './mail-content.ts';
import { reasonInWords } from './reason-in-words.ts';
import { render } from './render.ts';
import { permissionsOf, type RequestWithGrant, requesterName } from './request-facts.ts';

/** To the requester: it was approved and never opened, why, and what helps. */
export const failed = (request: RequestWithGrant<'FAILED'>): RenderedMail => {
  const { ending, endedAt } = request.grant;
  const reason = reasonInWords(ending.reason ?? 'UNKNOWN');
  return render({
    requestId: request.id,
    title: `Not opened: ${request.target} for ${requesterName(request)}`,
    blocks: [
      paragraph(`The request was approved, but the port was never opened for it. ${reason.what}`),
      ...quote('Detail', ending.detail),
      paragraph(reason.help),
      facts({
        Target: request.target,
        Access: permissionsOf(request),
        Code: ending.reason,
        'Given up at': momentInWords(endedAt),
      }),
    ],
  });
};

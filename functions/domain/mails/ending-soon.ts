import { MINUTE } from '../instant.ts';
import { durationInWords, momentInWords } from './in-words.ts';
import { facts, paragraph, type RenderedMail } from './mail-content.ts';
import { render } from './render.ts';
import { portsOf, type RequestWithGrant, requesterName, sourcesOf } from './request-facts.ts';

/** To the requester, shortly before the end: until when, and how to ask for more. */
export const endingSoon = (request: RequestWithGrant<'ACTIVE'>, now: number): RenderedMail => {
  const { expiresAt } = request.grant;
  const left = Math.max(1, Math.ceil((expiresAt - now) / MINUTE));
  return render({
    requestId: request.id,
    title: `Ends in ${durationInWords(left)}: ${request.target} for ${requesterName(request)}`,
    blocks: [
      facts({
        Target: request.target,
        Port: portsOf(request),
        From: sourcesOf(request),
        Until: momentInWords(expiresAt),
      }),
      paragraph(
        'If you are done by then, there is nothing to do: the port closes by itself. Please close your connections; ' +
          'those that are established then are not cut.',
      ),
      paragraph(
        'If you need more time, ask again now, for the same target and the same source, as you did for this one ' +
          '(POST /v1/requests). It is decided anew. Where it is approved before the end, the port stays open without ' +
          'a gap, until the new grant ends.',
      ),
    ],
  });
};

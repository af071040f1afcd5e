import type { Target } from '../configuration.ts';
import { durationInWords, momentInWords } from './in-words.ts';
import { facts, paragraph, type RenderedMail } from './mail-content.ts';
import { render } from './render.ts';
import { portsOf, type RequestWithGrant, requesterName, sourcesOf } from './request-facts.ts';

export interface Opened {
  readonly request: RequestWithGrant<'ACTIVE'>;
  readonly target: Pick<Target, 'description'>;
}

/** To the requester: how to connect, and until when. */
export const opened = ({ request, target }: Opened): RenderedMail =>
  render({
    requestId: request.id,
    title: `Open: ${request.target} for ${requesterName(request)}`,
    blocks: [
      paragraph(
        request.access.permissions.length === 1
          ? 'The port is open. Connections are let in only from the source below, and only on this port.'
          : 'The ports are open. Connections are let in only from the source below, and only on these ports.',
      ),
      facts({
        Target: `${request.target}: ${target.description}`,
        'Connect to': portsOf(request),
        'Connect from': sourcesOf(request),
        'Open since': momentInWords(request.grant.activatedAt),
        Until: momentInWords(request.grant.expiresAt),
        'For how long': durationInWords(request.grant.minutes),
        Rules: request.grant.rules.join(', '),
      }),
      paragraph(
        'At the end no new connection is let in. Connections that are established then are not cut: ' +
          'please close yours when you are done. You can end the access earlier by revoking the request.',
      ),
    ],
  });

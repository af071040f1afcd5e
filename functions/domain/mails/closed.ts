import { type Closure, wasOpen } from '../grant.ts';
import { shownName } from './defang.ts';
import { momentInWords, spanInWords } from './in-words.ts';
import { type Block, facts, paragraph, quote, type RenderedMail } from './mail-content.ts';
import { reasonInWords } from './reason-in-words.ts';
import { render } from './render.ts';
import { permissionsOf, type RequestWithGrant, requesterName } from './request-facts.ts';

type EndedGrant = RequestWithGrant<'EXPIRED' | 'REVOKED'>['grant'];

const whyEnded = ({ status, ending }: EndedGrant): string => {
  if (status === 'EXPIRED') return 'Its time was over.';
  const revoked = `Revoked by ${shownName(ending.by)}.`;
  if (ending.reason === null) return revoked;
  const { what, help } = reasonInWords(ending.reason);
  return `${revoked} ${what} ${help}`;
};

const whatStands = (grant: EndedGrant): readonly Block[] => {
  const { held } = grant;
  if (held.length > 0) {
    const grants = [...new Set(held.map(({ byGrant }) => byGrant))].join(', ');
    const keys = held.map(({ ruleKey }) => ruleKey).join(', ');
    return [
      paragraph(
        `This grant is over, but the port stays open for the same source: ${grants} needs ${keys} too.`,
      ),
    ];
  }
  if (!wasOpen(grant)) return [paragraph('The port was never opened for this grant.')];
  return [
    paragraph(
      'No new connection is let in. Connections established before may still be alive: please close yours.',
    ),
  ];
};

/** A port is shut for a source only where no other rule of the group lets it in. */
const otherWays = ({ closures }: EndedGrant): string | null => {
  const ways = closures.flatMap(({ otherWaysIn }) => otherWaysIn ?? []);
  const named = ways.map(
    ({ ruleId, summary, certain }) => `${ruleId} (${summary}${certain ? '' : ', perhaps'})`,
  );
  return named.length === 0 ? null : [...new Set(named)].join('; ');
};

const receipt = ({ ruleId, settledAt }: Closure): string =>
  `${ruleId ?? 'a rule that was never seen'} gone, proven at ${momentInWords(settledAt)}`;

/** To the requester: the receipt. Sent only once each rule is proven gone, or held by a named grant. */
export const closed = (request: RequestWithGrant<'EXPIRED' | 'REVOKED'>): RenderedMail => {
  const { grant } = request;
  const { activatedAt, endedAt, closures, ending } = grant;
  return render({
    requestId: request.id,
    title: `${grant.status === 'EXPIRED' ? 'Ended' : 'Revoked'}: ${request.target} for ${requesterName(request)}`,
    blocks: [
      paragraph(whyEnded(grant)),
      ...quote('Detail', ending.detail),
      ...whatStands(grant),
      facts({
        Target: request.target,
        Access: permissionsOf(request),
        'Opened at': activatedAt === null ? null : momentInWords(activatedAt),
        'Ended at': momentInWords(endedAt),
        'Open for': activatedAt === null ? null : spanInWords(activatedAt, endedAt),
        'Still let in by other rules': otherWays(grant),
        'Rules closed': closures.length === 0 ? null : closures.map(receipt).join('; '),
      }),
    ],
  });
};

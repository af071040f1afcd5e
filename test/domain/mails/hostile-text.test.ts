import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokeGlass } from '../../../functions/domain/mails/broke-glass.ts';
import { closed } from '../../../functions/domain/mails/closed.ts';
import { decided } from '../../../functions/domain/mails/decided.ts';
import { endingSoon } from '../../../functions/domain/mails/ending-soon.ts';
import { failed } from '../../../functions/domain/mails/failed.ts';
import { lookedAt } from '../../../functions/domain/mails/looked-at.ts';
import type { RenderedMail } from '../../../functions/domain/mails/mail-content.ts';
import { opened } from '../../../functions/domain/mails/opened.ts';
import { pleaseDecide } from '../../../functions/domain/mails/please-decide.ts';
import { revokeFailed } from '../../../functions/domain/mails/revoke-failed.ts';
import { triesExhausted } from '../../../functions/domain/mails/tries-exhausted.ts';
import { undecided } from '../../../functions/domain/mails/undecided.ts';
import { unreviewed } from '../../../functions/domain/mails/unreviewed.ts';
import * as records from './mail-records.ts';

const { CODE, PAGE_URL, TARGET, TOKEN } = records;
const LINK = `${PAGE_URL}#${TOKEN}`;

const ask = (request: ReturnType<typeof records.pending>) =>
  pleaseDecide({ request, target: TARGET, pageUrl: PAGE_URL, token: TOKEN, code: CODE });

/** Every mail there is, with the same hostile text wherever a person's words can come to stand. */
const mailsWith = (text: string): readonly RenderedMail[] => {
  const written = {
    asked: {
      reason: text,
      ticket: text,
      requester: { kind: 'person', email: `${text}@example.com`, groups: [] },
    },
    review: { comment: text, reviewer: text },
    ending: { by: text, detail: text },
  } as const;
  return [
    ask(records.pending(written)),
    undecided({ request: records.pending(written), target: TARGET, waitingFor: [text] }),
    brokeGlass({ request: records.approvedRequest(written), target: TARGET, link: null }),
    unreviewed({ request: records.approvedRequest(written), target: TARGET, waitingFor: [text] }),
    ...records
      .approvedRequest(written)
      .reviews.map((review) => lookedAt(records.approvedRequest(written), review)),
    triesExhausted(records.pending(written)),
    endingSoon(records.active(written), records.active(written).grant.activatedAt),
    decided(records.approvedRequest(written)),
    decided(records.rejectedRequest(written)),
    decided(records.cancelledRequest(written)),
    decided(records.undecidedRequest(written)),
    opened({ request: records.active(written), target: TARGET }),
    closed(records.expired(written)),
    closed(records.revoked(written)),
    closed(records.neverOpened(written)),
    failed(records.failedRequest(written)),
    revokeFailed(records.stuck(written)),
  ];
};

/** The tags of a mail are all ours: the same whatever people wrote. */
const tagsOf = ({ html }: RenderedMail) => html.match(/<[^>]*>/g);

const PIECES = [
  '<script>',
  '</blockquote>',
  '<a href="https://evil.example">',
  '"',
  "'",
  '&lt;',
  '<!--',
  '\r\nBcc: eve@evil.example',
  '\n\n-- \n',
  '\u2028',
  '\u202e',
  '\u200b',
  'https://evil.example/approve#',
  'javascript:x',
  'Code: 999999',
  'x',
  ' ',
];
const hostile = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.array(fc.constantFrom(...PIECES), { minLength: 1 }).map((pieces) => pieces.join('')),
    fc.webUrl({ withFragments: true }),
  )
  .filter((text) => text.trim() !== '');

describe('whatever people write into a request, in every mail', () => {
  it('no tag is added, closed or changed', () => {
    const harmless = mailsWith('x').map(tagsOf);
    fc.assert(fc.property(hostile, (text) => void expect(mailsWith(text).map(tagsOf)).toEqual(harmless)));
  });

  it('no subject has a line break, a control character or a bidi control', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const { subject } of mailsWith(text)) {
          expect(subject).toMatch(/^\[Postern\] .* \(req_[0-9a-z]+\)$/);
          expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}]/u);
          expect([...subject].length).toBeLessThanOrEqual(200);
        }
      }),
    );
  });

  it('the approval link is the only address that can be followed', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [first, ...others] = mailsWith(text);
        expect(first?.text.match(/https?:\S*/gi)).toEqual([LINK]);
        expect(first?.html.match(/https?:[^"<\s]*/gi)).toEqual([LINK, LINK]);
        for (const mail of others) expect(`${mail.subject}${mail.text}${mail.html}`).not.toMatch(/https?:/i);
      }),
    );
  });

  it('every line of the reason stands behind a quotation mark, so that none can pass for ours', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { text: mail } = ask(records.pending({ asked: { reason: `x${text}` } }));
        const [, quoted = ''] = mail.split('Why, in the words of alice@example.com:\n');
        const [reason = ''] = quoted.split('\n\nApproval page: ');
        expect(reason.split('\n').every((line) => line.startsWith('>'))).toBe(true);
      }),
    );
  });

  it('exactly one line gives a code, and it is the right one', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const lines = ask(records.pending({ asked: { reason: text, ticket: text } })).text.split('\n');
        expect(lines.filter((line) => line.startsWith('Code: '))).toEqual([`Code: ${CODE}`]);
      }),
    );
  });
});

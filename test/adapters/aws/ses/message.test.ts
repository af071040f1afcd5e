import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeMessage } from '../../../../functions/adapters/aws/ses/message.ts';
import type { Mail } from '../../../../functions/ports/mailer.ts';
import { aMail } from '../../../contracts/mailer.ts';
import { readMessage } from './raw-message.ts';

const FROM = 'Postern <postern@mail.example.com>';

const rawOf = async (mail: Partial<Mail> = {}) =>
  Buffer.from(await composeMessage(aMail(mail), FROM)).toString('latin1');
const messageOf = async (mail: Partial<Mail> = {}) => readMessage(await rawOf(mail));

describe('a message', () => {
  it('has each header once', async () => {
    const { headers } = await messageOf();
    expect(headers).toEqual({
      from: ['Postern <postern@mail.example.com>'],
      to: ['bob@example.com'],
      subject: ['[Postern] Please decide: alice@example.com asks for orders-db (req_1)'],
      'message-id': [expect.stringMatching(/^<[0-9a-f]{40}@mail\.example\.com>$/)],
      'in-reply-to': [expect.stringMatching(/^<[0-9a-f]{40}@mail\.example\.com>$/)],
      references: headers['in-reply-to'],
      'auto-submitted': ['auto-generated'],
      'x-auto-response-suppress': ['All'],
      date: [expect.any(String)],
      'mime-version': ['1.0'],
      'content-type': [expect.stringMatching(/^multipart\/alternative;/)],
    });
  });

  it('has the text first and the HTML last, which is the one that mail programs prefer', async () => {
    const { parts } = await messageOf();
    expect(parts.map(({ headers, body }) => [headers['content-type']?.[0]?.split(';')[0], body])).toEqual([
      ['text/plain', aMail().text],
      ['text/html', aMail().html],
    ]);
  });

  it('has the same Message-ID whenever it is sent, and another one for each mail and request', async () => {
    const id = async (mail: Partial<Mail>) => (await messageOf(mail)).headers['message-id']?.[0];
    const again = await id({ text: 'Composed anew\n' });
    expect(await id({})).toBe(again);
    const ids = [await id({}), await id({ mailId: 'other' }), await id({ threadId: 'req_2' })];
    expect(new Set(ids).size).toBe(3);
  });

  it('belongs to the thread of its request', async () => {
    const root = async (mail: Partial<Mail>) => (await messageOf(mail)).headers.references?.[0];
    expect(await root({ mailId: 'other' })).toBe(await root({}));
    expect(await root({ threadId: 'req_2' })).not.toBe(await root({}));
  });

  it('exempts its link from click tracking', async () => {
    const { parts } = await messageOf({
      html: '<p><a href="https://postern.example.com/approve#t">Look</a></p>',
    });
    expect(parts[1]?.body).toContain('<a ses:no-track href="https://postern.example.com/approve#t">Look</a>');
  });

  it('has no line that is longer than mail may have', async () => {
    const raw = await rawOf({ text: 'x'.repeat(5_000), html: 'ä'.repeat(5_000), subject: 'y'.repeat(900) });
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
  });

  it('takes no header, part or recipient from what stands in it', async () => {
    const names = Object.keys((await messageOf()).headers);
    const piece = fc.constantFrom(
      '\r\n',
      '\n',
      '\r',
      'Bcc: eve@evil.example',
      '\r\n\r\n',
      '\u2028',
      '=?utf-8?q?=0D=0ABcc:_x?=',
      'x',
      ' ',
      '--',
      ',',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, text, async (subject, words) => {
        const [part, id] = [`x${words}`, words];
        const mail = { subject: `s${subject}`, text: part, html: part, threadId: id, mailId: id };
        const message = await messageOf(mail);
        expect(Object.keys(message.headers)).toEqual(names);
        expect(message.headers.to).toEqual(['bob@example.com']);
        expect(message.parts).toHaveLength(2);
      }),
    );
  });

  it.each(['', 'postern', 'a@example.com, b@example.com'])(
    'is not composed where the sender is not one mailbox: "%s"',
    async (from) => {
      await expect(composeMessage(aMail(), from)).rejects.toThrow('Not one mailbox to send from');
    },
  );
});

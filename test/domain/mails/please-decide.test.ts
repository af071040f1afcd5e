import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../functions/domain/instant.ts';
import { pleaseDecide } from '../../../functions/domain/mails/please-decide.ts';
import { aPermission, NIGHTLY_EXPORT, START } from '../../support/records.ts';
import { CODE, PAGE_URL, pending, TARGET, TOKEN, type Written } from './mail-records.ts';

const mailFor = (asked: Written['asked'] = {}) =>
  pleaseDecide({ request: pending({ asked }), target: TARGET, pageUrl: PAGE_URL, token: TOKEN, code: CODE });

describe('the mail that asks an approver to decide', () => {
  it('says in its subject what is wanted, by whom, for what, and which request it is', () => {
    expect(mailFor({ id: 'req_1' }).subject).toBe(
      '[Postern] Please decide: alice@example.com asks for orders-db (req_1)',
    );
  });

  it.each([
    ['who asks', 'Who asks: alice@example.com'],
    ['what stands behind the port', 'Target: orders-db: Orders database'],
    ['who answers for it', 'Owner: data-team@example.com'],
    ['which port', 'Port: tcp 5432'],
    ['from where and how wide', 'From: 10.20.30.40/32 (one address)'],
    ['for how long', 'For how long: 30 minutes'],
    ['from when', 'Starting: as soon as it is approved'],
    ['until when to decide', 'Decide by: Mon, 23 Nov 2026 10:00:00 UTC (2026-11-23T10:00:00.000Z)'],
  ])('says %s', (_, line) => {
    expect(mailFor().text.split('\n')).toContain(line);
  });

  it('names a later start and a ticket where there is one', () => {
    const { text } = mailFor({ startsAt: START + HOUR, ticket: 'OPS-1' });
    expect(text).toContain('Starting: Mon, 23 Nov 2026 10:00:00 UTC');
    expect(text).toContain('Ticket: OPS-1');
    expect(mailFor().text).not.toContain('Ticket');
  });

  it('says the width of a network, and names every port', () => {
    const permissions = [
      aPermission({ source: '10.20.30.0/24' }),
      aPermission({ source: '10.20.30.0/24', fromPort: 8000, toPort: 8010 }),
    ];
    const { text } = mailFor({ access: { ...pending().access, permissions } });
    expect(text).toContain('From: 10.20.30.0/24 (256 addresses)\n');
    expect(text).toContain('Port: tcp 5432, tcp 8000 to 8010\n');
  });

  it.each([
    [
      'sg-0a1b2c3d',
      'everything in security group sg-0a1b2c3d, into which its owner can put more at any time',
    ],
    ['pl-0a1b2c3d', 'everything in prefix list pl-0a1b2c3d, whose entries its owner can change at any time'],
  ])('says that what is let in from %s can change after it was approved', (source, words) => {
    const permissions = [aPermission({ source }), aPermission({ source, protocol: 'udp' })];
    const { text } = mailFor({ access: { ...pending().access, permissions } });
    expect(text).toContain(`From: ${words}\n`);
    expect(text).toContain('Port: tcp 5432, udp 5432\n');
  });

  it('quotes the reason line by line, under the name of the person who wrote it', () => {
    const { text, html } = mailFor({ reason: 'Orders are stuck.\nI must read them <now>.' });
    expect(text).toContain(
      'Why, in the words of alice@example.com:\n> Orders are stuck.\n> I must read them <now>.\n',
    );
    expect(html).toMatch(/<blockquote[^>]*>Orders are stuck\.\nI must read them &lt;now&gt;\.<\/blockquote>/);
  });

  it('carries the link, with the token in its fragment, and the code, in text and HTML', () => {
    const { text, html } = mailFor();
    expect(text).toContain(`Approval page: ${PAGE_URL}#${TOKEN}\nCode: ${CODE}\n`);
    expect(html).toContain(`<a href="${PAGE_URL}#${TOKEN}"`);
    expect(html).toContain(`>${CODE}</span>`);
  });

  it('keeps token and code out of its subject', () => {
    expect(mailFor().subject).not.toContain(TOKEN);
    expect(mailFor().subject).not.toContain(CODE);
  });

  it('says that the link alone decides nothing, and that it is for one person', () => {
    expect(mailFor().text).toContain('Opening the link decides nothing');
    expect(mailFor().text).toContain('for you alone');
  });

  it('names a machine as a machine', () => {
    expect(mailFor({ requester: NIGHTLY_EXPORT }).text).toContain('Who asks: machine:nightly-export');
  });

  it('loads nothing from elsewhere and runs nothing', () => {
    expect(mailFor().html).not.toMatch(/<(?:img|script|link|iframe|form|video|object)|src=|url\(|@import/i);
  });
});

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { LocalMailbox } from '../../../../functions/adapters/local/mailbox/local-mailbox.ts';
import { aMail, describeMailer } from '../../../contracts/mailer.ts';
import { START } from '../../../support/records.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

describeMailer('The local mailbox', async () => {
  const database = new DatabaseSync(':memory:');
  const mailer = new LocalMailbox(database, new VirtualClock());
  return {
    mailer,
    delivered: async () =>
      mailer
        .mails(100)
        .map(({ to, subject, text, html }) => ({ to, subject, text, html }))
        .toReversed(),
    close: async () => database.close(),
  };
});

describe('the local mailbox', () => {
  it('lists mails newest first, with the time of their coming, those of one instant included', async () => {
    const clock = new VirtualClock(START);
    const mailbox = new LocalMailbox(new DatabaseSync(':memory:'), clock);
    await mailbox.send(aMail({ mailId: 'first' }));
    await mailbox.send(aMail({ mailId: 'second' }));
    await clock.advance(1_000);
    await mailbox.send(aMail({ mailId: 'third' }));
    expect(mailbox.mails(10).map(({ mailId, at }) => [mailId, at])).toEqual([
      ['third', START + 1_000],
      ['second', START],
      ['first', START],
    ]);
  });

  it('lists no more than is asked for', async () => {
    const mailbox = new LocalMailbox(new DatabaseSync(':memory:'), new VirtualClock());
    for (const mailId of ['first', 'second', 'third']) await mailbox.send(aMail({ mailId }));
    expect(mailbox.mails(2).map(({ mailId }) => mailId)).toEqual(['third', 'second']);
  });

  it('has its mails still after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mailbox-'));
    const before = new DatabaseSync(join(folder, 'postern.sqlite'));
    await new LocalMailbox(before, new VirtualClock(START)).send(aMail());
    before.close();
    const after = new DatabaseSync(join(folder, 'postern.sqlite'));
    expect(new LocalMailbox(after, new VirtualClock()).mails(10)).toEqual([{ ...aMail(), at: START }]);
    after.close();
  });
});

import { describe, expect, it } from 'vitest';
import { closed } from '../../../functions/domain/mails/closed.ts';
import { failed } from '../../../functions/domain/mails/failed.ts';
import { opened } from '../../../functions/domain/mails/opened.ts';
import { revokeFailed } from '../../../functions/domain/mails/revoke-failed.ts';
import {
  active,
  expired,
  failedRequest,
  neverOpened,
  revoked,
  revokedButHeld,
  stuck,
  TARGET,
} from './mail-records.ts';

describe('the mail about an open port', () => {
  const { subject, text } = opened({ request: active({ asked: { id: 'req_1' } }), target: TARGET });

  it('says how to connect, from where, and until when', () => {
    expect(subject).toBe('[Postern] Open: orders-db for alice@example.com (req_1)');
    expect(text).toContain('Connect to: tcp 5432\nConnect from: 10.20.30.40/32 (one address)\n');
    expect(text).toContain('Until: Mon, 23 Nov 2026 09:35:00 UTC (2026-11-23T09:35:00.000Z)\n');
  });

  it('says that the end does not cut connections that are established', () => {
    expect(text).toContain('Connections that are established then are not cut');
  });
});

describe('the mail about a closed port', () => {
  it('says when it ended because its time was over, and proves each rule gone', () => {
    const { subject, text } = closed(expired());
    expect(subject).toContain('[Postern] Ended: orders-db for alice@example.com');
    expect(text).toContain('Its time was over.');
    expect(text).toContain(
      'Ended at: Mon, 23 Nov 2026 09:35:03 UTC (2026-11-23T09:35:03.000Z)\nOpen for: 30 minutes\n',
    );
    expect(text).toContain(
      'Rules closed: sgr-0123456789abcdef0 gone, proven at Mon, 23 Nov 2026 09:35:02 UTC',
    );
  });

  it('says who revoked it', () => {
    const { subject, text } = closed(revoked({ ending: { by: 'bob@example.com' } }));
    expect(subject).toContain('[Postern] Revoked: ');
    expect(text).toContain('Revoked by bob@example.com.');
  });

  it('says why it was revoked where nobody pressed for it, and what to do', () => {
    const { text } = closed(revoked({ ending: { reason: 'RULE_MISSING', detail: 'sgr-0f is gone' } }));
    expect(text).toContain('Revoked by postern. Somebody removed one of its rules');
    expect(text).toContain('ask again if you still need it');
    expect(text).toContain('Detail:\n> sgr-0f is gone\n');
  });

  it('says that established connections may go on', () => {
    expect(closed(expired()).text).toContain('Connections established before may still be alive');
  });

  it('names the grant for which the port stays open, and does not call it shut', () => {
    const { text } = closed(revokedButHeld());
    expect(text).toContain(
      'the port stays open for the same source: req_other needs tcp/5432-5432/10.20.30.40/32',
    );
    expect(text).not.toContain('No new connection');
  });

  it('says that a grant revoked before its start was never open', () => {
    const { text } = closed(neverOpened({ ending: { by: 'alice@example.com' } }));
    expect(text).toContain('The port was never opened for this grant.');
    expect(text).not.toContain('Opened at');
  });
});

describe('the mail about a port that did not open', () => {
  it('says why in words and what helps', () => {
    const { subject, text } = failed(failedRequest({ ending: { detail: 'sgr-0f lets it in already' } }));
    expect(subject).toContain('[Postern] Not opened: orders-db for alice@example.com');
    expect(text).toContain(
      'the port was never opened for it. A rule that is not Postern’s lets in the same source',
    );
    expect(text).toContain('Detail:\n> sgr-0f lets it in already\n');
    expect(text).toContain('ask the owner of the security group about that rule');
    expect(text).toContain('Code: RULE_EXISTS\n');
  });

  it.each([
    'LIMIT_EXCEEDED',
    'GROUP_NOT_FOUND',
    'ACCESS_DENIED',
    'DIGEST_CHANGED',
    'DENIED_BY_POLICY',
    'TARGET_GONE',
    'TOO_LATE',
    'NEVER_ACTIVATED',
    'ACTIVATION_ABANDONED',
    'ACTIVATION_TIMED_OUT',
  ])('has words of its own for %s', (reason) => {
    expect(failed(failedRequest({ ending: { reason } })).text).not.toContain('The reason has the code');
  });

  it('blames nobody for a rule that was refused: on one machine the gate refuses, not AWS', () => {
    const { text } = failed(failedRequest({ ending: { reason: 'REFUSED' } }));
    expect(text).toContain('The security group did not take the rule.');
    expect(text).not.toContain('AWS');
  });

  it('names a code for which it has no words', () => {
    const { text } = failed(failedRequest({ ending: { reason: 'NEW_CODE' } }));
    expect(text).toContain('The reason has the code NEW_CODE.');
  });

  it('does not take the name of an inherited property for a code', () => {
    expect(failed(failedRequest({ ending: { reason: 'toString' } })).text).toContain('the code toString.');
  });
});

describe('the mail about a port that could not be closed', () => {
  const { subject, text } = revokeFailed(stuck());

  it('is loud, and says what is open and where', () => {
    expect(subject).toContain('[Postern] STILL OPEN: orders-db for alice@example.com could not be closed');
    expect(text).toContain('Security group: sg-0a1b2c3d4e5f60718 in account 111122223333, eu-central-1\n');
    expect(text).toContain('Rules that may still stand: sgr-0123456789abcdef0\n');
  });

  it('says what went wrong, that it is tried again and when', () => {
    expect(text).toContain('AWS takes no more calls at the moment.');
    expect(text).toContain('Last error: THROTTLED\n');
    expect(text).toContain('Next try: Mon, 23 Nov 2026 09:36:00 UTC (2026-11-23T09:36:00.000Z)\n');
    expect(text).toContain('Postern keeps trying until it is closed');
  });
});

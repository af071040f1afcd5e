import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../functions/domain/instant.ts';
import { decided } from '../../../functions/domain/mails/decided.ts';
import type { DecidedRequest } from '../../../functions/domain/mails/request-facts.ts';
import { aRequest, policyOutcome, START } from '../../support/records.ts';
import { approvedRequest, cancelledRequest, rejectedRequest, undecidedRequest } from './mail-records.ts';

describe('the mail about a decision', () => {
  it('says by whom a request was approved, and for how long', () => {
    const { subject, text } = decided(approvedRequest({ asked: { id: 'req_1' } }));
    expect(subject).toBe('[Postern] Approved: alice@example.com for orders-db (req_1)');
    expect(text).toContain('Approved by bob@example.com for 30 minutes. It opens now.');
  });

  it('says when less was approved than asked for', () => {
    const { text } = decided(approvedRequest({ review: { durationMinutes: 10 } }));
    expect(text).toContain('for 10 minutes of the 30 minutes asked for.');
  });

  it('says when a later start is still to come', () => {
    const { text } = decided(approvedRequest({ asked: { startsAt: START + HOUR } }));
    expect(text).toContain('It opens at Mon, 23 Nov 2026 10:00:00 UTC');
  });

  it('says that policy approved where no person did', () => {
    const request = aRequest(policyOutcome('automatic')) as DecidedRequest;
    expect(decided(request).text).toContain('Approved by policy for 30 minutes.');
  });

  it('says who rejected it, and quotes the comment', () => {
    const { subject, text } = decided(rejectedRequest({ review: { comment: 'Ask the data team' } }));
    expect(subject).toContain('[Postern] Rejected: ');
    expect(text).toContain('Rejected by bob@example.com. Nothing opens.');
    expect(text).toContain('bob@example.com commented:\n> Ask the data team\n');
  });

  it('says that nobody decided in time', () => {
    const { subject, text } = decided(undecidedRequest());
    expect(subject).toContain('[Postern] Not decided in time: ');
    expect(text).toContain('Nobody decided by Mon, 23 Nov 2026 10:00:00 UTC (2026-11-23T10:00:00.000Z).');
  });

  it('says that the requester took it back', () => {
    const { subject, text } = decided(cancelledRequest());
    expect(subject).toContain('[Postern] Cancelled: ');
    expect(text).toContain('alice@example.com took the request back.');
  });

  it('says that a policy does not allow it', () => {
    const request = aRequest(policyOutcome('denied')) as DecidedRequest;
    expect(decided(request).subject).toContain('[Postern] Denied by policy: ');
    expect(decided(request).text).toContain('A policy does not allow this request');
  });
});

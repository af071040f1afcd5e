import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AuditDetails,
  type AuditEvent,
  type AuditEventDraft,
  CHAIN_START,
  chainEvent,
  EMPTY_TRAIL,
  firstBrokenLink,
} from '../../functions/domain/audit-event.ts';
import { canonicalJson, sha256 } from '../../functions/domain/hash.ts';
import { START } from '../support/records.ts';

const someDetails: fc.Arbitrary<AuditDetails> = fc.dictionary(
  fc.string(),
  fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string())),
);

const aDraft: fc.Arbitrary<AuditEventDraft> = fc.record({
  type: fc.constantFrom('REQUESTED', 'REVIEWED', 'APPROVED', 'ACTIVATED', 'EXPIRED'),
  actor: fc.constantFrom('alice@example.com', 'bob@example.com', 'postern'),
  at: fc.integer({ min: 0, max: START * 2 }),
  details: someDetails,
});

const chainOf = (drafts: readonly AuditEventDraft[]): AuditEvent[] => {
  const events: AuditEvent[] = [];
  let trail = EMPTY_TRAIL;
  for (const draft of drafts) {
    const event = chainEvent(
      'req_a',
      trail,
      { from: trail.length === 0 ? null : 'PENDING', to: 'PENDING' },
      draft,
    );
    events.push(event);
    trail = { length: event.sequence, head: event.hash };
  }
  return events;
};

const aChain = fc.array(aDraft, { minLength: 1, maxLength: 6 }).map(chainOf);
const aChainAndPlace = aChain.chain((events) =>
  fc.record({ events: fc.constant(events), index: fc.nat(events.length - 1) }),
);

/** Another value for a field: of its own kind, of another, or none. */
const otherValues: Readonly<Record<keyof AuditEvent, fc.Arbitrary<unknown>>> = {
  requestId: fc.string(),
  sequence: fc.integer(),
  type: fc.constantFrom('APPROVED', 'REVOKED'),
  actor: fc.string(),
  from: fc.option(fc.string()),
  to: fc.string(),
  at: fc.string(),
  details: someDetails,
  previousHash: fc.string().map(sha256),
  hash: fc.string().map(sha256),
};
const FIELDS = Object.keys(otherValues) as (keyof AuditEvent)[];

describe('an audit event', () => {
  it('is numbered, dated and chained to the one before', () => {
    const [first, second] = chainOf([
      { type: 'REQUESTED', actor: 'alice@example.com', at: START },
      { type: 'APPROVED', actor: 'bob@example.com', at: START + 1, details: { grantedMinutes: 30 } },
    ]);
    expect(first).toMatchObject({ sequence: 1, from: null, details: {}, previousHash: CHAIN_START });
    expect(second).toMatchObject({
      requestId: 'req_a',
      sequence: 2,
      type: 'APPROVED',
      actor: 'bob@example.com',
      from: 'PENDING',
      to: 'PENDING',
      at: '2026-11-23T09:00:00.001Z',
      details: { grantedMinutes: 30 },
      previousHash: first?.hash,
    });
  });

  it('has a hash that anyone can compute again', () => {
    const [event] = chainOf([{ type: 'DENIED', actor: 'postern', at: 0 }]);
    const text =
      `{"actor":"postern","at":"1970-01-01T00:00:00.000Z","details":{},"from":null,"previousHash":"${CHAIN_START}",` +
      `"requestId":"req_a","sequence":1,"to":"PENDING","type":"DENIED"}`;
    expect(event?.hash).toBe(sha256(text));
  });
});

describe('a chain of events', () => {
  it('holds as it was made, and after a journey through JSON in any order of fields', () => {
    fc.assert(
      fc.property(aChain, (events) => {
        expect(firstBrokenLink(events)).toBeUndefined();
        const reordered = events.map((event) => Object.fromEntries(Object.entries(event).reverse()));
        expect(firstBrokenLink(JSON.parse(JSON.stringify(reordered)))).toBeUndefined();
      }),
    );
  });

  it('holds where nothing happened yet', () => {
    expect(firstBrokenLink([])).toBeUndefined();
  });

  it.each(FIELDS)('is broken at the very event whose %s was changed', (field) => {
    fc.assert(
      fc.property(aChainAndPlace, otherValues[field], ({ events, index }, value) => {
        fc.pre(canonicalJson(value) !== canonicalJson(events[index]?.[field]));
        expect(firstBrokenLink(events.with(index, { ...events[index], [field]: value } as AuditEvent))).toBe(
          index + 1,
        );
      }),
    );
  });

  it('is broken at an event that gained or lost a field', () => {
    fc.assert(
      fc.property(aChainAndPlace, fc.constantFrom(...FIELDS), ({ events, index }, field) => {
        const gained = { ...events[index], note: 'added later' } as unknown as AuditEvent;
        expect(firstBrokenLink(events.with(index, gained))).toBe(index + 1);
        const { [field]: _, ...lost } = events[index] as AuditEvent;
        expect(firstBrokenLink(events.with(index, lost as AuditEvent))).toBe(index + 1);
      }),
    );
  });

  it('is broken where an event is missing, doubled or out of its place', () => {
    fc.assert(
      fc.property(fc.array(aDraft, { minLength: 3, maxLength: 6 }).map(chainOf), fc.nat(), (events, seed) => {
        const index = seed % (events.length - 1);
        expect(firstBrokenLink(events.toSpliced(index, 1))).toBe(index + 1);
        expect(firstBrokenLink(events.toSpliced(index, 0, events[index] as AuditEvent))).toBe(index + 2);
        const [one, next] = events.slice(index, index + 2) as [AuditEvent, AuditEvent];
        expect(firstBrokenLink(events.toSpliced(index, 2, next, one))).toBe(index + 1);
      }),
    );
  });

  it('is broken after an event that was sealed anew', () => {
    fc.assert(
      fc.property(fc.array(aDraft, { minLength: 2, maxLength: 6 }).map(chainOf), (events) => {
        const { hash: _, ...unsealed } = { ...(events[0] as AuditEvent), actor: 'mallory@example.com' };
        const sealedAnew = { ...unsealed, hash: sha256(canonicalJson(unsealed)) };
        expect(firstBrokenLink(events.with(0, sealedAnew))).toBe(2);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalMailbox,
  isInterested,
  personBehind,
  principalName,
} from '../../functions/domain/principal.ts';
import { ALICE, NIGHTLY_EXPORT } from '../support/records.ts';

const ALICES = [
  'alice@example.com',
  'Alice@Example.COM',
  '  alice@example.com\n',
  'alice+postern@example.com',
  'ALICE+a+b@example.com',
  'alice+@example.com',
  'ａｌｉｃｅ@example.com',
];

describe('a mailbox', () => {
  it.each(ALICES)('is one person however it is written: %j', (written) => {
    expect(personBehind(written)).toBe('alice@example.com');
  });

  it.each(['alice+postern@example.com', 'ａｌｉｃｅ@example.com'])(
    'that only looks like hers gives %j none of her rights',
    (written) => {
      expect(canonicalMailbox(written)).toBe(written);
    },
  );

  it.each([
    ['al.ice@example.com', 'dots mean nothing to some providers only'],
    ['alice@sub.example.com', 'another domain'],
    ['alice@example.com+bob', 'a plus after the @ is no tag'],
    ['+alice@example.com', 'a tag of nobody'],
    ['alice', 'no mailbox at all'],
  ])('stays another where it is another: %j (%s)', (written) => {
    expect(personBehind(written)).toBe(written);
  });

  it('takes the last @ for the one before its domain', () => {
    expect(personBehind('"a@b"+tag@example.com')).toBe('"a@b"@example.com');
  });

  it('is the same wherever a letter stands that has a form of its own at the end of a word', () => {
    const written = ['ΝΙΚΟΣ@example.com', 'νικος@example.com', 'νικοσ@example.com', 'Νικος+tag@example.com'];
    expect(new Set(written.map(personBehind))).toEqual(new Set(['νικοσ@example.com']));
    expect(new Set(written.slice(0, 3).map(canonicalMailbox))).toEqual(new Set(['νικοσ@example.com']));
  });

  it('is canonical once it was made so', () => {
    const address = fc.oneof(
      fc.emailAddress(),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(address, (written) => {
        expect(canonicalMailbox(canonicalMailbox(written))).toBe(canonicalMailbox(written));
        expect(personBehind(personBehind(written))).toBe(personBehind(written));
        expect(personBehind(canonicalMailbox(written))).toBe(personBehind(written));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a principal', () => {
  it('that is a person goes by the canonical mailbox', () => {
    expect(principalName({ ...ALICE, email: 'Alice@Example.com' })).toBe('alice@example.com');
  });

  it('that is a machine goes by its configured name', () => {
    expect(principalName(NIGHTLY_EXPORT)).toBe('machine:nightly-export');
  });

  it('that is a person may not decide what that person asked for, under no alias', () => {
    expect(ALICES.filter((written) => !isInterested(written, ALICE))).toEqual([]);
    expect(isInterested('bob@example.com', ALICE)).toBe(false);
  });

  it('that is a machine has owners who may not decide what it asked for', () => {
    const machine = { ...NIGHTLY_EXPORT, owners: ['Dora@example.com', 'erin+oncall@example.com'] };
    const asked = ['dora@example.com', 'erin@example.com', 'fred@example.com'];
    expect(asked.filter((mailbox) => isInterested(mailbox, machine))).toEqual([
      'dora@example.com',
      'erin@example.com',
    ]);
  });
});

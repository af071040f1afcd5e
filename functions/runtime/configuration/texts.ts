import * as z from 'zod';
import { canonicalMailbox } from '../../domain/principal.ts';
import { parseSource } from '../../domain/source.ts';
import { WIDEST_PREFIX } from './widest-prefix.ts';

/** A text with a check of its own, which answers what is wrong or null; `expected` for what is no text at all. */
const text = (expected: string, check: (value: string) => string | null) =>
  z.string({ error: `expected ${expected}` }).superRefine((value, context) => {
    const message = check(value);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });

const matching = (pattern: RegExp, expected: string) =>
  text(expected, (value) =>
    pattern.test(value) ? null : `expected ${expected}, found ${JSON.stringify(value)}`,
  );

export const words = (most: number) =>
  text('text', (value) => {
    if (value.trim() !== value || value === '') return 'expected text, with no space around it';
    if (/\p{Cc}/u.test(value)) return 'expected text on one line';
    return value.length > most ? `expected at most ${most} characters, found ${value.length}` : null;
  });

const NAME = /^[a-z][a-z0-9-]{0,62}$/;
export const name = matching(NAME, 'a name of at most 63 small letters, digits and hyphens, a letter first');

/** As a token's claim carries them: API Gateway flattens lists, so that only these characters can be told apart. */
const GROUP_NAME = /^[A-Za-z0-9:_./-]{1,100}$/;
export const groupName = matching(GROUP_NAME, 'a name of letters, digits and : _ . / -');

export const account = matching(/^\d{12}$/, 'twelve digits in quotes, such as "111122223333"');
export const region = matching(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as eu-central-1');
export const securityGroupId = matching(
  /^sg-[0-9a-f]{8,17}$/,
  'a security group such as sg-0a1b2c3d4e5f60718',
);
/** Aliases and letter case are as Node knows them. */
const isTimeZone = (value: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: value }) !== null;
  } catch {
    return false;
  }
};
export const timeZone = text('a time zone such as Europe/Berlin or UTC', (value) =>
  isTimeZone(value)
    ? null
    : `expected a time zone such as Europe/Berlin or UTC, found ${JSON.stringify(value)}`,
);
export const claimName = matching(/^[\w:./-]{1,100}$/, 'the name of a claim');
export const iamPrincipal = matching(
  /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
  'the ARN of an IAM role or user, such as arn:aws:iam::111122223333:role/nightly-export',
);

const MAILBOX = 'one mailbox such as bob@example.com';
const isMailbox = (value: string): boolean => z.email().safeParse(value).success;

const wrongMailbox = (value: string): string | null => {
  if (!isMailbox(value)) return `expected ${MAILBOX}, found ${JSON.stringify(value)}`;
  const canonical = canonicalMailbox(value);
  return canonical === value ? null : `expected ${canonical}, in small letters`;
};
export const mailbox = text(MAILBOX, wrongMailbox);

const isReference = (value: string): boolean => value.startsWith('group:') || value.startsWith('machine:');

/** Whoever decides is one person who is named, here or in a group here: what a token claims makes nobody an approver. */
export const approver = text('a mailbox or group:NAME', (value) => {
  if (value.startsWith('group:')) return null;
  return value.startsWith('machine:')
    ? `expected the mailbox of one person, or group:NAME; ${value} cannot approve`
    : wrongMailbox(value);
});

/** A mailbox, or `group:NAME`. */
export const personOrGroup = text('a mailbox or group:NAME', (value) =>
  value.startsWith('group:') ? null : wrongMailbox(value),
);
/** A mailbox, `group:NAME` or `machine:NAME`. */
export const requester = text('a mailbox, group:NAME or machine:NAME', (value) =>
  isReference(value) ? null : wrongMailbox(value),
);

export const allowedSource = text('a CIDR such as 10.20.30.0/24, or sg-… or pl-…', (value) => {
  const parsed = parseSource(value);
  if (parsed.outcome === 'REFUSED') return parsed.message;
  if (parsed.source.kind !== 'network') return null;
  const { cidr, family, prefix } = parsed.source;
  if (cidr !== value) return `expected its canonical form ${cidr}`;
  const shortest = WIDEST_PREFIX[family];
  return prefix >= shortest
    ? null
    : `expected a network of /${shortest} or longer: a few as wide as ${cidr} would be everybody`;
});

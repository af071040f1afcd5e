import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Principal } from '../../functions/domain/principal.ts';
import type { PolicyQuestion } from '../../functions/ports/policy.ts';
import { checkPolicies } from '../../functions/runtime/policies/check-policies.ts';
import { aConfiguration, ORDERS } from '../support/world.ts';
import { aQuestion, policyOf, SCHEMA } from './support/ask.ts';

const TEXT = readFileSync(join(import.meta.dirname, 'decisions.cedar'), 'utf8');

const requesters = ['group:engineering', 'group:on-call', 'group:contractors', 'machine:nightly-export'];
const REPLICA = { ...ORDERS, name: 'replica', requesters, requiredApprovals: 1 };
const PRIMARY = { ...ORDERS, name: 'primary', requesters, requiredApprovals: 2 };

const CONFIGURATION = aConfiguration({
  targets: [REPLICA, PRIMARY],
  groups: { engineering: [], contractors: [], 'on-call': ['olga@example.com'] },
  machines: [
    {
      name: 'nightly-export',
      principal: 'arn:aws:iam::111122223333:role/export',
      owners: ['dora@example.com'],
    },
    { name: 'other', principal: 'arn:aws:iam::111122223333:role/other', owners: ['dora@example.com'] },
  ],
  policy: { timeZone: 'Europe/Berlin' },
});

const someone = (email: string, ...groups: string[]): Principal => ({ kind: 'person', email, groups });
const machine = (name: string): Principal => ({ kind: 'machine', name, owners: ['dora@example.com'] });

/** In the order of the columns below. */
const ROLES: readonly (readonly [string, Principal])[] = [
  ['on call by token', someone('oscar@example.com', 'on-call')],
  ['on call by configuration', someone('olga@example.com')],
  ['engineer', someone('erin@example.com', 'engineering')],
  ['contractor', someone('conny@example.com', 'contractors')],
  ['contractor on call', someone('carl@example.com', 'contractors', 'on-call')],
  ['nightly export', machine('nightly-export')],
  ['stranger', someone('mallory@example.com', 'marketing')],
  ['another machine', machine('other')],
];

const ASKS = {
  'replica 30': { target: REPLICA, durationMinutes: 30 },
  'replica 31': { target: REPLICA, durationMinutes: 31 },
  'primary 60': { target: PRIMARY, durationMinutes: 60 },
} as const;

// In Berlin, which is an hour ahead of UTC then.
const NOON = Date.UTC(2026, 10, 25, 11);
const NIGHT = Date.UTC(2026, 10, 25, 2);

const STATES: Readonly<Record<string, Partial<PolicyQuestion>>> = {
  noon: { at: NOON },
  night: { at: NIGHT },
  saturday: { at: Date.UTC(2026, 10, 28, 11) },
  'sunday 0:30': { at: Date.UTC(2026, 10, 28, 23, 30) },
  'monday 0:30': { at: Date.UTC(2026, 10, 29, 23, 30) },
  'no ticket': { at: NOON, ticket: null },
  'first time': { at: NOON, history: { hadBefore: false, openGrants: 0 } },
  'three open': { at: NOON, history: { hadBefore: true, openGrants: 3 } },
};

// A: automatic; 1 and 2: people decide, so many of them; -: denied.
const EXPECTED = `
  replica 30 | noon        | A A 1 1 A 1 - -
  replica 30 | night       | A A 1 - - 1 - -
  replica 30 | saturday    | 2 2 2 2 2 2 - -
  replica 30 | sunday 0:30 | 2 2 2 - - 2 - -
  replica 30 | monday 0:30 | A A 1 - - 1 - -
  replica 30 | no ticket   | A A 1 1 A 1 - -
  replica 30 | first time  | 1 1 1 1 1 1 - -
  replica 30 | three open  | 1 1 1 1 1 1 - -
  replica 31 | noon        | 1 1 1 1 1 1 - -
  replica 31 | night       | 1 1 1 - - 1 - -
  replica 31 | saturday    | 2 2 2 2 2 2 - -
  replica 31 | sunday 0:30 | 2 2 2 - - 2 - -
  replica 31 | monday 0:30 | 1 1 1 - - 1 - -
  replica 31 | no ticket   | 1 1 1 1 1 1 - -
  replica 31 | first time  | 1 1 1 1 1 1 - -
  replica 31 | three open  | 1 1 1 1 1 1 - -
  primary 60 | noon        | 2 2 2 2 2 2 - -
  primary 60 | night       | 2 2 2 - - A - -
  primary 60 | saturday    | 2 2 2 2 2 2 - -
  primary 60 | sunday 0:30 | 2 2 2 - - A - -
  primary 60 | monday 0:30 | 2 2 2 - - A - -
  primary 60 | no ticket   | - - - - - - - -
  primary 60 | first time  | 2 2 2 2 2 2 - -
  primary 60 | three open  | 2 2 2 2 2 2 - -
`;

const CASES = EXPECTED.trim()
  .split('\n')
  .flatMap((line) => {
    const [ask = '', state = '', cells = ''] = line.split('|').map((part) => part.trim());
    return cells.split(' ').map((cell, index) => {
      const [role, requester] = ROLES[index] ?? ['', someone('')];
      return { ask: ask as keyof typeof ASKS, state, role, requester, cell };
    });
  });

describe('who, for what, in which state', () => {
  const policy = policyOf(TEXT, CONFIGURATION);

  it('is decided by policies without an error or a warning', async () => {
    const files = { schema: SCHEMA, policies: [{ file: 'decisions.cedar', text: TEXT }] };
    expect(await checkPolicies(files, CONFIGURATION)).toEqual([]);
  });

  it('is tried in at least 120 cases', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(120);
    expect(new Set(CASES.map(({ cell }) => cell))).toEqual(new Set(['A', '1', '2', '-']));
  });

  it.each(CASES)('$role, $ask, $state: $cell', async ({ ask, state, requester, cell }) => {
    const question = aQuestion({ ...ASKS[ask], ...STATES[state], requester });
    const { outcome, approvals } = await policy.decide(question);
    const found = { automatic: 'A', manual: String(approvals), denied: '-' }[outcome];
    expect(found).toBe(cell);
    // What is denied when it is asked may not open later either; what a policy leaves to people may.
    expect(await policy.forbids(question)).toBe(cell === '-');
  });
});

import { describe, expect, it } from 'vitest';
import type { AccessRequest } from '../../functions/domain/access-request.ts';
import type { StandingGrant } from '../../functions/domain/group-state.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../functions/domain/instant.ts';
import { unusualIn } from '../../functions/domain/unusual.ts';
import { aPermission, aRequest, START } from '../support/request-records.ts';

const from = (source: string): Partial<AccessRequest> => ({
  access: { ...aRequest().access, permissions: [aPermission({ source })] },
});

/** A request of the day before that was open for half an hour. */
const opened = (source = '10.20.30.40/32'): AccessRequest => ({
  ...aRequest({ requestedAt: START - DAY, ...from(source) }),
  status: 'APPROVED',
  decidedAt: START - DAY,
  grant: {
    status: 'ACTIVE',
    minutes: 30,
    startsAt: START - DAY,
    activatedAt: START - DAY,
    expiresAt: START - DAY + 30 * MINUTE,
    rules: ['sgr-0a1b2c3d4e5f60718'],
  },
});

const standing = (overrides: Partial<StandingGrant> = {}): StandingGrant => ({
  grantId: 'req_00000000000000000000000abc',
  target: 'orders-db',
  requester: 'dave@example.com',
  permissions: [aPermission()],
  minutes: 30,
  phase: 'ACTIVE',
  endsAt: START + 10 * MINUTE,
  ending: null,
  ...overrides,
});

const facts = (
  request: AccessRequest,
  known: Partial<Parameters<typeof unusualIn>[1]> = {},
  now: Instant = START,
) => unusualIn(request, { hadBefore: true, earlier: [opened()], grants: [], timeZone: 'UTC', ...known }, now);

const at = (startsAt: Instant) => aRequest({ requestedAt: startsAt, startsAt });

describe('what is unusual about a request', () => {
  it('is nothing, where somebody asks as they did before, in working hours, alone', () => {
    expect(facts(aRequest())).toEqual([]);
  });

  it('is that it is the first time, whatever was asked before and never opened', () => {
    const hadBefore = false;
    expect(facts(aRequest(), { hadBefore, earlier: [] })).toEqual([{ fact: 'FIRST_TIME' }]);
    expect(facts(aRequest(), { hadBefore, earlier: [aRequest()] })).toEqual([{ fact: 'FIRST_TIME' }]);
  });

  it('is nothing where it was open longer ago than the requests that are listed', () => {
    expect(facts(aRequest(), { hadBefore: true, earlier: [aRequest()] })).toEqual([]);
  });

  it.each([
    ['10.20.30.0/24', ['10.20.30.40/32'], '10.20.30.40/32'],
    ['10.20.0.0/16', ['10.20.30.40/32', '10.20.30.0/24'], '10.20.30.0/24'],
    ['2001:db8::/48', ['2001:db8::/64'], '2001:db8::/64'],
  ])('is a source that is wider than ever: %s after %j', (asked, before, usual) => {
    const earlier = before.map((source) => opened(source));
    expect(facts(aRequest(from(asked)), { earlier })).toEqual([{ fact: 'WIDER_THAN_USUAL', usual }]);
  });

  it('is no source that is as wide as before, narrower, or of the other family', () => {
    const earlier = [opened('10.20.30.0/24')];
    for (const source of ['10.20.31.0/24', '10.20.30.40/32', '2001:db8::/48']) {
      expect(facts(aRequest(from(source)), { earlier })).toEqual([]);
    }
  });

  it.each([
    ['sg-0a1b2c3d', ['10.20.30.40/32'], '10.20.30.40/32'],
    ['pl-0a1b2c3d', ['10.20.30.40/32', '10.20.30.0/24'], '10.20.30.0/24'],
    ['sg-0a1b2c3d', ['2001:db8::/64'], '2001:db8::/64'],
    ['sg-0a1b2c3d', ['10.20.30.40/32', 'pl-0a1b2c3d'], 'pl-0a1b2c3d'],
  ])('is a group or list that it was never open from: %s after %j', (asked, before, usual) => {
    const earlier = before.map((source) => opened(source));
    expect(facts(aRequest(from(asked)), { earlier })).toEqual([{ fact: 'WIDER_THAN_USUAL', usual }]);
  });

  it('is no group or list that it was open from before, nor a network after one', () => {
    const earlier = [opened('sg-0a1b2c3d')];
    for (const source of ['sg-0a1b2c3d', '10.20.0.0/16']) {
      expect(facts(aRequest(from(source)), { earlier })).toEqual([]);
    }
  });

  it.each([
    ['on a Saturday', START + 5 * DAY, 'UTC', 'Saturday 09:00'],
    ['at night', START + 14 * HOUR, 'UTC', 'Monday 23:00'],
    ['just before work', Date.UTC(2026, 10, 23, 7, 59), 'UTC', 'Monday 07:59'],
    ['as soon as work ends', Date.UTC(2026, 10, 23, 18), 'UTC', 'Monday 18:00'],
    ['at midnight', Date.UTC(2026, 10, 24), 'UTC', 'Tuesday 00:00'],
    ['where it is night by the clock of the team', START, 'America/Los_Angeles', 'Monday 01:00'],
  ])('is a start %s', (_, startsAt, timeZone, clock) => {
    expect(facts(at(startsAt), { timeZone })).toEqual([{ fact: 'OUTSIDE_WORKING_HOURS', clock, timeZone }]);
  });

  it('is that others have it open, each named once', () => {
    const grants = [
      standing({ requester: 'erin@example.com' }),
      standing(),
      standing({ grantId: 'req_00000000000000000000000abd' }),
    ];
    expect(facts(aRequest(), { grants })).toEqual([
      { fact: 'OPEN_FOR_OTHERS', names: ['dave@example.com', 'erin@example.com'] },
    ]);
  });

  it('is that the requester has it open already', () => {
    const grants = [standing({ requester: 'alice@example.com' })];
    expect(facts(aRequest(), { grants })).toEqual([
      { fact: 'OPEN_FOR_REQUESTER', until: START + 10 * MINUTE },
    ]);
  });

  it('is no grant of another target, of the request itself, or one that is over, ending or not open yet', () => {
    const request = aRequest();
    const grants = [
      standing({ target: 'other-db' }),
      standing({ grantId: request.id }),
      standing({ endsAt: START }),
      standing({ phase: 'REVOKING' }),
      standing({ phase: 'ACTIVATING' }),
    ];
    expect(facts(request, { grants })).toEqual([]);
  });
});

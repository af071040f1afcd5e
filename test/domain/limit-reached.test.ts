import { describe, expect, it } from 'vitest';
import type { AccessRequest } from '../../functions/domain/access-request.ts';
import { HOUR, MINUTE } from '../../functions/domain/instant.ts';
import { limitReached } from '../../functions/domain/limit-reached.ts';
import type { Limits } from '../../functions/domain/limits.ts';
import { historyAt } from '../../functions/domain/requester-history.ts';
import { emptyTally, historyOf } from '../../functions/domain/tally.ts';
import { aPermission, aRequest, policyOutcome, START } from '../support/request-records.ts';
import { ORDERS } from '../support/world.ts';

const LIMITS: Limits = { openGrants: 2, pendingRequests: 2, requestsPerHour: 4, widestSources: 2 };
const WIDEST = '10.0.1.0/24';

const wanting = (source: string, outcome: 'manual' | 'automatic' = 'manual'): AccessRequest => {
  const access = { group: ORDERS.group, permissions: [aPermission({ source })] };
  return aRequest({ access, ...policyOutcome(outcome) });
};

const reached = (requests: readonly AccessRequest[], source = '10.20.30.40/32', now = START) => {
  const askedAt = requests.map(({ requestedAt }) => requestedAt);
  const history = historyOf({ ...emptyTally(ORDERS.name, 'alice@example.com'), askedAt }, requests);
  return limitReached(ORDERS, [aPermission({ source })], history, LIMITS, now);
};

describe('one more request for a target', () => {
  it('may be made where there was none', () => {
    expect(reached([])).toBeNull();
  });

  it('may not be made beyond the open grants that one may have', () => {
    const open = wanting('10.20.30.40/32', 'automatic');
    expect(reached([open])).toBeNull();
    expect(reached([open, open])).toContain('2 open grants for orders-db');
  });

  it('may not be made beyond the undecided requests that one may have', () => {
    const pending = wanting('10.20.30.40/32');
    expect(reached([pending])).toBeNull();
    expect(reached([pending, pending])).toContain('2 of your requests for orders-db are undecided');
  });

  it('may not be made more often than so many times an hour, whatever became of them', () => {
    const denied = aRequest(policyOutcome('denied'));
    const asked = [denied, denied, denied, denied];
    expect(reached(asked.slice(1))).toBeNull();
    expect(reached(asked)).toContain('4 times within an hour');
    expect(reached(asked, undefined, START + HOUR - 1)).not.toBeNull();
    expect(reached(asked, undefined, START + HOUR)).toBeNull();
  });

  it('may not be made for sources that are too wide together', () => {
    // orders-db takes a /24 at most; twice that is the limit.
    expect(reached([wanting(WIDEST)], '10.0.2.0/24')).toBeNull();
    expect(reached([wanting(WIDEST), wanting('10.0.3.0/32', 'automatic')], '10.0.2.0/24')).toContain(
      '256 addresses',
    );
    expect(reached([wanting(WIDEST), wanting(WIDEST, 'automatic')], WIDEST)).toBeNull();
  });

  it('counts IPv6 by what the target takes of it', () => {
    const wide = wanting('2001:db8::/64');
    expect(reached([wide], '2001:db8:0:1::/64')).toBeNull();
    expect(reached([wide, wanting('2001:db8:0:2::/65', 'automatic')], '2001:db8:0:1::/64')).not.toBeNull();
  });
});

describe('the width of a security group or prefix list', () => {
  const [FLEET, PARTNERS] = ['sg-0a1b2c3d4e5f60718', 'pl-0a1b2c3d4e5f60718'];

  it('is that of the widest network that the target takes', () => {
    expect(reached([wanting(FLEET)], PARTNERS)).toBeNull();
    expect(reached([wanting(FLEET)], WIDEST)).toBeNull();
    expect(reached([wanting(FLEET), wanting(PARTNERS, 'automatic')], '10.20.30.40/32')).toContain(
      '2 times its widest',
    );
  });

  it('counts once for several ports, and for several requests', () => {
    const access = {
      group: ORDERS.group,
      permissions: [aPermission({ source: FLEET }), aPermission({ source: FLEET, protocol: 'udp' })],
    };
    const several = aRequest({ access });
    expect(reached([several, wanting(FLEET, 'automatic')], PARTNERS)).toBeNull();
  });
});

describe('what a requester had of a target', () => {
  const opened: AccessRequest = {
    ...aRequest(policyOutcome('automatic')),
    status: 'APPROVED',
    decidedAt: START,
    grant: {
      status: 'EXPIRED',
      minutes: 30,
      startsAt: START,
      activatedAt: START + MINUTE,
      expiresAt: START + 31 * MINUTE,
      rules: [],
      ending: { as: 'EXPIRED', by: 'postern', reason: null, detail: null },
      endedAt: START + 32 * MINUTE,
      closures: [],
      held: [],
    },
  };

  it.each([
    ['before it was asked', -1, { hadBefore: false, open: 0 }],
    ['before it opened', 0, { hadBefore: false, open: 1 }],
    ['while it is open', 2 * MINUTE, { hadBefore: true, open: 1 }],
    ['before its end is said', 32 * MINUTE - 1, { hadBefore: true, open: 1 }],
    ['once it has ended', 32 * MINUTE, { hadBefore: true, open: 0 }],
  ])('%s', (_, after, expected) => {
    const { hadBefore, openGrants } = historyAt([opened], START + after);
    expect({ hadBefore, open: openGrants }).toEqual(expected);
  });

  it('is nothing for a grant that never opened', () => {
    expect(historyAt([aRequest(policyOutcome('denied'))], START + HOUR)).toEqual({
      hadBefore: false,
      openGrants: 0,
    });
  });

  it('counts a request as granted from the moment of its decision', () => {
    const decided: AccessRequest = { ...opened, decidedAt: START + MINUTE };
    expect(historyAt([decided], START).openGrants).toBe(0);
    expect(historyAt([decided], START + MINUTE).openGrants).toBe(1);
  });
});

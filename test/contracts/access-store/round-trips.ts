import { describe, expect, it } from 'vitest';
import { firstBrokenLink } from '../../../functions/domain/audit-event.ts';
import {
  aClosingRow,
  aGroup,
  aGroupChange,
  aNewRequest,
  anIntent,
  anOpenRow,
  aPermission,
  aSettledRow,
  aStandingGrant,
  EARLY_END,
  everyHistory,
  history,
  latest,
  RULE_EXISTS,
  reviewed,
} from '../../support/records.ts';
import { COMMITTED, commitInOrder, inIdOrder, type MakeStore, useStore } from './support.ts';

const HARD_TEXTS = {
  'every script': 'Zażółć gęślą jaźń – 設定ミス – אבג – 👩🏽‍🚒 e\u0301',
  'control characters': 'tab\t newline\r\n escape\u001b null\u0000 end',
  quoting: `'"; DROP TABLE request; -- \\ \\u0041 \${x} %s {"a":[null]}`,
  'a thousand characters': '☃'.repeat(1_000),
  nothing: '',
};

const GRANTS = [
  aStandingGrant({ phase: 'ACTIVATING' }),
  aStandingGrant({
    permissions: [aPermission(), aPermission({ protocol: 'udp', fromPort: 0, toPort: 65_535 })],
  }),
  aStandingGrant({
    permissions: [
      aPermission({ source: 'sg-0a1b2c3d4e5f60718' }),
      aPermission({ source: 'sg-0a1b2c3d4e5f60718', protocol: 'udp' }),
    ],
  }),
  aStandingGrant({ phase: 'REVOKING', ending: EARLY_END }),
  aStandingGrant({ phase: 'REVOKING', ending: RULE_EXISTS, requester: 'machine:nightly-export' }),
];

const ROWS = [
  anIntent({ permission: aPermission({ source: '2001:db8::/64' }), key: 'tcp/5432-5432/2001:db8::/64' }),
  anOpenRow(),
  anOpenRow({ permission: aPermission({ source: 'sg-0a1b2c3d' }), key: 'tcp/5432-5432/sg-0a1b2c3d' }),
  anOpenRow({ permission: aPermission({ source: 'pl-0a1b2c3d' }), key: 'tcp/5432-5432/pl-0a1b2c3d' }),
  aClosingRow(),
  aClosingRow({ openedAt: null, answer: 'FAILED', failures: 3, lastError: 'THROTTLED' }),
  aClosingRow({ answer: 'LISTED' }),
  aClosingRow({ answer: 'NOT_FOUND' }),
  aSettledRow(),
  aSettledRow({ ruleId: null, openedAt: null, evidence: 'REFUSED' }),
  aSettledRow({ evidence: 'ABSENT' }),
];

export const describeRoundTrips = (makeStore: MakeStore): void => {
  describe('what was written is read, field by field', () => {
    const store = useStore(makeStore);

    it.each(Object.entries(everyHistory()))('a request %s, at every step', async (_, changes) => {
      for (const change of changes) {
        await commitInOrder(store(), [change]);
        expect(await store().read(change.after.id)).toStrictEqual(change.after);
      }
      const events = await store().events(latest(changes).id);
      expect(events).toStrictEqual(changes.flatMap(({ event }) => event ?? []));
      expect(firstBrokenLink(events)).toBeUndefined();
    });

    it.each(Object.entries(HARD_TEXTS))('text of people with %s', async (_, text) => {
      const changes = history({ reason: text, ticket: text }, reviewed({ comment: text }));
      await commitInOrder(store(), changes);
      expect(await store().read(latest(changes).id)).toStrictEqual(latest(changes));
      expect(await store().events(latest(changes).id)).toStrictEqual(changes.map(({ event }) => event));
    });

    it('a request for several permissions of which many may decide', async () => {
      const permissions = ['10.0.0.0/24', '10.0.1.0/24', '2001:db8::/48'].map((source) =>
        aPermission({ source }),
      );
      const approvers = Array.from({ length: 50 }, (_, index) => `approver-${index}@example.com`);
      const asked = aNewRequest({ access: { group: aGroup(), permissions }, approvers });
      await commitInOrder(store(), [asked]);
      expect(await store().read(asked.after.id)).toStrictEqual(asked.after);
    });

    it('grants and ledger rows in every state', async () => {
      const group = aGroupChange({ putGrants: GRANTS, putRows: ROWS });
      expect(await store().commit({ changes: [], group })).toEqual(COMMITTED);
      expect(inIdOrder(await store().readGroup(aGroup()))).toStrictEqual(
        inIdOrder({ group: aGroup(), version: 1, grants: GRANTS, ledger: ROWS }),
      );
    });
  });
};

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ObservedRule } from '../../functions/domain/observed-rule.ts';
import type { GroupRef, Permission } from '../../functions/domain/rule-key.ts';
import type { IngressRules } from '../../functions/ports/ingress-rules.ts';

/** A rule as somebody beside Postern makes it. */
export interface OutsideRule {
  /** `tcp`, `udp`, `icmp`, or `-1` with ports -1. */
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  /** A CIDR, or the id of a security group or prefix list. */
  readonly source: string;
  readonly description?: string;
  /** Value of the tag `postern:deployment`. */
  readonly deployment?: string;
}

export interface IngressRulesUnderTest {
  readonly rules: IngressRules;
  /** Two groups without ingress rules. */
  readonly group: GroupRef;
  readonly otherGroup: GroupRef;
  /** Value of our tag. */
  readonly deployment: string;
  /** Ingress rules of one address family that a group takes. */
  readonly limit: number;
  /** One that is there; null where none can be. */
  readonly prefixList: { readonly id: string; readonly maxEntries: number } | null;
  /** What others do, seen by the service and not by Postern. */
  readonly outside: {
    /** Answers the rule's id. */
    addRule(group: GroupRef, rule: OutsideRule): Promise<string>;
    editRule(group: GroupRef, ruleId: string, permission: Permission): Promise<void>;
    deleteRule(group: GroupRef, ruleId: string): Promise<void>;
    deleteGroup(group: GroupRef): Promise<void>;
  };
  close(): Promise<void>;
}

/** Where a service is known to differ. Each difference is asserted as well, so that its end is noticed. */
export interface KnownBehaviour {
  /** How a group that is not there is listed. EC2 lists it as one without rules. */
  readonly missingGroup: 'LISTED_EMPTY' | 'GROUP_NOT_FOUND';
  /** Whether the answer to a revoke names what was removed. EC2's does. */
  readonly revokeNamesRules: boolean;
  /** Whether the limit counts IPv4 and IPv6 rules apart. EC2 does. */
  readonly limitIsPerFamily: boolean;
  /**
   * `FULLY`, as EC2: security groups and prefix lists are sources like others. `BY_ID`: the same, but their rules keep no
   * description, that of a group may stand twice, and a list need not exist and counts once. `NOT`: on one machine nobody is in a group.
   */
  readonly references: 'FULLY' | 'BY_ID' | 'NOT';
}

export const EC2_BEHAVIOUR: KnownBehaviour = {
  missingGroup: 'LISTED_EMPTY',
  revokeNamesRules: true,
  limitIsPerFamily: true,
  references: 'FULLY',
};

const ledgerId = (number: number): string => `lg_${String(number).padStart(26, '0')}`;
const tcp = (port: number, source = '10.20.30.40/32'): Permission => ({
  protocol: 'tcp',
  fromPort: port,
  toPort: port,
  source,
});
const RULE_ID = /^sgr-[0-9a-f]{17}$/;
const UNKNOWN_RULE = 'sgr-0123456789abcdef0';

/** What every implementation of the port does. */
export const describeIngressRules = (
  name: string,
  make: () => Promise<IngressRulesUnderTest>,
  known: KnownBehaviour = EC2_BEHAVIOUR,
): void => {
  describe(`ingress rules: ${name}`, () => {
    let under: IngressRulesUnderTest;
    beforeEach(async () => {
      under = await make();
    });
    afterEach(() => under.close());

    const open = async (permission: Permission, id = ledgerId(1)): Promise<string> => {
      const answer = await under.rules.authorize(under.group, permission, { ledgerId: id });
      if (answer.outcome !== 'OPENED') throw new Error(`Not opened: ${JSON.stringify(answer)}`);
      return answer.ruleId;
    };
    const listed = async (group = under.group): Promise<readonly ObservedRule[]> => {
      const answer = await under.rules.list(group);
      if (answer.outcome !== 'LISTED') throw new Error(`Not listed: ${JSON.stringify(answer)}`);
      return answer.rules;
    };
    const idsListed = async () => new Set((await listed()).map(({ ruleId }) => ruleId));
    const answered = (ruleIds: readonly string[]) => ({
      outcome: 'ANSWERED',
      ruleIds: known.revokeNamesRules ? expect.toSatisfy(isPermutationOf(ruleIds)) : [],
    });

    describe('authorize', () => {
      it('lists nothing of a group without rules', async () => {
        expect(await listed()).toEqual([]);
      });

      it.each<[string, Permission, string]>([
        ['a tcp port', tcp(5432), 'tcp 5432 from 10.20.30.40/32'],
        ['a udp port', { ...tcp(53), protocol: 'udp' }, 'udp 53 from 10.20.30.40/32'],
        ['a range of ports', { ...tcp(8000), toPort: 8010 }, 'tcp 8000-8010 from 10.20.30.40/32'],
        ['an IPv4 network', tcp(22, '10.20.0.0/16'), 'tcp 22 from 10.20.0.0/16'],
        ['an IPv6 network', tcp(22, '2001:db8::/64'), 'tcp 22 from 2001:db8::/64'],
        ['an IPv6 address', tcp(22, '2001:db8::1/128'), 'tcp 22 from 2001:db8::1/128'],
      ])('opens %s exactly as asked, with both marks', async (_, permission, summary) => {
        const ruleId = await open(permission, ledgerId(7));
        expect(ruleId).toMatch(RULE_ID);
        expect(await listed()).toEqual([
          {
            ruleId,
            permission,
            admits: permission,
            summary,
            deployment: under.deployment,
            ledgerId: ledgerId(7),
          },
        ]);
      });

      it('opens what differs from a standing rule in protocol, ports, or source alone', async () => {
        const permissions: Permission[] = [
          tcp(5432),
          { ...tcp(5432), protocol: 'udp' },
          tcp(5433),
          { ...tcp(5432), toPort: 5433 },
          tcp(5432, '10.20.30.0/24'),
          tcp(5432, '2001:db8::/64'),
        ];
        for (const permission of permissions) await open(permission);
        expect((await listed()).map(({ permission }) => permission)).toEqual(permissions);
      });

      it('opens nothing where the same rule stands, ours or not', async () => {
        const ours = await open(tcp(5432));
        const foreign = await under.outside.addRule(under.group, tcp(6379));
        for (const port of [5432, 6379]) {
          expect(await under.rules.authorize(under.group, tcp(port), { ledgerId: ledgerId(2) })).toEqual({
            outcome: 'DUPLICATE',
          });
        }
        expect(await idsListed()).toEqual(new Set([ours, foreign]));
      });

      it('opens in one group only', async () => {
        await open(tcp(5432));
        expect(await listed(under.otherGroup)).toEqual([]);
      });

      it('opens as many rules as a group takes, lists all of them, and refuses the next', async () => {
        const sources = Array.from({ length: under.limit }, (_, index) => `10.0.${index}.1/32`);
        for (const [index, source] of sources.entries()) await open(tcp(5432, source), ledgerId(index));

        expect(await under.rules.authorize(under.group, tcp(5432), { ledgerId: ledgerId(999) })).toEqual({
          outcome: 'LIMIT_EXCEEDED',
          detail: expect.any(String),
        });
        expect((await listed()).map(({ permission }) => permission?.source)).toEqual(sources);

        const ofTheOtherFamily = await under.rules.authorize(under.group, tcp(5432, '2001:db8::/64'), {
          ledgerId: ledgerId(1000),
        });
        expect(ofTheOtherFamily.outcome).toBe(known.limitIsPerFamily ? 'OPENED' : 'LIMIT_EXCEEDED');
      });
    });

    const takesReferences = () => {
      describe('a source that is a security group or prefix list', () => {
        const group = () => under.otherGroup.groupId;
        const list = () => under.prefixList?.id ?? 'no prefix list';
        const isFull = known.references === 'FULLY';
        const absent = (prefix: string) => `${prefix}-${'0f'.repeat(8)}0`;

        it.each([
          ['security group', group],
          ['prefix list', list],
        ])('opens for everything in a %s exactly as asked, with both marks', async (_, id) => {
          const permission: Permission = { protocol: 'udp', fromPort: 8000, toPort: 8010, source: id() };
          const ruleId = await open(permission, ledgerId(7));
          expect(ruleId).toMatch(RULE_ID);
          expect(await listed()).toEqual([
            {
              ruleId,
              permission,
              admits: permission,
              summary: `udp 8000-8010 from ${id()}`,
              deployment: under.deployment,
              ledgerId: isFull ? ledgerId(7) : null,
            },
          ]);
        });

        it('is another rule than every other source, and the same where it stands', async () => {
          const sources = [group(), list(), under.group.groupId, '10.20.30.40/32'];
          for (const source of sources) await open(tcp(5432, source));
          expect((await listed()).map(({ permission }) => permission?.source).toSorted()).toEqual(
            sources.toSorted(),
          );
          for (const source of sources) {
            const again = await under.rules.authorize(under.group, tcp(5432, source), {
              ledgerId: ledgerId(2),
            });
            expect(again.outcome).toBe(isFull || !source.startsWith('sg-') ? 'DUPLICATE' : 'OPENED');
          }
        });

        it('is closed by the id of its rule, and nothing beside it', async () => {
          const [kept, first, second] = [
            await open(tcp(5432)),
            await open(tcp(5432, group())),
            await open(tcp(5432, list())),
          ];
          expect(await under.rules.revoke(under.group, [first, second])).toEqual(answered([first, second]));
          expect(await idsListed()).toEqual(new Set([kept]));
        });

        it('is refused where there is no such group, and the group that would be opened is not blamed', async () => {
          const answer = await under.rules.authorize(under.group, tcp(5432, absent('sg')), {
            ledgerId: ledgerId(1),
          });
          expect(answer).toEqual({ outcome: 'SOURCE_NOT_FOUND', detail: expect.any(String) });
          expect(await listed()).toEqual([]);
        });

        it('is refused where there is no such prefix list', async () => {
          const answer = await under.rules.authorize(under.group, tcp(5432, absent('pl')), {
            ledgerId: ledgerId(1),
          });
          expect(answer.outcome).toBe(isFull ? 'SOURCE_NOT_FOUND' : 'OPENED');
        });

        it('takes as many rules as the list may have entries', async () => {
          const { maxEntries = 0 } = under.prefixList ?? {};
          const sources = Array.from(
            { length: under.limit - maxEntries + 1 },
            (_, index) => `10.0.${index}.1/32`,
          );
          for (const [index, source] of sources.entries()) await open(tcp(5432, source), ledgerId(index));
          const answer = await under.rules.authorize(under.group, tcp(5432, list()), {
            ledgerId: ledgerId(999),
          });
          expect(answer.outcome).toBe(isFull ? 'LIMIT_EXCEEDED' : 'OPENED');
        });
      });
    };

    const takesNoReferences = () => {
      it('refuses security groups and prefix lists, by name', async () => {
        for (const source of ['sg-0a1b2c3d4e5f60718', 'pl-0a1b2c3d4e5f60718']) {
          const answer = await under.rules.authorize(under.group, tcp(5432, source), {
            ledgerId: ledgerId(1),
          });
          expect(answer).toEqual({ outcome: 'REFUSED', detail: expect.stringContaining(source) });
        }
        expect(await listed()).toEqual([]);
      });
    };

    // Not skipped: what a service cannot do is another promise, and is tested as one.
    if (known.references === 'NOT') takesNoReferences();
    else takesReferences();

    describe('revoke', () => {
      it('removes what it is told, and answers its ids', async () => {
        const [first, second, kept] = [await open(tcp(1)), await open(tcp(2)), await open(tcp(3))];
        expect(await under.rules.revoke(under.group, [first, second])).toEqual(answered([first, second]));
        expect(await idsListed()).toEqual(new Set([kept]));
      });

      it('does nothing where it is told nothing', async () => {
        await open(tcp(5432));
        expect(await under.rules.revoke(under.group, [])).toEqual({ outcome: 'ANSWERED', ruleIds: [] });
        expect(await listed()).toHaveLength(1);
      });

      it('says that an unknown rule is not there', async () => {
        expect((await under.rules.revoke(under.group, [UNKNOWN_RULE])).outcome).toBe('RULE_NOT_FOUND');
      });

      it('removes none of a batch with an unknown rule in it', async () => {
        const ruleId = await open(tcp(5432));
        const answer = await under.rules.revoke(under.group, [ruleId, UNKNOWN_RULE]);
        expect(answer.outcome).toBe('RULE_NOT_FOUND');
        expect(await idsListed()).toEqual(new Set([ruleId]));
      });

      it('says that a rule is not there once it was revoked, or deleted by hand', async () => {
        const [revoked, deleted] = [await open(tcp(1)), await open(tcp(2))];
        await under.rules.revoke(under.group, [revoked]);
        await under.outside.deleteRule(under.group, deleted);
        for (const ruleId of [revoked, deleted]) {
          expect((await under.rules.revoke(under.group, [ruleId])).outcome).toBe('RULE_NOT_FOUND');
        }
      });

      it('gives a new id to a rule that is opened again', async () => {
        const first = await open(tcp(5432), ledgerId(1));
        await under.rules.revoke(under.group, [first]);
        const second = await open(tcp(5432), ledgerId(2));
        expect(second).not.toBe(first);
        expect((await under.rules.revoke(under.group, [first])).outcome).toBe('RULE_NOT_FOUND');
        expect(await listed()).toMatchObject([{ ruleId: second, ledgerId: ledgerId(2) }]);
      });

      it('removes a rule that was edited by hand, by its id', async () => {
        const ruleId = await open(tcp(5432));
        await under.outside.editRule(under.group, ruleId, tcp(5432, '10.0.0.0/8'));
        expect(await under.rules.revoke(under.group, [ruleId])).toEqual(answered([ruleId]));
        expect(await listed()).toEqual([]);
      });
    });

    describe('what others do', () => {
      it('is listed without our marks, and survives what we do', async () => {
        const foreign = await under.outside.addRule(under.group, {
          ...tcp(5432, '10.0.0.0/8'),
          description: 'office network',
        });
        await under.rules.revoke(under.group, [await open(tcp(5432))]);
        expect(await listed()).toEqual([
          {
            ruleId: foreign,
            permission: tcp(5432, '10.0.0.0/8'),
            admits: tcp(5432, '10.0.0.0/8'),
            summary: 'tcp 5432 from 10.0.0.0/8',
            deployment: null,
            ledgerId: null,
          },
        ]);
      });

      it('is told from ours by the value of the tag', async () => {
        await under.outside.addRule(under.group, {
          ...tcp(5432),
          description: ledgerId(3),
          deployment: 'another',
        });
        expect(await listed()).toMatchObject([{ deployment: 'another', ledgerId: ledgerId(3) }]);
      });

      it('has no deployment where only the description looks like ours', async () => {
        await under.outside.addRule(under.group, { ...tcp(5432), description: ledgerId(3) });
        expect(await listed()).toMatchObject([{ deployment: null, ledgerId: ledgerId(3) }]);
      });

      it.each([
        ['is empty', undefined],
        ['has more than a ledger id', `${ledgerId(3)} extended`],
        ['is another text', 'lg_5'],
        ['is a ledger id in capitals', ledgerId(3).toUpperCase()],
      ])('has no ledger id where the description %s', async (_, description) => {
        const rule = { ...tcp(5432), deployment: under.deployment };
        await under.outside.addRule(under.group, description === undefined ? rule : { ...rule, description });
        expect(await listed()).toMatchObject([{ deployment: under.deployment, ledgerId: null }]);
      });

      it('may be a rule that Postern never writes, listed without a permission', async () => {
        const rest = { fromPort: -1, toPort: -1 };
        await under.outside.addRule(under.group, { protocol: '-1', ...rest, source: '10.0.0.0/8' });
        await under.outside.addRule(under.group, { protocol: 'icmp', ...rest, source: '10.0.0.0/8' });
        expect((await listed()).map(({ permission, summary }) => [permission, summary])).toEqual([
          [null, 'all traffic from 10.0.0.0/8'],
          [null, 'icmp from 10.0.0.0/8'],
        ]);
      });

      it('may let in a security group, which is listed as what it is', async () => {
        const { groupId } = under.otherGroup;
        await under.outside.addRule(under.group, tcp(5432, groupId));
        expect(await listed()).toMatchObject([
          {
            permission: tcp(5432, groupId),
            admits: tcp(5432, groupId),
            summary: `tcp 5432 from ${groupId}`,
            deployment: null,
            ledgerId: null,
          },
        ]);
      });

      it('shows an edit of our rule under its old id and marks', async () => {
        const ruleId = await open(tcp(5432), ledgerId(4));
        await under.outside.editRule(under.group, ruleId, tcp(5432, '10.0.0.0/8'));
        expect(await listed()).toMatchObject([
          {
            ruleId,
            permission: tcp(5432, '10.0.0.0/8'),
            deployment: under.deployment,
            ledgerId: ledgerId(4),
          },
        ]);
      });
    });

    describe('a group that is not there', () => {
      it('is said to be missing by authorize and revoke, and shows no rule', async () => {
        const ruleId = await open(tcp(5432));
        await under.outside.deleteGroup(under.group);
        const list = await under.rules.list(under.group);
        const authorize = await under.rules.authorize(under.group, tcp(22), { ledgerId: ledgerId(2) });
        const revoke = await under.rules.revoke(under.group, [ruleId]);

        expect([authorize.outcome, revoke.outcome]).toEqual(['GROUP_NOT_FOUND', 'GROUP_NOT_FOUND']);
        expect(list).toEqual(
          known.missingGroup === 'LISTED_EMPTY'
            ? { outcome: 'LISTED', rules: [] }
            : { outcome: 'GROUP_NOT_FOUND', detail: expect.any(String) },
        );
      });
    });
  });
};

const isPermutationOf =
  (expected: readonly string[]) =>
  (actual: readonly string[]): boolean =>
    actual.toSorted().join() === expected.toSorted().join();

import { describe, expect, it } from 'vitest';
import type { PolicySettings } from '../../../functions/domain/configuration.ts';
import { aQuestion, policyOf } from '../../policy/support/ask.ts';
import { aConfiguration, ORDERS, person } from '../../support/world.ts';

const decide = async (
  text: string,
  question: Parameters<typeof aQuestion>[0] = {},
  settings: Partial<PolicySettings> = {},
) => await policyOf(text, aConfiguration({ policy: settings })).decide(aQuestion(question));

const ASK = '@id("ask") permit (principal, action == Postern::Action::"request", resource);';
const OPEN =
  '@id("open") @maxMinutes("30") permit (principal, action == Postern::Action::"autoApprove", resource);';
const LONGER =
  '@id("longer") @maxMinutes("60") permit (principal, action == Postern::Action::"autoApprove", resource);';

describe('what no policy permits', () => {
  it('is denied', async () => {
    const text =
      '@id("never") permit (principal, action == Postern::Action::"request", resource) when { false };';
    expect(await decide(text)).toMatchObject({ outcome: 'denied', determinedBy: [] });
  });

  it('is denied to whom the target does not name, whatever policies permit', async () => {
    expect(await decide(ASK + OPEN, { requester: person('mallory') })).toMatchObject({
      outcome: 'denied',
      determinedBy: ['targets.orders-db.requesters'],
    });
  });

  it('is denied for a target that is retired', async () => {
    expect(await decide(ASK, { target: { ...ORDERS, retired: true } })).toMatchObject({ outcome: 'denied' });
  });
});

describe('the order deny, automatic, by people', () => {
  it.each([
    ['deny', 'action == Postern::Action::"deny"'],
    ['request', 'action == Postern::Action::"request"'],
    ['everything', 'action'],
  ])('lets what forbids %s deny what others permit, with its reason', async (_, action) => {
    const forbid = `@id("frozen") @reason("Frozen until Monday.") forbid (principal, ${action}, resource);`;
    const policy = policyOf(ASK + OPEN + forbid);
    expect(await policy.decide(aQuestion())).toMatchObject({
      outcome: 'denied',
      determinedBy: ['frozen'],
      reasons: ['Frozen until Monday.'],
    });
    expect(await policy.forbids(aQuestion())).toBe(true);
  });

  it('lets what forbids opening by itself leave it to people, and says so', async () => {
    const forbid =
      '@id("by-people") @reason("Somebody looks at it first.") forbid (principal, action == Postern::Action::"autoApprove", resource);';
    const policy = policyOf(ASK + OPEN + forbid);
    expect(await policy.decide(aQuestion())).toMatchObject({
      outcome: 'manual',
      determinedBy: ['ask', 'by-people'],
      reasons: ['Somebody looks at it first.'],
      approvals: 1,
    });
    expect(await policy.forbids(aQuestion())).toBe(false);
  });

  it('asks for the most approvals that any permission asks for, and never fewer than the target', async () => {
    const two =
      '@id("two") @approvals("2") permit (principal, action == Postern::Action::"request", resource);';
    expect(await decide(ASK + two)).toMatchObject({ approvals: 2 });
    expect(await decide(two, { target: { ...ORDERS, requiredApprovals: 3 } })).toMatchObject({
      approvals: 3,
    });
  });
});

describe('the cap of a permission', () => {
  it('opens what is within it, and names the permissions whose cap suffices', async () => {
    expect(await decide(ASK + OPEN + LONGER, { durationMinutes: 31 })).toMatchObject({
      outcome: 'automatic',
      determinedBy: ['longer'],
      maxMinutes: 60,
    });
  });

  it('sends a longer ask to people', async () => {
    expect(await decide(ASK + OPEN, { durationMinutes: 31 })).toMatchObject({
      outcome: 'manual',
      determinedBy: ['ask'],
      maxMinutes: null,
    });
  });

  it('denies a longer ask where there is nobody to ask, and says what would open', async () => {
    expect(await decide(OPEN, { durationMinutes: 31 })).toMatchObject({
      outcome: 'denied',
      reasons: [expect.stringContaining('at most 30 minutes')],
    });
  });

  it('cuts a longer ask only where the configuration says so', async () => {
    const cut = await decide(ASK + OPEN, { durationMinutes: 90 }, { longerThanCap: 'cut' });
    expect(cut).toMatchObject({ outcome: 'automatic', determinedBy: ['open'], maxMinutes: 30 });
  });

  it('is no minutes at all for a permission without one, should it get past the check', async () => {
    const text = '@id("bare") permit (principal, action == Postern::Action::"autoApprove", resource);';
    expect(await decide(text, { durationMinutes: 1 })).toMatchObject({ outcome: 'denied' });
  });
});

describe('a policy that cannot be evaluated', () => {
  // More than a 64-bit number holds: the engine skips the policy, and would permit what it forbids.
  const overflow = 'context.durationMinutes * 9223372036854775807 > 0';

  it.each(['deny', 'request', 'autoApprove'])('denies, when it would forbid %s', async (action) => {
    const text = `@id("broken") forbid (principal, action == Postern::Action::"${action}", resource) when { ${overflow} };`;
    expect(await decide(ASK + OPEN + text)).toMatchObject({ outcome: 'denied', determinedBy: ['broken'] });
  });

  it('does not let a grant open either', async () => {
    const text = `@id("broken") forbid (principal, action, resource) when { ${overflow} };`;
    expect(await policyOf(ASK + text).forbids(aQuestion())).toBe(true);
  });
});

describe('what a policy may look at', () => {
  const when = async (condition: string, question: Parameters<typeof aQuestion>[0] = {}) =>
    (
      await decide(
        `@id("if") permit (principal, action == Postern::Action::"request", resource) when { ${condition} };`,
        question,
      )
    ).outcome === 'manual';

  it.each([
    ['context.durationMinutes == 30'],
    ['context.source.isInRange(ip("10.20.0.0/16")) && !context.source.isIpv6()'],
    ['context.sourcePrefix == 32 && context.sourceFreeBits == 0'],
    ['context.weekday == Postern::Weekday::"monday" && context.minuteOfDay == 540'],
    ['context has ticket && context.ticket like "OPS-*"'],
    ['context.hadBefore && context.openGrants == 0 && !context.breakGlass'],
    ['principal is Postern::Person && principal.email == "alice@example.com"'],
    ['resource.name == "orders-db" && resource.protocols == ["tcp"] && resource.lowestPort == 5432'],
    ['resource.region == "eu-central-1" && resource.maxMinutes == 120 && resource.requiredApprovals == 1'],
  ])('%s', async (condition) => {
    expect(await when(condition)).toBe(true);
    expect(await when(`!(${condition})`)).toBe(false);
  });

  it('knows a network by its free bits, whether IPv4 or IPv6', async () => {
    expect(await when('context.sourceFreeBits == 8', { source: '10.20.30.0/24' })).toBe(true);
    expect(await when('context.sourceFreeBits == 64', { source: '2001:db8:0:1::/64' })).toBe(true);
    expect(await when('context.source.isIpv6()', { source: '2001:db8:0:1::/64' })).toBe(true);
  });

  const SEVERAL = {
    ...ORDERS,
    ports: [
      { protocol: 'tcp', fromPort: 5432, toPort: 5432 },
      { protocol: 'udp', fromPort: 53, toPort: 60 },
    ],
  } as const;
  it.each([
    ['resource.ports.contains({ protocol: "tcp", fromPort: 5432, toPort: 5432 })', true],
    ['resource.ports.contains({ protocol: "udp", fromPort: 53, toPort: 60 })', true],
    ['resource.ports.contains({ protocol: "udp", fromPort: 53, toPort: 53 })', false],
    ['resource.protocols.containsAll(["udp", "tcp"])', true],
    ['resource.lowestPort == 53 && resource.highestPort == 5432', true],
  ])('of several ports: %s is %s', async (condition, expected) => {
    expect(await when(condition, { target: SEVERAL })).toBe(expected);
  });

  describe.each([
    ['sg-0a1b2c3d4e5f60718', 'security-group'],
    ['pl-0a1b2c3d4e5f60718', 'prefix-list'],
  ])('of the source %s', (source, kind) => {
    it('knows its kind and its id', async () => {
      expect(await when(`context.sourceKind == Postern::SourceKind::"${kind}"`, { source })).toBe(true);
      expect(await when(`context.sourceText == "${source}"`, { source })).toBe(true);
      expect(await when('context.sourceKind == Postern::SourceKind::"network"', { source })).toBe(false);
    });

    it.each([
      'context.source.isInRange(ip("0.0.0.0/0"))',
      'context.source.isInRange(ip("10.0.0.0/8"))',
      'context.source.isInRange(ip("2001:db8::/32"))',
      'context.source.isLoopback() || context.source.isMulticast() || context.source.isIpv4()',
      'context.sourceFreeBits <= 127',
      'context.sourcePrefix >= 1',
    ])('permits nothing that is meant for narrow or known networks: %s', async (condition) => {
      expect(await when(condition, { source })).toBe(false);
    });
  });

  it('knows a network as one', async () => {
    expect(await when('context.sourceKind == Postern::SourceKind::"network"')).toBe(true);
    expect(await when('context.sourceText == "10.20.30.40/32"')).toBe(true);
  });

  it('knows no ticket from an empty one', async () => {
    expect(await when('context has ticket', { ticket: null })).toBe(false);
  });

  it('reads the clock of the configured zone, summer time included', async () => {
    const at = (moment: number) =>
      decide(
        '@id("monday-midnight") permit (principal, action == Postern::Action::"request", resource) when { context.weekday == Postern::Weekday::"monday" && context.minuteOfDay == 0 };',
        { at: moment },
        { timeZone: 'Europe/Berlin' },
      );
    expect(await at(Date.UTC(2026, 10, 22, 23))).toMatchObject({ outcome: 'manual' });
    expect(await at(Date.UTC(2026, 6, 5, 22))).toMatchObject({ outcome: 'manual' });
    expect(await at(Date.UTC(2026, 6, 5, 23))).toMatchObject({ outcome: 'denied' });
  });
});

describe('a decision', () => {
  it('names the version of the policies and the configuration that decided', async () => {
    const versions = await Promise.all([decide(ASK), decide(ASK), decide(ASK + OPEN)]);
    expect(versions[0]?.version).toMatch(/^sha256:/);
    expect(versions[0]?.version).toBe(versions[1]?.version);
    expect(versions[0]?.version).not.toBe(versions[2]?.version);
  });

  it('fails, and is none, on policies that nobody checked', async () => {
    await expect(decide('permit (principal, action, resource')).rejects.toThrow('Not checked');
    await expect(decide('permit (principal, action, resource);')).rejects.toThrow('no @id');
    await expect(decide(ASK + ASK)).rejects.toThrow('two policies');
  });
});

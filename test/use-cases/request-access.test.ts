import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../functions/domain/instant.ts';
import { listRequests } from '../../functions/use-cases/list-requests.ts';
import { type RequestAccessCommand, requestAccess } from '../../functions/use-cases/request-access.ts';
import { aConfiguration, aWorld, ORDERS, person } from '../support/world.ts';

const command = (overrides: Partial<RequestAccessCommand> = {}): RequestAccessCommand => ({
  caller: person('alice'),
  target: 'orders-db',
  durationMinutes: 30,
  reason: 'To read the stuck orders',
  source: '10.20.30.40',
  callerAddress: '10.9.9.9',
  ticket: null,
  startsAt: null,
  idempotency: null,
  ...overrides,
});

const everything = async (world: ReturnType<typeof aWorld>) =>
  (await world.store.audit({ from: 0, to: world.clock.now() + DAY, limit: 100 })).items;

describe('asking for access', () => {
  it('is recorded as pending, with the approvers who may decide, and starts its workflow', async () => {
    const world = aWorld();
    const request = await world.ask({ by: 'carol' });
    expect(request).toMatchObject({
      status: 'PENDING',
      approvers: ['bob@example.com'],
      decideBy: world.clock.now() + HOUR,
      access: { permissions: [{ source: '10.20.30.40/32', fromPort: 5432 }] },
    });
    expect(world.started).toMatchObject([
      { requestId: request.id, approval: 'manual', decideWithinSeconds: 3600 },
    ]);
    expect((await world.read(request.id)).workflow.startedAt).toBe(world.clock.now());
  });

  it('is on record although its workflow cannot be started: the timekeeper will do that', async () => {
    const world = aWorld();
    world.workflow.isAway = true;
    const request = await world.ask();
    expect((await world.read(request.id)).workflow.startedAt).toBeNull();
    expect(world.signals.map(({ code }) => code)).toContain('WORKFLOW_CALL_FAILED');
  });

  it('takes the caller as source only where the target says so', async () => {
    const byCaller = { ...ORDERS, sourceDefault: 'caller' as const };
    const world = aWorld(aConfiguration({ targets: [byCaller] }));
    const request = requestAccess(world.dependencies);
    expect(await request(command({ source: null }))).toMatchObject({
      outcome: 'REQUESTED',
      request: { access: { permissions: [{ source: '10.9.9.9/32' }] } },
    });
    expect(await requestAccess(aWorld().dependencies)(command({ source: null }))).toMatchObject({
      outcome: 'INVALID',
    });
  });

  it.each([
    ['a source outside the bounds', { source: '192.168.1.1' }, 'SOURCE_NOT_ALLOWED'],
    ['a source that is too wide', { source: '10.0.0.0/16' }, 'SOURCE_NOT_ALLOWED'],
    ['a source with host bits', { source: '10.20.30.40/24' }, 'INVALID'],
    ['too long', { durationMinutes: 121 }, 'DURATION_TOO_LONG'],
    ['a start in the past', { startsAt: 1 }, 'INVALID'],
    ['a start in a month', { startsAt: Date.UTC(2026, 11, 23) }, 'INVALID'],
  ] as const)('is refused for %s, and writes nothing', async (_, overrides, outcome) => {
    const world = aWorld();
    expect(await requestAccess(world.dependencies)(command(overrides))).toMatchObject({ outcome });
    expect(await everything(world)).toEqual([]);
    expect(world.started).toEqual([]);
  });

  it('tells somebody who may not ask nothing of the target, but keeps the attempt on record', async () => {
    const world = aWorld();
    const request = requestAccess(world.dependencies);
    const known = await request(command({ caller: person('mallory') }));
    const unknown = await request(command({ caller: person('mallory'), target: 'no-such-db' }));
    const outOfBounds = await request(command({ caller: person('mallory'), durationMinutes: 9999 }));
    expect(known).toMatchObject({ outcome: 'DENIED_BY_POLICY' });
    expect(JSON.stringify(unknown).replaceAll('no-such-db', 'orders-db')).toBe(JSON.stringify(known));
    expect(outOfBounds).toEqual(known);
    expect(await everything(world)).toMatchObject([{ type: 'DENIED', actor: 'mallory@example.com' }]);
    expect(world.started).toEqual([]);
  });

  it('that was denied is for auditors alone to see, and fills no record', async () => {
    const limits = { openGrants: 5, pendingRequests: 5, requestsPerHour: 30, widestSources: 5 };
    const world = aWorld(aConfiguration({ limits }));
    const request = requestAccess(world.dependencies);
    for (let ask = 0; ask < 40; ask += 1) await request(command({ caller: person('mallory') }));
    const seenBy = async (name: string) =>
      (await listRequests(world.dependencies)({ caller: person(name), limit: 100 })).items.length;
    expect(await seenBy('mallory')).toBe(0);
    expect(await seenBy('bob')).toBe(0);
    expect(await seenBy('audra')).toBe(30);
  });

  it('is refused at once where nobody else could ever approve', async () => {
    const world = aWorld(aConfiguration({ targets: [{ ...ORDERS, approvers: ['carol@example.com'] }] }));
    const outcome = await requestAccess(world.dependencies)(command({ caller: person('carol') }));
    expect(outcome).toMatchObject({ outcome: 'NO_ELIGIBLE_APPROVER' });
  });

  it('is refused only where a standing grant lasts at least as long', async () => {
    const world = aWorld();
    const standing = await world.openGrant({ minutes: 60 });
    const request = requestAccess(world.dependencies);
    expect(await request(command({ durationMinutes: 30 }))).toMatchObject({
      outcome: 'ALREADY_GRANTED',
      grantId: standing.id,
    });
    expect(await request(command({ durationMinutes: 90 }))).toMatchObject({ outcome: 'REQUESTED' });
    expect(await request(command({ durationMinutes: 30, source: '10.0.0.1' }))).toMatchObject({
      outcome: 'REQUESTED',
    });
    expect(await request(command({ durationMinutes: 30, caller: person('dave') }))).toMatchObject({
      outcome: 'REQUESTED',
    });
  });

  it('is refused while too many of the same requester are undecided', async () => {
    const world = aWorld(aConfiguration({ maxPendingPerRequester: 2 }));
    await world.ask();
    await world.ask();
    expect(await requestAccess(world.dependencies)(command())).toMatchObject({ outcome: 'RATE_LIMITED' });
    expect(await requestAccess(world.dependencies)(command({ caller: person('dave') }))).toMatchObject({
      outcome: 'REQUESTED',
    });
  });
});

describe('the same ask with the same idempotency key', () => {
  const idempotency = { key: 'sha256:key', bodyHash: 'sha256:body' };

  it('makes one request, one after the other or at once', async () => {
    const world = aWorld();
    const request = requestAccess(world.dependencies);
    const outcomes = await Promise.all([1, 2, 3].map(() => request(command({ idempotency }))));
    const later = await request(command({ idempotency }));
    const ids = [...outcomes, later].map((outcome) => ('request' in outcome ? outcome.request.id : outcome));
    expect(new Set(ids).size).toBe(1);
    expect((await everything(world)).map(({ type }) => type)).toEqual(['REQUESTED']);
  });

  it('is refused with another body', async () => {
    const world = aWorld();
    const request = requestAccess(world.dependencies);
    await request(command({ idempotency }));
    expect(await request(command({ idempotency: { ...idempotency, bodyHash: 'sha256:other' } }))).toEqual({
      outcome: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('is a new wish after a day', async () => {
    const world = aWorld();
    const request = requestAccess(world.dependencies);
    await request(command({ idempotency }));
    await world.clock.advance(DAY + MINUTE);
    expect(await request(command({ idempotency }))).toMatchObject({ outcome: 'REQUESTED' });
  });
});

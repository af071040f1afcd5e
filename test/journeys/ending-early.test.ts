import { describe, expect, it } from 'vitest';
import { aLocalWorld, type LocalWorld } from './support/local-world.ts';

const anOpenGrant = async (world: LocalWorld, by = 'alice', more: object = {}): Promise<string> => {
  const { id } = await world.http.ask(by, { ...more });
  await world.http.approve(id);
  await world.pass(0);
  return id;
};

describe('a grant that is ended early', () => {
  it.each(['alice', 'bob', 'adam'])('is over at once when %s says so', async (who) => {
    const world = await aLocalWorld();
    const id = await anOpenGrant(world);
    expect(await world.knock()).toBe('GREETED');

    const revoked = await world.http.call('POST', `/v1/requests/${id}/revoke`, { by: who });
    expect(revoked.status).toBe(202);
    await world.pass(0);
    expect(await world.knock()).toBe('REFUSED');
    expect((await world.http.request(id)).grant).toMatchObject({ status: 'REVOKED' });
    expect((await world.http.events(id)).map(({ type, actor }) => `${type} ${actor}`).slice(-2)).toEqual([
      `REVOCATION_STARTED ${who}@example.com`,
      'REVOKED postern',
    ]);
  });

  it('says nothing more when its time would have been over', async () => {
    const world = await aLocalWorld();
    const id = await anOpenGrant(world);
    await world.http.call('POST', `/v1/requests/${id}/revoke`, { by: 'alice' });
    await world.pass(0);
    const events = await world.http.events(id);
    await world.passMinutes(12);
    expect(await world.http.events(id)).toEqual(events);
    expect(world.postern.runner.describe(id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('is nobody else’s to end', async () => {
    const world = await aLocalWorld();
    const id = await anOpenGrant(world);
    const revoked = await world.http.call('POST', `/v1/requests/${id}/revoke`, { by: 'mallory' });
    expect(revoked.status).toBe(404);
    await world.pass(0);
    expect(await world.knock()).toBe('GREETED');
  });
});

describe('two grants that need one rule', () => {
  it('keep the port open until the later one ends', async () => {
    const world = await aLocalWorld();
    const first = await anOpenGrant(world, 'alice', { durationMinutes: 10 });
    await world.passMinutes(5);
    const second = await anOpenGrant(world, 'carol', { durationMinutes: 10 });
    const rules = (await world.http.request(first)).grant?.rules;
    expect((await world.http.request(second, 'carol')).grant).toMatchObject({ status: 'ACTIVE', rules });

    await world.passMinutes(6);
    expect((await world.http.request(first)).grant).toMatchObject({
      status: 'EXPIRED',
      heldByGrants: [second],
    });
    expect(await world.knock()).toBe('GREETED');

    await world.passMinutes(5);
    expect((await world.http.request(second, 'carol')).grant).toMatchObject({ status: 'EXPIRED' });
    expect(await world.knock()).toBe('REFUSED');
  });

  it('keep it open when the longer one is the earlier', async () => {
    const world = await aLocalWorld();
    const longer = await anOpenGrant(world, 'alice', { durationMinutes: 20 });
    const shorter = await anOpenGrant(world, 'carol', { durationMinutes: 5 });
    await world.passMinutes(6);
    expect((await world.http.request(shorter, 'carol')).grant).toMatchObject({
      status: 'EXPIRED',
      heldByGrants: [longer],
    });
    expect(await world.knock()).toBe('GREETED');
    await world.passMinutes(15);
    expect(await world.knock()).toBe('REFUSED');
  });

  it('keep it open when one of them is revoked', async () => {
    const world = await aLocalWorld();
    const first = await anOpenGrant(world, 'alice');
    const second = await anOpenGrant(world, 'carol');
    await world.http.call('POST', `/v1/requests/${first}/revoke`, { by: 'alice' });
    await world.pass(0);
    expect((await world.http.request(first)).grant).toMatchObject({
      status: 'REVOKED',
      heldByGrants: [second],
    });
    expect(await world.knock()).toBe('GREETED');
  });
});

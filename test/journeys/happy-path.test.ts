import { describe, expect, it } from 'vitest';
import { firstBrokenLink } from '../../functions/domain/audit-event.ts';
import { aLocalWorld } from './support/local-world.ts';

describe('ask, approve by mailed link, open, wait, close', () => {
  it('lets a TCP client in for exactly as long as was granted', async () => {
    const world = await aLocalWorld();
    const { http } = world;
    expect(await world.knock()).toBe('REFUSED');

    const { id, status, source } = await http.ask('alice', { durationMinutes: 10 });
    expect({ status, source }).toEqual({ status: 'PENDING', source: '127.0.0.1/32' });
    await world.pass(0);
    expect(await world.knock()).toBe('REFUSED');

    const { token, code } = await http.mailedLink('bob');
    const decided = await http.call('POST', '/approve', { body: { token, code, decision: 'APPROVE' } });
    expect(decided).toMatchObject({ status: 200, body: { requestId: id, status: 'APPROVED' } });
    await world.pass(0);
    expect((await http.request(id)).grant).toMatchObject({
      status: 'ACTIVE',
      rules: [expect.stringMatching(/^sgr-/)],
    });
    expect(await world.knock()).toBe('GREETED');

    await world.passSeconds(10 * 60 - 1);
    expect(await world.knock()).toBe('GREETED');
    await world.passSeconds(3);
    expect(await world.knock()).toBe('REFUSED');
    expect((await http.request(id)).grant).toMatchObject({ status: 'EXPIRED' });
  });

  it('leaves a chained event for each transition', async () => {
    const world = await aLocalWorld();
    const { id } = await world.http.ask();
    await world.http.approve(id);
    await world.passMinutes(11);

    const events = await world.http.events(id);
    expect(events.map(({ type, actor, to }) => `${type} ${actor} ${to}`)).toEqual([
      'REQUESTED alice@example.com PENDING',
      'APPROVED bob@example.com APPROVED/SCHEDULED',
      'ACTIVATION_STARTED postern APPROVED/ACTIVATING',
      'ACTIVATED postern APPROVED/ACTIVE',
      'REVOCATION_STARTED postern APPROVED/REVOKING',
      'EXPIRED postern APPROVED/EXPIRED',
    ]);
    expect(firstBrokenLink(events)).toBeUndefined();
  });

  it('mails the approvers, and the requester at each outcome', async () => {
    const world = await aLocalWorld();
    const { id } = await world.http.ask();
    await world.pass(0);
    expect(await world.http.subjects('bob')).toEqual([expect.stringContaining(`Please decide`)]);
    expect(await world.http.subjects('alice')).toEqual([]);

    await world.http.approve(id);
    await world.passMinutes(11);
    const subjects = await world.http.subjects('alice');
    expect(subjects).toHaveLength(3);
    expect(subjects.every((subject) => subject.includes(id))).toBe(true);
  });

  it('shows who has access while it lasts', async () => {
    const world = await aLocalWorld();
    const { id } = await world.http.ask();
    await world.http.approve(id);
    await world.pass(0);
    const during = await world.http.call('GET', '/v1/grants?status=ACTIVE', { by: 'bob' });
    expect(during.body).toMatchObject({ items: [{ id, requester: 'alice@example.com' }] });

    await world.passMinutes(11);
    expect((await world.http.call('GET', '/v1/grants?status=ACTIVE', { by: 'bob' })).body).toEqual({
      items: [],
    });
  });

  it('waits for the start that was asked for', async () => {
    const world = await aLocalWorld();
    const startsAt = new Date(world.clock.now() + 30 * 60_000).toISOString();
    const { id } = await world.http.ask('alice', { startsAt });
    await world.http.approve(id);
    await world.passMinutes(29);
    expect(await world.knock()).toBe('REFUSED');
    await world.passMinutes(2);
    expect(await world.knock()).toBe('GREETED');
  });
});

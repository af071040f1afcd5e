import { describe, expect, it } from 'vitest';
import { aLocalWorld } from './support/local-world.ts';

describe('a request that nobody lets through', () => {
  it('stays shut when an approver rejects it', async () => {
    const world = await aLocalWorld();
    const { id } = await world.http.ask();
    const rejected = await world.http.review(id, 'bob', { decision: 'REJECT', comment: 'Ask the data team' });
    expect(rejected).toMatchObject({ status: 200, body: { status: 'REJECTED', grant: null } });
    await world.passMinutes(15);
    expect(await world.knock()).toBe('REFUSED');
    expect((await world.http.events(id)).map(({ type }) => type)).toEqual(['REQUESTED', 'REJECTED']);
    expect(await world.http.subjects('alice')).toHaveLength(1);
  });

  it('expires when nobody decides in time, and can then not be decided', async () => {
    const world = await aLocalWorld();
    const { id } = await world.http.ask();
    await world.passMinutes(59);
    expect((await world.http.request(id)).status).toBe('PENDING');
    await world.passMinutes(2);
    expect((await world.http.request(id)).status).toBe('EXPIRED');
    const late = await world.http.review(id, 'bob', { decision: 'APPROVE' });
    expect(late).toMatchObject({ status: 409, body: { code: 'ALREADY_DECIDED' } });
    await world.passMinutes(5);
    expect(await world.knock()).toBe('REFUSED');
  });

  it('ends when its requester takes it back, and its mailed link then decides nothing', async () => {
    const world = await aLocalWorld();
    const { id } = await world.http.ask();
    await world.pass(0);
    const { token, code } = await world.http.mailedLink('bob');
    const cancelled = await world.http.call('POST', `/v1/requests/${id}/cancel`, { by: 'alice' });
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });

    const decided = await world.http.call('POST', '/approve', { body: { token, code, decision: 'APPROVE' } });
    expect(decided).toMatchObject({ status: 409, body: { code: 'ALREADY_DECIDED' } });
    await world.passMinutes(5);
    expect(await world.knock()).toBe('REFUSED');
  });
});

describe('who may decide', () => {
  it('is never the one who asked, although she approves what others ask for', async () => {
    const world = await aLocalWorld();
    const { id } = await world.http.ask('carol');
    const own = await world.http.review(id, 'carol', { decision: 'APPROVE' });
    expect(own).toMatchObject({ status: 403, body: { code: 'SELF_REVIEW' } });
    await world.pass(0);
    expect(await world.http.subjects('carol')).toEqual([]);
    expect((await world.http.request(id, 'carol')).status).toBe('PENDING');
  });

  it('is nobody whom the target does not name; for them there is no such request', async () => {
    const world = await aLocalWorld();
    const { id } = await world.http.ask();
    expect(await world.http.review(id, 'mallory', { decision: 'APPROVE' })).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND' },
    });
    expect((await world.http.request(id)).status).toBe('PENDING');
  });

  it('decides by mail only with the code of that mail, and only so often', async () => {
    const world = await aLocalWorld();
    const { id } = await world.http.ask();
    await world.pass(0);
    const { token, code } = await world.http.mailedLink('bob');
    const wrong = code === '000000' ? '000001' : '000000';
    for (const left of [4, 3, 2, 1, 0]) {
      const tried = await world.http.call('POST', '/approve', {
        body: { token, code: wrong, decision: 'APPROVE' },
      });
      expect(tried).toMatchObject({ status: 422, body: { code: 'WRONG_CODE', triesLeft: left } });
    }
    const dead = await world.http.call('POST', '/approve', { body: { token, code, decision: 'APPROVE' } });
    expect(dead.status).toBe(404);
    expect((await world.http.request(id)).status).toBe('PENDING');
  });

  it('may leave less time than was asked for, and never more', async () => {
    const world = await aLocalWorld();
    const { id } = await world.http.ask('alice', { durationMinutes: 30 });
    const wider = await world.http.review(id, 'bob', { decision: 'APPROVE', durationMinutes: 31 });
    expect(wider).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    await world.http.review(id, 'bob', { decision: 'APPROVE', durationMinutes: 5 });
    await world.passMinutes(4);
    expect(await world.knock()).toBe('GREETED');
    await world.passMinutes(2);
    expect(await world.knock()).toBe('REFUSED');
  });
});

describe('who may ask', () => {
  it('is nobody whom the target does not name; the denial is on record', async () => {
    const world = await aLocalWorld();
    const body = { target: 'demo-db', durationMinutes: 5, reason: 'Let me in', source: '127.0.0.1' };
    const asked = await world.http.call('POST', '/v1/requests', { by: 'mallory', body });
    expect(asked).toMatchObject({ status: 403, body: { code: 'DENIED_BY_POLICY' } });
    await world.passSeconds(1);
    const trail = await world.http.call('GET', '/v1/audit', { by: 'audra' });
    expect(trail.body).toMatchObject({
      items: [{ type: 'DENIED', actor: 'mallory@example.com', to: 'DENIED' }],
    });
  });

  it('asks within the bounds of the target', async () => {
    const world = await aLocalWorld();
    const ask = (more: object) =>
      world.http.call('POST', '/v1/requests', {
        by: 'alice',
        body: { target: 'demo-db', durationMinutes: 5, reason: 'Look', source: '127.0.0.1', ...more },
      });
    expect(await ask({ source: '10.0.0.1' })).toMatchObject({
      status: 422,
      body: { code: 'SOURCE_NOT_ALLOWED' },
    });
    expect(await ask({ durationMinutes: 61 })).toMatchObject({
      status: 422,
      body: { code: 'DURATION_TOO_LONG' },
    });
    expect(await ask({ colour: 'red' })).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    const requests = await world.http.call('GET', '/v1/requests', { by: 'alice' });
    expect(requests.body).toMatchObject({ items: [] });
  });
});

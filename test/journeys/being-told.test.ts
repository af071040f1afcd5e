import { describe, expect, it } from 'vitest';
import { aLocalWorld } from './support/local-world.ts';

describe('being told', () => {
  it('again: by a reminder, and by a fresh link that the page asks for, which then decides', async () => {
    const world = await aLocalWorld();
    const { id } = await world.http.ask();
    await world.pass(0);
    expect(await world.http.request(id)).toMatchObject({ approvers: { notified: 2, of: 2 } });
    const first = await world.http.mailedLink('bob');
    const again = { body: { token: first.token } };
    expect(await world.http.call('POST', '/approve/resend', again)).toMatchObject({ status: 202 });
    await world.pass(0);
    const second = await world.http.mailedLink('bob');
    expect(second.token).not.toBe(first.token);

    await world.passMinutes(16);
    expect((await world.http.subjects('bob')).filter((subject) => subject.includes('Reminder'))).toHaveLength(
      1,
    );

    const body = { token: second.token, code: second.code, decision: 'APPROVE' };
    expect(await world.http.call('POST', '/approve', { body })).toMatchObject({ status: 200 });
    await world.passMinutes(1);
    expect((await world.http.request(id)).grant).toMatchObject({ status: 'ACTIVE' });
  });

  it('before the end, in time to ask for more; what is approved then leaves no gap', async () => {
    const world = await aLocalWorld();
    const { id } = await world.http.ask('alice', { durationMinutes: 30 });
    await world.http.review(id, 'bob', { decision: 'APPROVE' });
    await world.passMinutes(21);
    expect(
      (await world.http.subjects('alice')).filter((subject) => subject.includes('Ends in')),
    ).toHaveLength(1);
    const more = await world.http.ask('alice', { durationMinutes: 30 });
    await world.http.review(more.id, 'bob', { decision: 'APPROVE' });
    for (let minute = 0; minute < 20; minute += 1) {
      await world.passMinutes(1);
      expect(await world.knock()).toBe('GREETED');
    }
    expect((await world.http.request(id)).grant).toMatchObject({
      status: 'EXPIRED',
      heldByGrants: [more.id],
    });
    await world.passMinutes(15);
    expect(await world.knock()).toBe('REFUSED');
  });
});

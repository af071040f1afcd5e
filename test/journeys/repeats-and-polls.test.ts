import { setImmediate as soon } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { SECOND } from '../../functions/domain/instant.ts';
import { aLocalWorld, type LocalWorld } from './support/local-world.ts';

/** Until the call that was just sent is waiting for the clock. */
const someoneWaits = async ({ clock }: LocalWorld): Promise<void> => {
  while (clock.waiting === 0) await soon();
};

describe('a call that is sent twice with one Idempotency-Key', () => {
  const body = { target: 'demo-db', durationMinutes: 5, reason: 'Look', source: '127.0.0.1' };
  const headers = { 'idempotency-key': 'deploy-42' };

  it('asks once', async () => {
    const world = await aLocalWorld();
    const ask = () => world.http.call('POST', '/v1/requests', { by: 'alice', body, headers });
    const [first, second] = [await ask(), await ask()];
    expect(first.status).toBe(201);
    expect(second.body).toEqual(first.body);
    await world.pass(0);
    expect(await world.http.subjects('bob')).toHaveLength(1);
  });

  it('asks once also when both are under way together', async () => {
    const world = await aLocalWorld();
    await world.http.token('alice');
    const answers = await Promise.all(
      [1, 2, 3].map(() => world.http.call('POST', '/v1/requests', { by: 'alice', body, headers })),
    );
    expect(new Set(answers.map((answer) => (answer.body as { id: string }).id)).size).toBe(1);
  });

  it('is refused with another body', async () => {
    const world = await aLocalWorld();
    await world.http.call('POST', '/v1/requests', { by: 'alice', body, headers });
    const other = { ...body, durationMinutes: 6 };
    const second = await world.http.call('POST', '/v1/requests', { by: 'alice', body: other, headers });
    expect(second).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it('asks twice for two people', async () => {
    const world = await aLocalWorld();
    const alice = await world.http.call('POST', '/v1/requests', { by: 'alice', body, headers });
    const carol = await world.http.call('POST', '/v1/requests', { by: 'carol', body, headers });
    expect(carol.status).toBe(201);
    expect(carol.body).not.toEqual(alice.body);
  });
});

describe('a call that waits for a change', () => {
  it('answers soon after somebody has decided', async () => {
    const world = await aLocalWorld();
    const { id } = await world.http.ask();
    const waiting = world.http.call('GET', `/v1/requests/${id}?wait=20`, { by: 'alice' });
    await someoneWaits(world);
    await world.http.review(id, 'bob', { decision: 'REJECT' });
    await world.clock.advance(2 * SECOND);
    expect(await waiting).toMatchObject({ status: 200, body: { status: 'REJECTED' } });
  });

  it('answers when its time is over, although nothing has changed', async () => {
    const world = await aLocalWorld();
    const { id } = await world.http.ask();
    const waiting = world.http.call('GET', `/v1/requests/${id}?wait=20`, { by: 'alice' });
    await someoneWaits(world);
    await world.clock.advance(21 * SECOND);
    expect(await waiting).toMatchObject({ status: 200, body: { status: 'PENDING' } });
  });
});

import { describe, expect, it } from 'vitest';
import type { IngressRules } from '../../functions/ports/ingress-rules.ts';
import { activateGrant } from '../../functions/use-cases/activate-grant.ts';
import { endGrant } from '../../functions/use-cases/end-grant.ts';
import { revokeGrant } from '../../functions/use-cases/revoke-grant.ts';
import { person } from '../support/world.ts';
import { aLocalWorld, type LocalWorld } from './support/local-world.ts';

const aKeptWorld = () => aLocalWorld({ kept: true });

describe('a Postern that is stopped and started on the same state', () => {
  it('has forgotten nothing while it waits for a decision', async () => {
    const world = await aKeptWorld();
    const { id } = await world.http.ask();
    await world.pass(0);
    await world.stop();
    await world.start();

    expect((await world.http.request(id)).status).toBe('PENDING');
    await world.http.approve(id);
    await world.pass(0);
    expect(await world.knock()).toBe('GREETED');
    await world.passMinutes(11);
    expect(await world.knock()).toBe('REFUSED');
  });

  it('takes up what was asked, but not yet begun', async () => {
    const world = await aKeptWorld();
    const { id } = await world.http.ask();
    await world.stop();
    await world.start();
    await world.pass(0);
    expect(await world.http.subjects('bob')).toEqual([expect.stringContaining(id)]);
  });

  it('expires what nobody could decide while it was away', async () => {
    const world = await aKeptWorld();
    const { id } = await world.http.ask();
    await world.pass(0);
    await world.stop();
    await world.clock.advance(2 * 3_600_000);
    await world.start();
    expect((await world.http.request(id)).status).toBe('EXPIRED');
    await world.pass(0);
    expect(world.postern.runner.describe(id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('opens what was approved, but not yet opened', async () => {
    const world = await aKeptWorld();
    const { id } = await world.http.ask();
    await world.pass(0);
    await world.http.approve(id);
    await world.stop();
    await world.start();
    await world.pass(0);
    expect((await world.http.request(id)).grant).toMatchObject({ status: 'ACTIVE' });
    expect(await world.knock()).toBe('GREETED');
  });

  it('opens at its start what was scheduled for later', async () => {
    const world = await aKeptWorld();
    const startsAt = new Date(world.clock.now() + 20 * 60_000).toISOString();
    const { id } = await world.http.ask('alice', { startsAt });
    await world.http.approve(id);
    await world.pass(0);
    await world.stop();
    await world.clock.advance(10 * 60_000);
    await world.start();
    await world.passMinutes(9);
    expect(await world.knock()).toBe('REFUSED');
    await world.passMinutes(2);
    expect(await world.knock()).toBe('GREETED');
  });

  it('never opens what should have been opened while it was away for too long', async () => {
    const world = await aKeptWorld();
    const { id } = await world.http.ask();
    await world.pass(0);
    await world.http.approve(id);
    await world.stop();
    await world.clock.advance(60 * 60_000);
    await world.start();
    await world.passMinutes(2);
    expect((await world.http.request(id)).grant).toMatchObject({ status: 'FAILED' });
    expect(await world.knock()).toBe('REFUSED');
  });

  it('leaves open what is granted still, and closes it on time', async () => {
    const world = await aKeptWorld();
    const { id } = await world.http.ask();
    await world.http.approve(id);
    await world.passMinutes(4);
    const { rules } = (await world.http.request(id)).grant ?? {};
    await world.stop();
    expect(await world.knock()).toBe('REFUSED');
    await world.start();

    expect(await world.knock()).toBe('GREETED');
    expect((await world.http.request(id)).grant).toMatchObject({ status: 'ACTIVE', rules });
    await world.passMinutes(5);
    expect(await world.knock()).toBe('GREETED');
    await world.passMinutes(2);
    expect(await world.knock()).toBe('REFUSED');
    expect((await world.http.request(id)).grant).toMatchObject({ status: 'EXPIRED' });
  });

  it('has closed what is over by then before it answers anybody', async () => {
    const world = await aKeptWorld();
    const { id } = await world.http.ask();
    await world.http.approve(id);
    await world.pass(0);
    await world.stop();
    await world.clock.advance(30 * 60_000);
    await world.start();

    expect((await world.http.request(id)).grant).toMatchObject({ status: 'EXPIRED' });
    expect(await world.knock()).toBe('REFUSED');
    await world.passMinutes(1);
    expect((await world.http.events(id)).map(({ type }) => type)).toEqual([
      'REQUESTED',
      'APPROVED',
      'ACTIVATION_STARTED',
      'ACTIVATED',
      'REVOCATION_STARTED',
      'EXPIRED',
    ]);
  });

  it('mails once what it had no time to mail before', async () => {
    const world = await aKeptWorld();
    const { id } = await world.http.ask();
    await world.pass(0);
    await world.http.review(id, 'bob', { decision: 'REJECT' });
    await world.stop();
    await world.start();
    await world.pass(0);
    expect(await world.http.subjects('alice')).toHaveLength(1);
    await world.stop();
    await world.start();
    await world.pass(0);
    expect(await world.http.subjects('alice')).toHaveLength(1);
  });
});

/** A process that dies in the middle of one of its calls: what the call did stands, and nobody hears of it. */
const dying = ({ postern }: LocalWorld, during: 'authorize' | 'revoke', effect: 'DONE' | 'NOT_DONE') => {
  const { ingressRules } = postern.dependencies;
  const die = async (call: () => Promise<unknown>): Promise<never> => {
    if (effect === 'DONE') await call();
    throw new Error('killed');
  };
  const rules: IngressRules = {
    list: (group) => ingressRules.list(group),
    authorize: (...given) =>
      during === 'authorize' ? die(() => ingressRules.authorize(...given)) : ingressRules.authorize(...given),
    revoke: (...given) =>
      during === 'revoke' ? die(() => ingressRules.revoke(...given)) : ingressRules.revoke(...given),
  };
  return { ...postern.dependencies, ingressRules: rules };
};

const anOpenGrant = async (world: LocalWorld): Promise<string> => {
  const { id } = await world.http.ask();
  await world.http.approve(id);
  await world.pass(0);
  return id;
};

describe('a Postern that dies', () => {
  it.each(['DONE', 'NOT_DONE'] as const)(
    'while it opens (the call: %s) opens once, when it is back',
    async (effect) => {
      const world = await aKeptWorld();
      const { id } = await world.http.ask();
      await world.http.approve(id);
      const activate = activateGrant(dying(world, 'authorize', effect));
      await expect(activate({ requestId: id })).rejects.toThrow('killed');
      expect((await world.http.request(id)).grant).toMatchObject({ status: 'ACTIVATING' });
      await world.stop();

      await world.start();
      await world.passMinutes(1);
      expect((await world.http.request(id)).grant).toMatchObject({ status: 'ACTIVE' });
      expect(world.postern.gate().ports[0]?.rules).toHaveLength(1);
      expect(await world.knock()).toBe('GREETED');
      await world.passMinutes(11);
      expect(await world.knock()).toBe('REFUSED');
    },
  );

  it.each(['DONE', 'NOT_DONE'] as const)(
    'while it closes (the call: %s) has closed before it answers',
    async (effect) => {
      const world = await aKeptWorld();
      const id = await anOpenGrant(world);
      await world.clock.advance(11 * 60_000);
      const end = endGrant(dying(world, 'revoke', effect));
      await expect(end({ requestId: id })).rejects.toThrow('killed');
      expect((await world.http.request(id)).grant).toMatchObject({ status: 'REVOKING' });
      await world.stop();
      // Longer than the call that was announced may take; it cannot come any more.
      await world.clock.advance(6_000);

      await world.start();
      expect((await world.http.request(id)).grant).toMatchObject({ status: 'EXPIRED' });
      expect(await world.knock()).toBe('REFUSED');
    },
  );

  it('after somebody has ended a grant, and before anything was closed, closes before it answers', async () => {
    const world = await aKeptWorld();
    const id = await anOpenGrant(world);
    const revoke = revokeGrant({
      ...world.postern.dependencies,
      workflow: { ...world.postern.dependencies.workflow, startEnding: async () => 'STARTED' },
    });
    expect(await revoke({ caller: person('alice'), id })).toMatchObject({ outcome: 'ACCEPTED' });
    expect(await world.knock()).toBe('GREETED');
    await world.stop();

    await world.start();
    expect((await world.http.request(id)).grant).toMatchObject({ status: 'REVOKED' });
    expect(await world.knock()).toBe('REFUSED');
  });
});

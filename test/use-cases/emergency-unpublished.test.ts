import { describe, expect, it } from 'vitest';
import { publishEvent } from '../../functions/use-cases/publish-event.ts';
import { aConfiguration, aWorld, ORDERS, type World } from '../support/world.ts';

const broken = async () => {
  const world = aWorld(
    aConfiguration({
      targets: [{ ...ORDERS, breakGlass: { requesters: ['erin@example.com'], maxMinutes: 15 } }],
    }),
  );
  const { id } = await world.ask({ by: 'erin', minutes: 15, breakGlass: true });
  const publish = async () => {
    for (const event of await world.store.events(id)) await publishEvent(world.dependencies)(event);
  };
  return { world, id, publish };
};
const said = ({ signals }: World) => signals.filter(({ code }) => code === 'BREAK_GLASS_OPENED');

describe('an emergency of which nothing is published', () => {
  it('is signalled by the timekeeper five minutes after it was made, once', async () => {
    const { world, id } = await broken();
    await world.activate(id);
    await world.afterSeconds(299);
    await world.tick();
    expect(said(world)).toEqual([]);
    await world.afterSeconds(1);
    await world.tick();
    expect(said(world)).toEqual([{ code: 'BREAK_GLASS_OPENED', requestId: id, target: 'orders-db' }]);
    await world.afterMinutes(1);
    expect(await world.tick()).toEqual({ due: 0, failed: 0 });
    expect(said(world)).toHaveLength(1);
  });

  it('is signalled whatever became of it', async () => {
    const { world, id } = await broken();
    await world.revoke(id, 'erin');
    await world.afterMinutes(5);
    await world.tick();
    expect(said(world)).toHaveLength(1);
  });

  it('is not signalled again once the publisher comes to it', async () => {
    const { world, publish } = await broken();
    await world.afterMinutes(5);
    await world.tick();
    await publish();
    expect(said(world)).toHaveLength(1);
    expect(world.mails).toHaveLength(2);
  });

  it('is said at least once, though the mark or the note of it fails', async () => {
    const { world } = await broken();
    const { markSent } = world.store;
    world.store.markSent = async () => {
      throw new Error('The table is away');
    };
    await world.afterMinutes(5);
    expect(await world.tick()).toMatchObject({ failed: 1 });
    world.store.markSent = markSent;
    await world.tick();
    expect(said(world)).toHaveLength(2);
    await world.tick();
    expect(said(world)).toHaveLength(2);
  });
});

describe('an emergency that was published', () => {
  it('is signalled once, and the timekeeper only notes that it was', async () => {
    const { world, publish } = await broken();
    await publish();
    await world.afterMinutes(5);
    await world.tick();
    expect(said(world)).toHaveLength(1);
    await world.afterMinutes(1);
    expect(await world.tick()).toMatchObject({ failed: 0 });
    expect(said(world)).toHaveLength(1);
  });
});

import { describe, expect, it } from 'vitest';
import { publishEvent } from '../../functions/use-cases/publish-event.ts';
import { reviewBreakGlass } from '../../functions/use-cases/review-afterwards.ts';
import { aConfiguration, aWorld, ORDERS, person } from '../support/world.ts';

const opened = async (target: Partial<typeof ORDERS> = {}) => {
  const world = aWorld(
    aConfiguration({
      targets: [
        {
          ...ORDERS,
          breakGlass: { requesters: ['erin@example.com'], maxMinutes: 15 },
          escalateTo: ['lena@example.com', 'carol@example.com'],
          ...target,
        },
      ],
    }),
  );
  const { id } = await world.ask({ by: 'erin', minutes: 15, breakGlass: true });
  for (const event of await world.store.events(id)) await publishEvent(world.dependencies)(event);
  await world.activate(id);
  const atFirst = world.mails.splice(0);
  const later = async (minutes: number) => {
    await world.afterMinutes(minutes);
    await world.end(id);
    await world.tick();
    await world.sendOrders();
    return world.mails.map(
      ({ to, subject }) => `${to.split('@')[0]}: ${subject.slice(10).replace(/ \(req_.*/, '')}`,
    );
  };
  const review = (by: string) =>
    reviewBreakGlass(world.dependencies)({
      caller: person(by),
      id,
      decision: 'APPROVE',
      comment: null,
      durationMinutes: null,
    });
  const missed = () => world.signals.filter(({ code }) => code === 'BREAK_GLASS_REVIEW_DUE').length;
  return { world, id, atFirst, later, review, missed };
};

const REMINDED = 'Reminder, please look at it: erin@example.com opened orders-db in an emergency';
const ESCALATED = 'Nobody has looked at the emergency: erin@example.com opened orders-db';

describe('an emergency that nobody looks at', () => {
  it('is mailed at once to each approver with a link of their own, and to nobody twice', async () => {
    const { atFirst } = await opened();
    expect(atFirst.map(({ to }) => to)).toEqual(['bob@example.com', 'carol@example.com', 'lena@example.com']);
    const links = atFirst.map(({ text }) => /#([\w-]{43})\s+Code: \d{6}/.exec(text)?.[1]);
    expect(new Set(links).size).toBe(3);
    expect(links[2]).toBeUndefined();
  });

  it('has its approvers reminded as of a decision, with a fresh link, once', async () => {
    const { world, later } = await opened();
    expect(await later(14)).toEqual([]);
    expect(await later(1)).toEqual([`bob: ${REMINDED}`, `carol: ${REMINDED}`]);
    expect(world.mails[0]?.text).toMatch(/#[\w-]{43}\s+Code: \d{6}/);
    expect(await later(14)).toHaveLength(2);
  });

  it('is then escalated, without a link', async () => {
    const { world, later } = await opened();
    expect((await later(30)).slice(2)).toEqual([`lena: ${ESCALATED}`, `carol: ${ESCALATED}`]);
    expect(world.mails[2]?.text).toContain('Waiting for: bob@example.com, carol@example.com');
    expect(world.mails[2]?.text).not.toContain('#');
  });

  it('is signalled when people had as long as for deciding, and every day from then on', async () => {
    const { later, missed } = await opened();
    await later(59);
    expect(missed()).toBe(0);
    await later(1);
    expect(missed()).toBe(1);
    await later(24 * 60 - 1);
    expect(missed()).toBe(1);
    await later(1);
    expect(missed()).toBe(2);
  });

  it('is left in peace once an approver has looked', async () => {
    const { world, later, review, missed } = await opened();
    await later(10);
    await review('bob');
    expect(await later(3 * 24 * 60)).toEqual([]);
    expect(missed()).toBe(0);
    expect(await world.tick()).toEqual({ due: 0, failed: 0 });
  });

  it('is said at least once, though the note of it fails', async () => {
    const { world, later, missed } = await opened({ escalateTo: [] });
    await later(15);
    const { commit } = world.store;
    world.store.commit = async () => {
      throw new Error('The table is away');
    };
    await later(45).catch(() => undefined);
    expect(missed()).toBe(1);
    world.store.commit = commit;
    await later(1);
    expect(missed()).toBe(2);
    await later(1);
    expect(missed()).toBe(2);
  });
});

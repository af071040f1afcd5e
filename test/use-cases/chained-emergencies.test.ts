import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterwardsState } from '../../functions/domain/break-glass.ts';
import type { Configuration } from '../../functions/domain/configuration.ts';
import { duties } from '../../functions/domain/due.ts';
import { HOUR, MINUTE } from '../../functions/domain/instant.ts';
import { requestAccess } from '../../functions/use-cases/request-access.ts';
import { reviewBreakGlass } from '../../functions/use-cases/review-afterwards.ts';
import { aConfiguration, aWorld, ORDERS, person, type World } from '../support/world.ts';

const CAP = 15;
const configured = (overrides: Partial<Configuration> = {}) =>
  aConfiguration({
    targets: [
      { ...ORDERS, breakGlass: { requesters: ['group:on-call'], maxMinutes: CAP } },
      { ...ORDERS, name: 'other-db', breakGlass: { requesters: ['group:on-call'], maxMinutes: CAP } },
    ],
    groups: { 'on-call': ['erin@example.com', 'frank@example.com', 'erin@ops.example.com'] },
    people: { erin: ['erin@example.com', 'erin@ops.example.com'] },
    ...overrides,
  });

const anEmergency = (world: World, by = 'erin', more: Partial<Parameters<World['ask']>[0]> = {}) =>
  world.ask({ by, minutes: CAP, breakGlass: true, ...more });

const AFTERWARDS = ['REMIND', 'ESCALATE', 'MENTION_REVIEW_DUE'];

const review = (world: World, id: string, decision: 'APPROVE' | 'REJECT', by = 'bob') =>
  reviewBreakGlass(world.dependencies)({
    caller: person(by),
    id,
    decision,
    comment: null,
    durationMinutes: null,
  });

/** Opened, and shut again when its time is over. */
const wholeEmergency = async (world: World, by = 'erin') => {
  const { id } = await anEmergency(world, by);
  await world.activate(id);
  await world.afterMinutes(CAP);
  await world.end(id);
  return id;
};

describe('an emergency that was over before anything opened', () => {
  it('is nothing to look at, and nobody is reminded of it', async () => {
    const world = aWorld(configured());
    const { id } = await anEmergency(world);
    expect(duties(await world.read(id)).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['MENTION_REVIEW_DUE']),
    );
    await world.revoke(id, 'erin');
    const request = await world.read(id);
    expect(request.grant?.status).toBe('REVOKED');
    expect(afterwardsState(request)).toBeNull();
    expect(duties(request).filter(({ kind }) => AFTERWARDS.includes(kind))).toEqual([]);
  });
});

describe('an emergency that ended unopened', () => {
  it('by who asked for it takes no word of an approver any more, since it would not count', async () => {
    const world = aWorld(configured());
    const { id } = await anEmergency(world);
    await world.revoke(id, 'erin');
    expect((await world.read(id)).grant?.status).toBe('REVOKED');
    expect(await review(world, id, 'REJECT')).toMatchObject({
      outcome: 'ALREADY_DECIDED',
      detail: expect.stringContaining('never opened'),
    });
    expect((await anEmergency(world)).status).toBe('APPROVED');
  });

  it('by a refusal of EC2 takes none either, though another was asked for since', async () => {
    const world = aWorld(configured());
    const { id } = await anEmergency(world);
    world.ec2.limit = 0;
    await world.activate(id);
    expect((await world.read(id)).grant?.status).toBe('FAILED');
    world.ec2.limit = 60;
    await wholeEmergency(world);
    expect(await review(world, id, 'REJECT')).toMatchObject({ outcome: 'ALREADY_DECIDED' });
  });

  it('by an approver may still be rejected, after others were asked for, and then refuses more', async () => {
    const world = aWorld(configured());
    const { id } = await anEmergency(world);
    await world.revoke(id, 'bob');
    const { id: second } = await anEmergency(world);
    await world.revoke(second, 'erin');
    expect(await review(world, id, 'REJECT')).toMatchObject({ outcome: 'REVIEWED' });
    await expect(anEmergency(world)).rejects.toThrow('BREAK_GLASS_REFUSED');
  });

  it('by its rejection is rejected, and refuses more', async () => {
    const world = aWorld(configured());
    const { id } = await anEmergency(world);
    expect(await review(world, id, 'REJECT')).toMatchObject({ outcome: 'REVIEWED' });
    expect((await world.read(id)).grant).toMatchObject({ status: 'REVOKED', activatedAt: null });
    await expect(anEmergency(world)).rejects.toThrow('BREAK_GLASS_REFUSED');
  });
});

describe('an emergency that was looked at', () => {
  it('takes no further word once a week is over, since nobody would count it', async () => {
    const world = aWorld(configured());
    const id = await wholeEmergency(world);
    await review(world, id, 'APPROVE');
    await world.afterMinutes(7 * 24 * 60);
    expect(await review(world, id, 'REJECT', 'carol')).toMatchObject({ outcome: 'ALREADY_DECIDED' });
  });
});

describe('one emergency after another', () => {
  it('is refused after an approver rejected one, for a day, with what to do instead', async () => {
    const world = aWorld(configured());
    const { id } = await anEmergency(world);
    await world.activate(id);
    await review(world, id, 'REJECT');
    await world.converge();
    await expect(anEmergency(world)).rejects.toThrow(
      `BREAK_GLASS_REFUSED","detail":"An approver rejected your emergency ${id} afterwards: for 24 hours, until 2026-11-24T09:00:00.000Z`,
    );
    await expect(anEmergency(world)).rejects.toThrow('Ask in the ordinary way, without breakGlass');
    await world.afterMinutes(24 * 60 - 1);
    await expect(anEmergency(world)).rejects.toThrow('BREAK_GLASS_REFUSED');
    await world.afterMinutes(1);
    expect((await anEmergency(world)).status).toBe('APPROVED');
  });

  it('is refused after a rejection that came long after it was shut, or that another approver does not share', async () => {
    const world = aWorld(configured());
    const id = await wholeEmergency(world);
    await world.afterMinutes(3 * 24 * 60);
    await review(world, id, 'REJECT');
    await review(world, id, 'APPROVE', 'carol');
    await expect(anEmergency(world)).rejects.toThrow('BREAK_GLASS_REFUSED');
  });

  it('is refused after a rejection of one that was found to be fine a day ago, and overtaken by another', async () => {
    const world = aWorld(configured());
    const first = await wholeEmergency(world);
    await review(world, first, 'APPROVE');
    await world.afterMinutes(25 * 60);
    await wholeEmergency(world);
    await review(world, first, 'REJECT', 'carol');
    await expect(anEmergency(world)).rejects.toThrow('BREAK_GLASS_REFUSED');
  });

  it('is refused while two wait to be looked at, however long ago, until one is', async () => {
    const world = aWorld(configured());
    const first = await wholeEmergency(world);
    await wholeEmergency(world);
    await world.afterMinutes(10 * 24 * 60);
    await expect(anEmergency(world)).rejects.toThrow(
      /2 emergencies of yours .* wait for an approver .* 2 is the most/,
    );
    await review(world, first, 'APPROVE');
    expect((await anEmergency(world)).status).toBe('APPROVED');
  });

  it('is refused after four within a day, though each was found to be fine', async () => {
    const world = aWorld(configured());
    for (let count = 0; count < 4; count += 1) await review(world, await wholeEmergency(world), 'APPROVE');
    await expect(anEmergency(world)).rejects.toThrow('in 4 emergencies within 24 hours, and 4 is the most');
    // The first of them was shut 45 minutes before the last.
    await world.afterMinutes(24 * 60 - 3 * CAP - 1);
    await expect(anEmergency(world)).rejects.toThrow('BREAK_GLASS_REFUSED');
    await world.afterMinutes(1);
    expect((await anEmergency(world)).status).toBe('APPROVED');
  });

  it('is the same person’s by any of their mailboxes, and nobody else’s, nor another target’s', async () => {
    const world = aWorld(configured());
    const { id } = await anEmergency(world);
    await review(world, id, 'REJECT');
    await expect(anEmergency(world)).rejects.toThrow('BREAK_GLASS_REFUSED');
    const otherMailbox = { kind: 'person', email: 'erin@ops.example.com', groups: [] } as const;
    const answer = await requestAccess(world.dependencies)({
      caller: otherMailbox,
      target: 'orders-db',
      durationMinutes: CAP,
      reason: 'Production is down',
      source: '10.20.30.41',
      callerAddress: null,
      ticket: null,
      startsAt: null,
      breakGlass: true,
      idempotency: null,
    });
    expect(answer.outcome).toBe('BREAK_GLASS_REFUSED');
    expect((await anEmergency(world, 'frank')).status).toBe('APPROVED');
    expect((await anEmergency(world, 'erin', { target: 'other-db' })).status).toBe('APPROVED');
  });

  it('is not held up by what never opened', async () => {
    const world = aWorld(configured());
    for (let count = 0; count < 5; count += 1) {
      const { id } = await anEmergency(world);
      await world.revoke(id, 'erin');
    }
    expect((await anEmergency(world)).status).toBe('APPROVED');
  });

  it('leaves the ordinary way open, in which an approver decides', async () => {
    const world = aWorld(
      configured({
        targets: [
          {
            ...ORDERS,
            requesters: ['erin@example.com'],
            breakGlass: { requesters: ['erin@example.com'], maxMinutes: CAP },
          },
        ],
      }),
    );
    const { id } = await anEmergency(world);
    await review(world, id, 'REJECT');
    expect((await world.ask({ by: 'erin' })).status).toBe('PENDING');
  });

  it('is judged by what is written, though lists show nothing yet', async () => {
    const world = aWorld(configured());
    world.store.list = async () => ({ items: [], next: null });
    const { id } = await anEmergency(world);
    await review(world, id, 'REJECT');
    await expect(anEmergency(world)).rejects.toThrow('BREAK_GLASS_REFUSED');
  });

  it('of 20 asked for at once, two are made, and the others hear why not', async () => {
    const world = aWorld(configured());
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => anEmergency(world, 'erin', { source: `10.20.30.${index}` })),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    for (const answer of answers) {
      if (answer.status === 'rejected') expect(String(answer.reason)).toContain('BREAK_GLASS_REFUSED');
    }
  });
});

it('whatever one does, a target is open by one person’s emergencies for at most four times the cap in any 24 hours', async () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.constant('OPEN' as const) },
    { weight: 2, arbitrary: fc.constant('APPROVE' as const) },
    { weight: 1, arbitrary: fc.constant('REJECT' as const) },
    { weight: 1, arbitrary: fc.constant('END_EARLY' as const) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 26 * 60 }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const world = aWorld(configured());
      const open: { id: string; from: number; until: number }[] = [];
      const shutWhatIsOver = async () => {
        for (const grant of open.filter(({ until }) => until <= world.clock.now())) await world.end(grant.id);
      };
      for (const made of steps) {
        if (typeof made === 'number') await world.afterMinutes(made);
        await shutWhatIsOver();
        const last = open.at(-1);
        if (made === 'OPEN') {
          const source = `10.20.30.${open.length % 250}`;
          const asked = await anEmergency(world, 'erin', { source }).catch(() => null);
          if (asked && (await world.activate(asked.id)).outcome === 'ACTIVE') {
            const from = world.clock.now();
            open.push({ id: asked.id, from, until: from + CAP * MINUTE });
          }
        }
        if (last && (made === 'APPROVE' || made === 'REJECT')) {
          await review(world, last.id, made);
          await world.converge();
        }
        if (last && made === 'END_EARLY' && last.until > world.clock.now()) {
          await world.revoke(last.id, 'erin');
          await world.converge();
          last.until = world.clock.now();
        }
      }
      for (const { from: at } of open) {
        for (const [from, to] of [
          [at, at + 24 * HOUR],
          [at - 24 * HOUR + CAP * MINUTE, at + CAP * MINUTE],
        ] as const) {
          const inside = open.map((grant) =>
            Math.max(0, Math.min(grant.until, to) - Math.max(grant.from, from)),
          );
          expect(inside.reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(4 * CAP * MINUTE);
        }
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);

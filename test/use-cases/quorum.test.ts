import { describe, expect, it } from 'vitest';
import type { Target } from '../../functions/domain/configuration.ts';
import type { Principal } from '../../functions/domain/principal.ts';
import { askApprovers } from '../../functions/use-cases/ask-approvers.ts';
import { reviewRequest } from '../../functions/use-cases/review-request.ts';
import { aConfiguration, aWorld, ORDERS, person, type World } from '../support/world.ts';

const PEOPLE = {
  bob: ['bob@example.com', 'robert@example.com', 'b.smith@corp.example.com'],
  alice: ['alice@example.com', 'a.smith@example.com'],
};

const aQuorum = (target: Partial<Target>) =>
  aWorld(aConfiguration({ people: PEOPLE, targets: [{ ...ORDERS, ...target }] }));

const review = (world: World, id: string, email: string) => {
  const caller: Principal = { kind: 'person', email, groups: [] };
  const command = { caller, id, decision: 'APPROVE', comment: null, durationMinutes: null } as const;
  return reviewRequest(world.dependencies)(command);
};

const BOB_TWICE = { approvers: ['bob@example.com', 'robert@example.com', 'carol@example.com'] };

describe('one person with several mailboxes', () => {
  it('counts once, whichever of them approve', async () => {
    const world = aQuorum({ ...BOB_TWICE, requiredApprovals: 2 });
    const { id } = await world.ask();
    expect(await review(world, id, 'bob@example.com')).toMatchObject({ outcome: 'REVIEWED' });
    expect(await review(world, id, 'robert@example.com')).toEqual({ outcome: 'ALREADY_REVIEWED' });
    expect((await world.read(id)).status).toBe('PENDING');
    expect(await review(world, id, 'carol@example.com')).toMatchObject({
      request: { status: 'APPROVED' },
    });
  });

  it('counts once although the names were joined only after the first of them approved', async () => {
    const before = aWorld(aConfiguration({ targets: [{ ...ORDERS, ...BOB_TWICE, requiredApprovals: 3 }] }));
    const { id } = await before.ask();
    await review(before, id, 'robert@example.com');
    const configuration = aConfiguration({ people: PEOPLE, targets: [{ ...ORDERS, ...BOB_TWICE }] });
    const joined = { ...before, dependencies: { ...before.dependencies, configuration } };
    expect(await review(joined, id, 'bob@example.com')).toEqual({ outcome: 'ALREADY_REVIEWED' });
  });

  it('is mailed once', async () => {
    const world = aQuorum(BOB_TWICE);
    const { id } = await world.ask();
    await askApprovers(world.dependencies)({ requestId: id, taskToken: 'task-token' });
    expect(world.mails.map(({ to }) => to)).toEqual(['bob@example.com', 'carol@example.com']);
  });

  it('has no right by a mailbox that is only an alias', async () => {
    const world = aQuorum({ approvers: ['bob@example.com', 'carol@example.com'] });
    const { id } = await world.ask();
    expect(await review(world, id, 'b.smith@corp.example.com')).toEqual({ outcome: 'NOT_FOUND' });
  });

  it.each(['a.smith@example.com', 'A.Smith@Example.com', 'a.smith+x@example.com'])(
    'never decides on what they asked for, as %s either',
    async (email) => {
      const world = aQuorum({ approvers: ['bob@example.com', 'a.smith@example.com'] });
      const { id, approvers } = await world.ask();
      expect(approvers).toEqual(['bob@example.com']);
      expect(await review(world, id, email)).toEqual({ outcome: 'SELF_REVIEW' });
      expect((await world.read(id)).reviews).toEqual([]);
    },
  );

  it('is told at once where nobody but themselves could ever approve', async () => {
    const world = aQuorum({ approvers: ['alice@example.com', 'a.smith@example.com'] });
    await expect(world.ask()).rejects.toThrow(/NO_ELIGIBLE_APPROVER.*by whatever address/);
    const two = aQuorum({ approvers: ['bob@example.com', 'robert@example.com'], requiredApprovals: 2 });
    await expect(two.ask()).rejects.toThrow('NO_ELIGIBLE_APPROVER');
  });

  it('who answers for a machine does not approve what it asks for, by any mailbox', async () => {
    const machine = { kind: 'machine', name: 'export', owners: ['a.smith@example.com'] } as const;
    const { reviewRight } = await import('../../functions/domain/entitlement.ts');
    const configuration = aConfiguration({
      people: PEOPLE,
      targets: [{ ...ORDERS, approvers: ['alice@example.com'] }],
    });
    const asked = { target: 'orders-db', requester: machine };
    expect(reviewRight(asked, person('alice'), configuration)).toBe('SELF_REVIEW');
  });
});

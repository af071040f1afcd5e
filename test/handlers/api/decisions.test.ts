import { describe, expect, it } from 'vitest';
import { anApiWorld } from '../support/api-world.ts';

const APPROVE = { decision: 'APPROVE' };

describe('reviewing', () => {
  it('approves, for less where the approver says so, and shows who said what', async () => {
    const { as, ask } = anApiWorld();
    const { id } = await ask();
    const { status, json } = await as('bob').post(`/v1/requests/${id}/reviews`, {
      decision: 'APPROVE',
      comment: 'Mind the replica',
      durationMinutes: 10,
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      status: 'APPROVED',
      durationMinutes: 30,
      decidedAt: '2026-11-23T09:00:00.000Z',
      approvals: { required: 1, received: 1 },
      reviews: [
        {
          reviewer: 'bob@example.com',
          decision: 'APPROVE',
          comment: 'Mind the replica',
          durationMinutes: 10,
          reviewedAt: '2026-11-23T09:00:00.000Z',
        },
      ],
      grant: { status: 'SCHEDULED', durationMinutes: 10, activatedAt: null, rules: [], sessions: null },
    });
  });

  it('rejects', async () => {
    const { as, ask } = anApiWorld();
    const { id } = await ask();
    const { json } = await as('bob').post(`/v1/requests/${id}/reviews`, {
      decision: 'REJECT',
      comment: 'No',
    });
    expect(json).toMatchObject({ status: 'REJECTED', approvals: { received: 0 }, grant: null });
  });

  it.each([
    ['of what one asked for oneself', 'carol', 'carol', 403, 'SELF_REVIEW'],
    ['by somebody who may see it and not decide', 'alice', 'audra', 403, 'NOT_AN_APPROVER'],
    ['by somebody who may not even see it', 'alice', 'mallory', 404, 'NOT_FOUND'],
  ])('is refused: %s', async (_, by, reviewer, status, code) => {
    const { as, ask, read } = anApiWorld();
    const { id } = await ask({ by });
    const answer = await as(reviewer).post(`/v1/requests/${id}/reviews`, APPROVE);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect((await read(id)).status).toBe('PENDING');
  });

  it('is refused once it is decided, saying how', async () => {
    const { as, ask, approve } = anApiWorld();
    const { id } = await ask();
    await approve(id);
    const { status, json } = await as('carol').post(`/v1/requests/${id}/reviews`, { decision: 'REJECT' });
    expect([status, json.code, json.requestStatus]).toEqual([409, 'ALREADY_DECIDED', 'APPROVED']);
  });

  it('counts once for each reviewer', async () => {
    const { configuration } = anApiWorld();
    const targets = configuration.targets.map((target) => ({ ...target, requiredApprovals: 2 }));
    const { as, ask } = anApiWorld({ targets });
    const { id } = await ask();
    const first = await as('bob').post(`/v1/requests/${id}/reviews`, APPROVE);
    const second = await as('bob').post(`/v1/requests/${id}/reviews`, APPROVE);
    expect(first.json).toMatchObject({ status: 'PENDING', approvals: { required: 2, received: 1 } });
    expect([second.status, second.json.code]).toEqual([409, 'ALREADY_REVIEWED']);
  });
});

describe('cancelling', () => {
  it('takes a pending request back, for the one who asked', async () => {
    const { as, ask } = anApiWorld();
    const { id } = await ask();
    expect((await as('bob').post(`/v1/requests/${id}/cancel`)).status).toBe(404);
    const { status, json } = await as('alice').post(`/v1/requests/${id}/cancel`, {});
    expect([status, json.status]).toEqual([200, 'CANCELLED']);
    expect((await as('alice').post(`/v1/requests/${id}/cancel`)).json.code).toBe('ALREADY_DECIDED');
  });
});

describe('revoking', () => {
  it.each(['alice', 'bob', 'adam'])('begins at once, and again alike: %s', async (name) => {
    const { as, openGrant, ending } = anApiWorld();
    const { id } = await openGrant();
    const first = await as(name).post(`/v1/requests/${id}/revoke`);
    expect(first.status).toBe(202);
    expect(first.json.grant).toMatchObject({ status: 'REVOKING', endedAt: null, sessions: null });
    expect(ending).toHaveLength(1);
    expect((await as(name).post(`/v1/requests/${id}/revoke`)).status).toBe(202);
  });

  it('is not for those who only look on', async () => {
    const { as, openGrant, grantStatus } = anApiWorld();
    const { id } = await openGrant();
    expect((await as('audra').post(`/v1/requests/${id}/revoke`)).status).toBe(404);
    expect(await grantStatus(id)).toBe('ACTIVE');
  });

  it('is refused where there is nothing to revoke', async () => {
    const { as, ask } = anApiWorld();
    const { id } = await ask();
    const { status, json } = await as('alice').post(`/v1/requests/${id}/revoke`);
    expect([status, json.code]).toEqual([409, 'NOTHING_TO_REVOKE']);
  });
});

describe('a grant', () => {
  it('shows its rules while it is active', async () => {
    const { as, openGrant } = anApiWorld();
    const { id } = await openGrant();
    const { json } = await as('alice').get(`/v1/requests/${id}`);
    expect(json.grant).toEqual({
      status: 'ACTIVE',
      statusReason: null,
      statusDetail: null,
      nextTryAt: null,
      durationMinutes: 30,
      startsAt: '2026-11-23T09:00:00.000Z',
      activatedAt: '2026-11-23T09:00:00.000Z',
      expiresAt: '2026-11-23T09:30:00.000Z',
      endedAt: null,
      rules: [expect.stringMatching(/^sgr-/)],
      closures: [],
      heldByGrants: [],
      sessions: null,
    });
  });

  it('shows how each rule was closed once it has ended, and that sessions may go on', async () => {
    const { as, openGrant, afterMinutes, end } = anApiWorld();
    const { id } = await openGrant();
    await afterMinutes(30);
    await end(id);
    const { json } = await as('alice').get(`/v1/requests/${id}`);
    expect(json.grant).toMatchObject({
      status: 'EXPIRED',
      endedAt: '2026-11-23T09:30:00.000Z',
      closures: [
        {
          ruleId: json.grant.rules[0],
          settledAt: '2026-11-23T09:30:00.000Z',
          evidence: 'ANSWERED_AND_ABSENT',
          otherWaysIn: [],
        },
      ],
      sessions: 'may-continue',
    });
  });

  it('says why it failed, and that nobody has a session', async () => {
    const { as, ask, approve, activate, ec2, configuration } = anApiWorld();
    const { id, access } = await ask();
    await approve(id);
    const [group, permission] = [configuration.targets[0]?.group, access.permissions[0]];
    if (!group || !permission) throw new Error('The world has no target');
    const foreign = ec2.newRule(permission);
    ec2.byHand(group, (rules) => [...rules, foreign]);
    await activate(id);
    const { json } = await as('alice').get(`/v1/requests/${id}`);
    expect(json.grant).toMatchObject({
      status: 'FAILED',
      statusReason: 'RULE_EXISTS',
      statusDetail: expect.stringContaining(foreign.ruleId),
      sessions: null,
    });
  });
});

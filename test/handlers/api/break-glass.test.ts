import { describe, expect, it } from 'vitest';
import { requestView, targetView } from '../../../functions/handlers/schemas/views.ts';
import { ORDERS } from '../../support/world.ts';
import { ASK, anApiWorld } from '../support/api-world.ts';

const anEmergencyWorld = () =>
  anApiWorld({
    targets: [{ ...ORDERS, breakGlass: { requesters: ['erin@example.com'], maxMinutes: 15 } }],
  });

const opened = async () => {
  const world = anEmergencyWorld();
  const { status, json } = await world.as('erin').post('/v1/requests', { ...ASK, breakGlass: true });
  return { ...world, status, json, id: json.id as string };
};

describe('an emergency, by the API', () => {
  it('is approved at once for the capped time, and says that its review is due', async () => {
    const { status, json } = await opened();
    expect(status).toBe(201);
    expect(json).toMatchObject({
      status: 'APPROVED',
      breakGlass: true,
      afterwards: 'REVIEW_DUE',
      durationMinutes: 30,
      grant: { status: 'SCHEDULED', durationMinutes: 15 },
    });
    expect(requestView.parse(json)).toEqual(json);
  });

  it('is listed with its target for whom it is meant, and for nobody else', async () => {
    const { as } = anEmergencyWorld();
    const mine = await as('erin').get('/v1/targets');
    expect(mine.json.items).toMatchObject([{ name: 'orders-db', breakGlass: { maxMinutes: 15 } }]);
    expect(targetView.parse(mine.json.items[0])).toEqual(mine.json.items[0]);
    expect((await as('alice').get('/v1/targets')).json.items).toMatchObject([{ breakGlass: null }]);
    expect((await as('mallory').get('/v1/targets')).json.items).toEqual([]);
  });

  it('is reviewed afterwards by an approver, and rejected ends it', async () => {
    const { as, id, activate, eventTypes } = await opened();
    await activate(id);
    const { status, json } = await as('bob').post(`/v1/requests/${id}/reviews`, { decision: 'REJECT' });
    expect(status).toBe(200);
    expect(json).toMatchObject({ status: 'APPROVED', afterwards: 'REVIEWED', grant: { status: 'REVOKING' } });
    expect(await eventTypes(id)).toEqual([
      'BREAK_GLASS_OPENED',
      'ACTIVATION_STARTED',
      'ACTIVATED',
      'REVOCATION_STARTED',
      'BREAK_GLASS_REVIEWED',
    ]);
  });

  it.each([
    ['who did it', 'erin', 403, 'SELF_REVIEW'],
    ['an auditor', 'audra', 403, 'NOT_AN_APPROVER'],
    ['anybody else', 'mallory', 404, 'NOT_FOUND'],
  ])('is not reviewed by %s', async (_, name, status, code) => {
    const { as, id, read } = await opened();
    const answer = await as(name).post(`/v1/requests/${id}/reviews`, { decision: 'APPROVE' });
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect((await read(id)).reviews).toEqual([]);
  });

  it.each([
    ['a duration, for it is open already', { decision: 'APPROVE', durationMinutes: 5 }, 'durationMinutes'],
    ['an unknown field', { decision: 'APPROVE', review: 'x' }, 'review'],
    ['no decision', {}, 'decision'],
  ])('is not reviewed with %s', async (_, body, path) => {
    const { as, id, read } = await opened();
    const { status, json } = await as('bob').post(`/v1/requests/${id}/reviews`, body);
    expect([status, json.errors[0].path]).toEqual([400, path]);
    expect((await read(id)).reviews).toEqual([]);
  });

  it.each([
    ['a text', 'yes'],
    ['a number', 1],
    ['null', null],
    ['a list', [true]],
  ])('is not asked for by %s', async (_, breakGlass) => {
    const { as, writes } = anEmergencyWorld();
    const { status, json } = await as('erin').post('/v1/requests', { ...ASK, breakGlass });
    expect([status, json.errors[0].path]).toEqual([400, 'breakGlass']);
    expect(writes).toEqual([]);
  });

  it('with a later start is refused', async () => {
    const { as } = anEmergencyWorld();
    const body = { ...ASK, breakGlass: true, startsAt: '2026-11-23T10:00:00Z' };
    const { status, json } = await as('erin').post('/v1/requests', body);
    expect([status, json.errors[0].path]).toEqual([400, 'startsAt']);
  });

  it('needs a reason like every request', async () => {
    const { as } = anEmergencyWorld();
    const { reason: _, ...body } = { ...ASK, breakGlass: true };
    expect((await as('erin').post('/v1/requests', body)).json.errors[0].path).toBe('reason');
  });

  it('is nothing for a machine', async () => {
    const { asRobot } = anEmergencyWorld();
    const { status, json } = await asRobot().post('/iam/v1/requests', { ...ASK, breakGlass: true });
    expect([status, json.code]).toEqual([403, 'DENIED_BY_POLICY']);
  });
});

import { describe, expect, it } from 'vitest';
import { firstBrokenLink } from '../../../functions/domain/audit-event.ts';
import { ROUTES } from '../../../functions/runtime/routes.ts';
import { anApiWorld } from '../support/api-world.ts';
import { claimsOf, httpEvent, send } from '../support/http-call.ts';

describe('targets', () => {
  it('are those that the caller may ask for, with their bounds and without their accounts', async () => {
    const { as } = anApiWorld();
    expect((await as('alice').get('/v1/targets')).json).toEqual({
      items: [
        {
          name: 'orders-db',
          description: 'Orders',
          owner: 'team-orders',
          ports: [{ protocol: 'tcp', fromPort: 5432, toPort: 5432 }],
          allowedSources: ['10.0.0.0/8'],
          minimumPrefix: { ipv4: 24, ipv6: 64 },
          sourceDefault: null,
          maxMinutes: 120,
          requiredApprovals: 1,
          breakGlass: null,
        },
      ],
    });
    expect((await as('mallory').get('/v1/targets')).json).toEqual({ items: [] });
  });
});

describe('grants', () => {
  it('are those of which a rule may stand, as far as one may see them', async () => {
    const { as, openGrant, ask } = anApiWorld();
    const { id } = await openGrant();
    await ask({ by: 'dave' });
    const ids = async (name: string, query = '') =>
      (await as(name).get(`/v1/grants${query}`)).json.items.map((item: { id: string }) => item.id);
    expect(await ids('audra', '?status=ACTIVE')).toEqual([id]);
    expect(await ids('alice')).toEqual([id]);
    expect(await ids('dave')).toEqual([]);
  });

  it('say of one that does not close so, and which rules may still stand', async () => {
    const { as, openGrant, revoke, converge, ec2 } = anApiWorld();
    const { id, access } = await openGrant();
    await revoke(id);
    ec2.fail('revoke', 'ACCESS_DENIED');
    await converge();
    const rules = ec2.standing(access.group).map(({ ruleId }) => ruleId);
    for (const query of ['', '?status=REVOKE_FAILED']) {
      expect((await as('audra').get(`/v1/grants${query}`)).json.items).toMatchObject([
        { id, grant: { status: 'REVOKE_FAILED', statusReason: 'ACCESS_DENIED', rules } },
      ]);
    }
    expect((await as('audra').get('/v1/grants?status=ACTIVE')).json.items).toEqual([]);
  });
});

describe('the trail', () => {
  it('of one request goes out whole, so that its chain can be checked', async () => {
    const { as, openGrant } = anApiWorld();
    const { id } = await openGrant();
    const { items } = (await as('alice').get(`/v1/requests/${id}/events`)).json;
    expect(items.map(({ type }: { type: string }) => type)).toEqual([
      'REQUESTED',
      'APPROVED',
      'ACTIVATION_STARTED',
      'ACTIVATED',
    ]);
    expect(firstBrokenLink(items)).toBeUndefined();
    expect((await as('mallory').get(`/v1/requests/${id}/events`)).status).toBe(404);
  });

  it('of all requests is for auditors and admins, a page at a time, the last day unless told otherwise', async () => {
    const { as, ask, afterMinutes } = anApiWorld();
    await ask();
    await afterMinutes(26 * 60);
    const { id } = await ask({ by: 'dave' });
    await afterMinutes(1);
    const lately = await as('adam').get('/v1/audit');
    expect(lately.json.items.map(({ requestId }: { requestId: string }) => requestId)).toEqual([id]);
    const from = 'from=2026-11-23T09:00:00Z&limit=1';
    const first = await as('audra').get(`/v1/audit?${from}`);
    const second = await as('audra').get(`/v1/audit?${from}&cursor=${first.json.nextCursor}`);
    expect(first.json.items).toHaveLength(1);
    expect(second.json.items.map(({ requestId }: { requestId: string }) => requestId)).toEqual([id]);
    const refused = await as('alice').get('/v1/audit');
    expect([refused.status, refused.json.code]).toEqual([403, 'NOT_ALLOWED']);
  });
});

describe('what anybody may read', () => {
  it('is whether the API answers, and its description', async () => {
    const { call } = anApiWorld();
    expect((await call({ method: 'GET', path: '/healthz' })).json).toEqual({ status: 'ok' });
    expect((await call({ method: 'GET', path: '/openapi.json' })).json.openapi).toBe('3.1.1');
  });
});

describe('reading', () => {
  it.each(ROUTES.filter(({ method }) => method === 'GET').map(({ path }) => path))(
    'changes nothing: GET %s',
    async (path) => {
      const { api, approvals, openGrant, writes } = anApiWorld();
      const { id } = await openGrant();
      const before = writes.length;
      const handler = path.startsWith('/approve') ? approvals : api;
      for (const name of ['alice', 'bob', 'audra']) {
        const event = httpEvent({
          method: 'GET',
          path: path.replace('{id}', id),
          authorizer: claimsOf(name),
        });
        await send(handler, event);
      }
      expect(writes.length).toBe(before);
    },
  );

  it.each([
    ['HEAD', '/approve'],
    ['HEAD', '/v1/requests'],
    ['DELETE', '/v1/requests'],
    ['GET', '/v1/nothing'],
    ['GET', '/approve/resend'],
  ])('answers 404 for what is no route, and changes nothing: %s %s', async (method, path) => {
    const { api, approvals, writes } = anApiWorld();
    for (const handler of [api, approvals]) {
      const { status, json } = await send(
        handler,
        httpEvent({ method, path, authorizer: claimsOf('alice') }),
      );
      expect([status, json.code]).toEqual([404, 'NOT_FOUND']);
    }
    expect(writes).toEqual([]);
  });

  it('is not answered by the function of another route', async () => {
    const { api, approvals } = anApiWorld();
    expect((await send(api, httpEvent({ method: 'GET', path: '/approve' }))).status).toBe(404);
    expect((await send(approvals, httpEvent({ method: 'GET', path: '/healthz' }))).status).toBe(404);
  });
});

import { describe, expect, it } from 'vitest';
import { CONTRACT } from '../../../functions/handlers/api/contract.ts';
import { ASK, anApiWorld } from '../support/api-world.ts';

describe('asking for access', () => {
  it('answers 201 with the request as the design has it, and where it is', async () => {
    const { as } = anApiWorld();
    const { status, json, headers } = await as('alice').post('/v1/requests', ASK);
    expect(status).toBe(201);
    expect(headers).toMatchObject({
      location: `/v1/requests/${json.id}`,
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(json).toEqual({
      id: expect.stringMatching(/^req_/),
      status: 'PENDING',
      target: 'orders-db',
      requester: 'alice@example.com',
      durationMinutes: 30,
      reason: 'To read the stuck orders',
      ticket: null,
      source: '10.20.30.40/32',
      requestedAt: '2026-11-23T09:00:00.000Z',
      startsAt: '2026-11-23T09:00:00.000Z',
      decideBy: '2026-11-23T10:00:00.000Z',
      decidedAt: null,
      approvals: { required: 1, received: 0 },
      policy: {
        outcome: 'manual',
        version: 'sha256:test',
        determinedBy: ['targets.orders-db.requesters'],
        reasons: [],
      },
      approvers: null,
      breakGlass: false,
      afterwards: null,
      reviews: [],
      grant: null,
    });
  });

  it('takes words as people write them: spaces around them and Windows line breaks', async () => {
    const { as } = anApiWorld();
    const { json } = await as('alice').post('/v1/requests', {
      ...ASK,
      reason: '  first\r\nsecond ✓ ',
      ticket: ' OPS-1 ',
      startsAt: '2026-11-23T12:30:00+02:00',
    });
    expect(json).toMatchObject({
      reason: 'first\nsecond ✓',
      ticket: 'OPS-1',
      startsAt: '2026-11-23T10:30:00.000Z',
    });
  });

  it('takes a reason of 1,000 characters, however many bytes they are', async () => {
    const { as } = anApiWorld();
    const { status } = await as('alice').post('/v1/requests', { ...ASK, reason: '🔑'.repeat(1_000) });
    expect(status).toBe(201);
  });

  it('takes the address that the call came from where the target says so, and no header that names another', async () => {
    const { as, configuration } = anApiWorld();
    const targets = configuration.targets.map((target) => ({ ...target, sourceDefault: 'caller' as const }));
    const { source: _, ...ask } = ASK;
    const world = anApiWorld({ targets });
    const { json } = await world
      .as('alice')
      .post('/v1/requests', ask, { 'x-forwarded-for': '10.66.66.66', 'x-real-ip': '10.66.66.66' });
    expect(json.source).toBe('10.20.30.40/32');
    expect((await as('alice').post('/v1/requests', ask)).json.errors[0].path).toBe('source');
  });
});

describe('an Idempotency-Key', () => {
  const KEY = { 'idempotency-key': 'deploy-17' };

  it('asks once, however often it is sent, and answers alike', async () => {
    const { as, started } = anApiWorld();
    const first = await as('alice').post('/v1/requests', ASK, KEY);
    const second = await as('alice').post('/v1/requests', ASK, KEY);
    expect(second).toEqual(first);
    expect(started).toHaveLength(1);
  });

  it('is refused with another body', async () => {
    const { as } = anApiWorld();
    await as('alice').post('/v1/requests', ASK, KEY);
    const { status, json } = await as('alice').post('/v1/requests', { ...ASK, durationMinutes: 31 }, KEY);
    expect([status, json.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it("is each caller's own", async () => {
    const { as } = anApiWorld();
    const hers = await as('alice').post('/v1/requests', ASK, KEY);
    const theirs = await as('dave').post('/v1/requests', { ...ASK, durationMinutes: 10 }, KEY);
    expect(theirs.status).toBe(201);
    expect(theirs.json.id).not.toBe(hers.json.id);
  });
});

describe('what policy and bounds refuse', () => {
  it.each([
    ['a target that is not there', 'alice', { target: 'payroll-db' }, 403, 'DENIED_BY_POLICY'],
    ['somebody who may not ask', 'mallory', {}, 403, 'DENIED_BY_POLICY'],
    ['a source outside the bounds', 'alice', { source: '192.168.1.1' }, 422, 'SOURCE_NOT_ALLOWED'],
    ['a source that is too wide', 'alice', { source: '10.20.0.0/16' }, 422, 'SOURCE_NOT_ALLOWED'],
    ['more minutes than the target opens for', 'alice', { durationMinutes: 121 }, 422, 'DURATION_TOO_LONG'],
  ])('%s', async (_, who, change, status, code) => {
    const { as } = anApiWorld();
    const answer = await as(who).post('/v1/requests', { ...ASK, ...change });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json).toMatchObject({ type: 'about:blank', status, code, detail: expect.any(String) });
  });

  it('a request that nobody else could approve', async () => {
    const { as, configuration } = anApiWorld();
    const targets = configuration.targets.map((target) => ({ ...target, approvers: ['alice@example.com'] }));
    const { status, json } = await anApiWorld({ targets }).as('alice').post('/v1/requests', ASK);
    expect([status, json.code]).toEqual([409, 'NO_ELIGIBLE_APPROVER']);
    expect((await as('alice').post('/v1/requests', ASK)).status).toBe(201);
  });

  it('more undecided requests than one may have, with a time to come back', async () => {
    const { as } = anApiWorld({ maxPendingPerRequester: 1 });
    await as('alice').post('/v1/requests', ASK);
    const { status, json, headers } = await as('alice').post('/v1/requests', ASK);
    expect([status, json.code, headers['retry-after']]).toEqual([429, 'RATE_LIMITED', '60']);
  });

  it('what is granted already and longer, naming the grant', async () => {
    const { as, openGrant } = anApiWorld();
    const grant = await openGrant({ minutes: 60 });
    const { status, json } = await as('alice').post('/v1/requests', ASK);
    expect([status, json.code]).toEqual([409, 'ALREADY_GRANTED']);
    expect(json).toMatchObject({ grantId: grant.id, expiresAt: '2026-11-23T10:00:00.000Z' });
  });
});

describe('getting a request', () => {
  it('shows it to who asked, who may approve and who audits, and to nobody else', async () => {
    const { as, ask } = anApiWorld();
    const { id } = await ask();
    const statuses = await Promise.all(
      ['alice', 'bob', 'audra', 'adam', 'dave', 'mallory'].map(
        async (name) => (await as(name).get(`/v1/requests/${id}`)).status,
      ),
    );
    expect(statuses).toEqual([200, 200, 200, 200, 404, 404]);
  });

  it('names the approvers to those who decide or audit', async () => {
    const { as, ask } = anApiWorld();
    const { id } = await ask();
    const approvers = async (name: string) =>
      (await as(name).get(`/v1/requests/${id}`)).json.approvals.approvers;
    expect(await approvers('alice')).toBeUndefined();
    expect(await approvers('bob')).toEqual(['bob@example.com', 'carol@example.com']);
    expect(await approvers('audra')).toEqual(['bob@example.com', 'carol@example.com']);
  });

  it.each(['req_short', `req_${'0'.repeat(25)}A`, '..%2F..', `req_${'0'.repeat(26)}x`])(
    'answers 404 for what is no id: %s',
    async (id) => {
      const { as } = anApiWorld();
      const { status, json } = await as('alice').get(`/v1/requests/${id}`);
      expect([status, json.code]).toEqual([404, 'NOT_FOUND']);
    },
  );

  it('waits, where told to, until the state changes', async () => {
    const { as, ask, approve, afterSeconds } = anApiWorld();
    const { id } = await ask();
    const waiting = as('alice').get(`/v1/requests/${id}?wait=20`);
    await afterSeconds(3);
    await approve(id);
    await afterSeconds(1);
    expect((await waiting).json).toMatchObject({ status: 'APPROVED', grant: { status: 'SCHEDULED' } });
  });

  it('answers with what there is once the time to wait is over', async () => {
    const { as, ask, afterSeconds } = anApiWorld();
    const { id } = await ask();
    const waiting = as('alice').get(`/v1/requests/${id}?wait=2`);
    await afterSeconds(2);
    expect((await waiting).json.status).toBe('PENDING');
  });
});

describe('listing requests', () => {
  it('gives every request once, newest first, page after page', async () => {
    const { as, ask, afterMinutes } = anApiWorld();
    const asked: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      asked.unshift((await ask()).id);
      await afterMinutes(1);
    }
    const listed: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { json: { items: { id: string }[]; nextCursor: string | null } } = await as('alice').get(
        `/v1/requests?limit=2${cursor && `&cursor=${cursor}`}`,
      );
      listed.push(...page.json.items.map(({ id }) => id));
      cursor = page.json.nextCursor;
    }
    expect(listed).toEqual(asked);
  });

  it('narrows by status, target and requester, however the mailbox is written', async () => {
    const { as, ask, approve } = anApiWorld();
    const approved = await ask();
    await approve(approved.id);
    await ask({ by: 'dave' });
    const ids = async (query: string) =>
      (await as('bob').get(`/v1/requests?${query}`)).json.items.map(({ id }: { id: string }) => id);
    expect(await ids('status=APPROVED')).toEqual([approved.id]);
    expect(await ids('requester=Alice%40Example.com')).toEqual([approved.id]);
    expect(await ids('target=payroll-db')).toEqual([]);
    expect(await ids('')).toHaveLength(2);
  });
});

it('answers nothing that its description does not have', async () => {
  const { as, openGrant, ask } = anApiWorld();
  await openGrant();
  const { id } = await ask({ by: 'dave' });
  const answers = [
    ['listTargets', await as('alice').get('/v1/targets')],
    ['requestAccess', await as('carol').post('/v1/requests', ASK)],
    ['listRequests', await as('bob').get('/v1/requests')],
    ['getRequest', await as('bob').get(`/v1/requests/${id}`)],
    ['listEvents', await as('bob').get(`/v1/requests/${id}/events`)],
    ['reviewRequest', await as('bob').post(`/v1/requests/${id}/reviews`, { decision: 'REJECT' })],
    ['listGrants', await as('audra').get('/v1/grants')],
    ['listAudit', await as('audra').get('/v1/audit')],
  ] as const;
  for (const [operation, { status, json }] of answers) {
    expect([operation, status]).toEqual([operation, CONTRACT[operation].status]);
    expect(CONTRACT[operation].answer.parse(json)).toEqual(json);
  }
});

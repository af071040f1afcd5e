import { describe, expect, it } from 'vitest';
import { createApprovalsHandler } from '../../../functions/handlers/approvals/create-handler.ts';
import { decidedView, linkView } from '../../../functions/handlers/schemas/approvals.ts';
import { askApprovers } from '../../../functions/use-cases/ask-approvers.ts';
import { cancelRequest } from '../../../functions/use-cases/cancel-request.ts';
import { reviewRequest } from '../../../functions/use-cases/review-request.ts';
import { ORDERS } from '../../support/world.ts';
import { type ApiWorld, anApiWorld } from '../support/api-world.ts';
import { httpEvent, send } from '../support/http-call.ts';

/** What stands in the mail to an approver. */
const mailed = (world: ApiWorld, approver: string) => {
  const mail = world.mails.find(({ to }) => to === `${approver}@example.com`);
  const token = /#([A-Za-z0-9_-]{43})/.exec(mail?.text ?? '')?.[1];
  const code = /\b(\d{6})\b/.exec(mail?.text.split('#')[1] ?? '')?.[1];
  if (token === undefined || code === undefined) throw new Error(`No link for ${approver} in ${mail?.text}`);
  return { token, code };
};

const asked = async (world = anApiWorld(), by = 'alice') => {
  const request = await world.ask({ by });
  await askApprovers(world.dependencies)({ requestId: request.id, taskToken: 'task-token' });
  return { ...world, id: request.id, linkOf: (approver: string) => mailed(world, approver) };
};

const wrong = (code: string): string => (code === '999999' ? '000000' : '999999');

describe('the preview of a link', () => {
  it('shows what an approver must know, and nothing of the account', async () => {
    const { onPage, linkOf, id } = await asked();
    const { status, json } = await onPage('/approve/preview', { token: linkOf('bob').token });
    expect(status).toBe(200);
    expect(json).toEqual({
      approver: 'bob@example.com',
      ownDecision: null,
      usable: true,
      triesLeft: 5,
      freshMail: true,
      signIn: null,
      unusual: [{ fact: 'FIRST_TIME' }],
      request: {
        id,
        status: 'PENDING',
        afterwards: null,
        target: 'orders-db',
        description: 'Orders',
        owner: 'team-orders',
        requester: 'alice@example.com',
        reason: 'To read the stuck orders',
        ticket: null,
        ports: ['tcp 5432'],
        sources: ['10.20.30.40/32 (one address)'],
        durationMinutes: 30,
        requestedAt: '2026-11-23T09:00:00.000Z',
        startsAt: null,
        decideBy: '2026-11-23T10:00:00.000Z',
        approvals: { required: 1, received: 0 },
        reviews: [],
        grant: null,
      },
    });
    expect(linkView.parse(json)).toEqual(json);
  });

  it('says of a security group that what is let in can change, and that it is wider than before', async () => {
    const ports = [...ORDERS.ports, { protocol: 'udp', fromPort: 53, toPort: 60 }] as const;
    const fleet = 'sg-0aaaaaaaaaaaaaaaa';
    const target = { ...ORDERS, ports, allowedSources: ['10.0.0.0/8', fleet] };
    const robot = { kind: 'machine', name: 'nightly-export', owners: ['dora@example.com'] } as const;
    const world = anApiWorld({
      targets: [{ ...target, requesters: ['machine:nightly-export'] }],
    });
    await world.openGrant({ machine: robot });
    const request = await world.ask({ machine: robot, source: fleet });
    world.mails.splice(0);
    await askApprovers(world.dependencies)({ requestId: request.id, taskToken: 'task-token' });
    const { json } = await world.onPage('/approve/preview', { token: mailed(world, 'bob').token });
    expect(json).toMatchObject({
      unusual: [
        { fact: 'WIDER_THAN_USUAL', usual: '10.20.30.40/32 (one address)' },
        { fact: 'OPEN_FOR_REQUESTER' },
      ],
      request: {
        ports: ['tcp 5432', 'udp 53 to 60'],
        sources: [`everything in security group ${fleet}, into which its owner can put more at any time`],
      },
    });
    expect(linkView.parse(json)).toEqual(json);
  });

  it('says that it is the first time only where it is, however much was asked in between', async () => {
    const world = anApiWorld();
    const { id } = await world.openGrant();
    await world.revoke(id);
    await world.converge();
    await world.afterMinutes(20);
    await world.sweep();
    expect(await world.grantStatus(id)).toBe('REVOKED');
    for (let count = 0; count < 60; count += 1) {
      const request = await world.ask();
      await cancelRequest(world.dependencies)({ caller: request.requester, id: request.id });
    }
    const factsFor = async (by: string) => {
      world.mails.splice(0);
      const { onPage, linkOf } = await asked(world, by);
      const { json } = await onPage('/approve/preview', { token: linkOf('bob').token });
      return json.unusual.map(({ fact }: { fact: string }) => fact);
    };
    expect(await factsFor('alice')).not.toContain('FIRST_TIME');
    expect(await factsFor('dave')).toContain('FIRST_TIME');
  });

  it('says that it is wider than usual, however much was asked and taken back in between', async () => {
    const world = anApiWorld();
    const { id } = await world.openGrant();
    await world.revoke(id);
    await world.converge();
    for (let count = 0; count < 60; count += 1) {
      const request = await world.ask();
      await cancelRequest(world.dependencies)({ caller: request.requester, id: request.id });
    }
    const wide = await world.ask({ source: '10.20.30.0/24' });
    world.mails.splice(0);
    await askApprovers(world.dependencies)({ requestId: wide.id, taskToken: 'task-token' });
    const { json } = await world.onPage('/approve/preview', { token: mailed(world, 'bob').token });
    expect(json.unusual).toContainEqual({
      fact: 'WIDER_THAN_USUAL',
      usual: '10.20.30.40/32 (one address)',
    });
  });

  it('decides nothing, however often it is asked for', async () => {
    const { onPage, linkOf, writes, id, read } = await asked();
    const before = writes.length;
    for (let count = 0; count < 20; count += 1) await onPage('/approve/preview', linkOf('bob'));
    for (let count = 0; count < 20; count += 1) {
      await onPage('/approve/preview', { token: linkOf('bob').token });
    }
    expect(writes.length).toBe(before);
    expect((await read(id)).status).toBe('PENDING');
  });

  it('takes out of a reason what cannot be seen and changes how it reads', async () => {
    const world = anApiWorld();
    const { json: request } = await world.as('alice').post('/v1/requests', {
      target: 'orders-db',
      durationMinutes: 30,
      reason: 'harmless \u202egnihtemos\u200b <img src=x onerror=alert(1)>',
      source: '10.20.30.40',
    });
    await askApprovers(world.dependencies)({ requestId: request.id, taskToken: 'task-token' });
    const { json } = await world.onPage('/approve/preview', { token: mailed(world, 'bob').token });
    expect(json.request.reason).toBe('harmless gnihtemos <img src=x onerror=alert(1)>');
  });
});

describe('the preview of a link that is used', () => {
  it('goes on showing what becomes of the request, and looks around no more', async () => {
    const { onPage, linkOf, activate, id } = await asked();
    const link = linkOf('bob');
    await onPage('/approve', { ...link, decision: 'APPROVE', durationMinutes: 10 });
    const shown = async () => (await onPage('/approve/preview', { token: link.token })).json;
    expect(await shown()).toMatchObject({
      usable: false,
      unusual: null,
      request: { status: 'APPROVED', grant: { status: 'SCHEDULED', durationMinutes: 10, activatedAt: null } },
    });
    await activate(id);
    const { request } = await shown();
    expect(request.grant).toEqual({
      status: 'ACTIVE',
      statusReason: null,
      durationMinutes: 10,
      startsAt: '2026-11-23T09:00:00.000Z',
      activatedAt: '2026-11-23T09:00:00.000Z',
      expiresAt: '2026-11-23T09:10:00.000Z',
      endedAt: null,
    });
  });

  it('knows what its person has decided, by another of their mailboxes too', async () => {
    const world = anApiWorld({
      people: { bob: ['bob@example.com', 'bob@ops.example.com'] },
      targets: [
        {
          ...ORDERS,
          approvers: ['bob@example.com', 'bob@ops.example.com', 'carol@example.com'],
          requiredApprovals: 2,
        },
      ],
    });
    const { linkOf, id, onPage, dependencies } = await asked(world);
    await reviewRequest(dependencies)({
      caller: { kind: 'person', email: 'bob@ops.example.com', groups: [] },
      id,
      decision: 'APPROVE',
      comment: null,
      durationMinutes: null,
    });
    const preview = async (name: string) =>
      (await onPage('/approve/preview', { token: linkOf(name).token })).json;
    expect(await preview('bob')).toMatchObject({ usable: false, ownDecision: 'APPROVE' });
    expect(await preview('carol')).toMatchObject({ usable: true, ownDecision: null });
  });

  it('shows nothing to who is no approver any more, and says why', async () => {
    const { dependencies, linkOf } = await asked();
    const { configuration } = dependencies;
    const targets = configuration.targets.map((target) => ({ ...target, approvers: ['carol@example.com'] }));
    const later = createApprovalsHandler({ ...dependencies, configuration: { ...configuration, targets } });
    const body = { token: linkOf('bob').token };
    const { status, json } = await send(later, httpEvent({ method: 'POST', path: '/approve/preview', body }));
    expect([status, json.code]).toEqual([403, 'NOT_AN_APPROVER']);
    expect(JSON.stringify(json)).not.toContain('alice');
  });
});

describe('deciding by link', () => {
  it('approves for less', async () => {
    const { onPage, linkOf, id, read } = await asked();
    const { status, json } = await onPage('/approve', {
      ...linkOf('bob'),
      decision: 'APPROVE',
      comment: 'Be quick',
      durationMinutes: 10,
    });
    expect(status).toBe(200);
    expect(json).toEqual({
      requestId: id,
      status: 'APPROVED',
      grantedMinutes: 10,
      startsAt: null,
      approvals: { required: 1, received: 1 },
    });
    expect(decidedView.parse(json)).toEqual(json);
    expect((await read(id)).reviews).toMatchObject([{ reviewer: 'bob@example.com', comment: 'Be quick' }]);
  });

  it('rejects', async () => {
    const { onPage, linkOf, id, read } = await asked();
    const { json } = await onPage('/approve', { ...linkOf('bob'), decision: 'REJECT' });
    expect(json).toMatchObject({ status: 'REJECTED', grantedMinutes: null });
    expect((await read(id)).status).toBe('REJECTED');
  });

  it('works once', async () => {
    const { onPage, linkOf, writes } = await asked();
    const decision = { ...linkOf('bob'), decision: 'APPROVE' };
    await onPage('/approve', decision);
    const before = writes.length;
    const { status, json } = await onPage('/approve', { ...decision, decision: 'REJECT' });
    expect([status, json.code]).toEqual([409, 'ALREADY_DECIDED']);
    expect(writes.length).toBe(before);
  });

  it('tells who comes later what was decided', async () => {
    const { onPage, linkOf, approve, id } = await asked();
    await approve(id);
    const { status, json } = await onPage('/approve', { ...linkOf('carol'), decision: 'REJECT' });
    expect([status, json.code, json.requestStatus]).toEqual([409, 'ALREADY_DECIDED', 'APPROVED']);
  });

  it('says how many wrong codes are left, and takes no more than five', async () => {
    const { onPage, linkOf, id, read } = await asked();
    const { token, code } = linkOf('bob');
    const attempt = (given: string) => onPage('/approve', { token, code: given, decision: 'APPROVE' });
    for (const left of [4, 3, 2, 1, 0]) {
      const { status, json } = await attempt(wrong(code));
      expect([status, json.code, json.triesLeft]).toEqual([422, 'WRONG_CODE', left]);
    }
    expect((await attempt(code)).status).toBe(404);
    expect((await read(id)).status).toBe('PENDING');
  });

  it('uses up its own tries and no more, however many wrong codes come at once', async () => {
    const { onPage, linkOf, id, store } = await asked();
    const { token, code } = linkOf('bob');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => onPage('/approve', { token, code: wrong(code), decision: 'APPROVE' })),
    );
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(15);
    expect(await store.readApproverTries(id, 'bob@example.com')).toBe(5);
  });

  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６', ' 12345'])(
    'counts no try for what is no code: %j',
    async (code) => {
      const { onPage, linkOf } = await asked();
      const { token } = linkOf('bob');
      const { status, json } = await onPage('/approve', { token, code, decision: 'APPROVE' });
      expect([status, json.errors[0].path]).toEqual([400, 'code']);
      expect((await onPage('/approve/preview', { token })).json.triesLeft).toBe(5);
    },
  );

  it.each([
    ['more minutes than were asked', { durationMinutes: 31 }, 'durationMinutes'],
    ['no minutes', { durationMinutes: 0 }, 'durationMinutes'],
    ['an array for a scalar', { decision: ['APPROVE'] }, 'decision'],
    ['a number for the code', { code: 123456 }, 'code'],
    ['an array of tokens', { token: ['x'] }, 'token'],
    ['an unknown field', { approver: 'bob@example.com' }, 'approver'],
  ])('refuses %s, and the request stays as it is', async (_, change, path) => {
    const { onPage, linkOf, id, read } = await asked();
    const answer = await onPage('/approve', { ...linkOf('bob'), decision: 'APPROVE', ...change });
    expect([answer.status, answer.json.code, answer.json.errors[0].path]).toEqual([
      400,
      'INVALID_REQUEST',
      path,
    ]);
    expect((await read(id)).status).toBe('PENDING');
  });
});

describe('a token that is dead', () => {
  it('is answered alike, whatever killed it', async () => {
    const world = await asked();
    const { token, code } = world.linkOf('bob');
    const exhausted = world.linkOf('carol');
    for (let count = 0; count < 5; count += 1) {
      await world.onPage('/approve', { ...exhausted, code: wrong(exhausted.code), decision: 'APPROVE' });
    }
    const tokens = {
      forged: 'A'.repeat(43),
      cutOff: token.slice(0, -1),
      longer: `${token}A`,
      empty: '',
      odd: '../../etc/passwd\u0000',
      huge: 'A'.repeat(10_000),
    };
    const answers = await Promise.all([
      ...Object.values(tokens).map((given) => world.onPage('/approve/preview', { token: given })),
      ...Object.values(tokens).map((given) =>
        world.onPage('/approve', { token: given, code, decision: 'APPROVE' }),
      ),
      world.onPage('/approve', { token: tokens.forged, code: 'no code', decision: 'APPROVE' }),
      world.onPage('/approve', { ...exhausted, decision: 'APPROVE' }),
    ]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(new Set(answers.map(({ headers }) => JSON.stringify(headers))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
  });

  it('is one whose time is over', async () => {
    const { onPage, linkOf, afterMinutes } = await asked();
    const link = linkOf('bob');
    await afterMinutes(61);
    expect((await onPage('/approve', { ...link, decision: 'APPROVE' })).status).toBe(404);
  });
});

describe('a call that the page did not make', () => {
  it.each<readonly [string, Record<string, string>]>([
    ['from another site', { origin: 'https://evil.example.com' }],
    ['from another site of the same name on another port', { origin: 'https://postern.example.com:8443' }],
    ['from a site that hides where', { origin: 'null' }],
    ['from a page of a neighbour', { 'sec-fetch-site': 'same-site' }],
    ['from across sites', { 'sec-fetch-site': 'cross-site' }],
    ['that a person typed', { 'sec-fetch-site': 'none' }],
    ['with another method in mind', { 'x-http-method-override': 'POST' }],
    ['with another method in mind, said otherwise', { 'x-method-override': 'GET' }],
  ])('is refused: %s', async (_, headers) => {
    const { onPage, linkOf, writes, id, read } = await asked();
    const before = writes.length;
    const { status, json } = await onPage('/approve', { ...linkOf('bob'), decision: 'APPROVE' }, headers);
    expect([status, json.code]).toEqual([403, 'CROSS_SITE']);
    expect((await onPage('/approve/preview', { token: linkOf('bob').token }, headers)).status).toBe(403);
    expect(writes.length).toBe(before);
    expect((await read(id)).status).toBe('PENDING');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'is refused with a content type that any form could send: %s',
    async (type) => {
      const { onPage, linkOf, id, read } = await asked();
      const body = { ...linkOf('bob'), decision: 'APPROVE' };
      const { status, json } = await onPage('/approve', body, { 'content-type': type });
      expect([status, json.errors[0].path]).toEqual([400, 'Content-Type']);
      expect((await read(id)).status).toBe('PENDING');
    },
  );

  it('is refused with anything in its query', async () => {
    const { onPage, linkOf } = await asked();
    const { status } = await onPage('/approve?_method=PUT', { ...linkOf('bob'), decision: 'APPROVE' });
    expect(status).toBe(400);
  });

  it('is taken from what is no browser, with token and code', async () => {
    const { approvals, linkOf } = await asked();
    const body = { ...linkOf('bob'), decision: 'APPROVE' };
    const { json } = await send(approvals, httpEvent({ method: 'POST', path: '/approve', body }));
    expect(json.status).toBe('APPROVED');
  });

  it('is taken from the local page', async () => {
    const { approvals, linkOf } = await asked();
    const event = httpEvent({
      method: 'POST',
      path: '/approve',
      body: { ...linkOf('bob'), decision: 'APPROVE' },
      headers: { origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-origin' },
      domainName: '127.0.0.1:8080',
    });
    expect((await send(approvals, event)).status).toBe(200);
  });
});

it('has the headers of the page on every answer, refusals too', async () => {
  const { onPage } = anApiWorld();
  for (const answer of [
    await onPage('/approve/preview', { token: 'x' }),
    await onPage('/approve', {}),
    await onPage('/approve', {}, { 'sec-fetch-site': 'cross-site' }),
  ]) {
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'content-type': 'application/problem+json',
    });
  }
});

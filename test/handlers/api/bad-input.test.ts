import { describe, expect, it } from 'vitest';
import { ASK, anApiWorld } from '../support/api-world.ts';
import { claimsOf, httpEvent, send } from '../support/http-call.ts';

const json = JSON.stringify;
const with_ = (change: object) => json({ ...ASK, ...change });

/** A body that is refused, the field that is named, and a word of what would be accepted. */
const BODIES: readonly (readonly [what: string, body: string, path: string, message: RegExp])[] = [
  ['nothing', '', '', /JSON/],
  ['no JSON', '{target: 1}', '', /JSON/],
  ['JSON with a comment', `${json(ASK)} // please`, '', /comments/],
  ['two documents', `${json(ASK)}${json(ASK)}`, '', /JSON/],
  ['a number that is none', '{"durationMinutes": NaN}', '', /JSON/],
  ['a byte order mark', `\ufeff${json(ASK)}`, '', /JSON/],
  ['an array', json([ASK]), '', /expected an object/],
  ['a string', json('please'), '', /expected an object/],
  ['null', 'null', '', /expected an object/],
  ['too deep a structure', `{"reason": ${'['.repeat(7_000)}${']'.repeat(7_000)}}`, '', /8 levels/],
  ['16 KiB and one byte', with_({ reason: 'x'.repeat(16 * 1024) }), '', /16384 bytes/],
  ['16 KiB in characters, more in bytes', with_({ reason: 'é'.repeat(8_200) }), '', /16384 bytes/],
  ['a key twice', `{"target":"a",${json(ASK).slice(1)}`, 'target', /twice .*line 1/],
  ['a key twice, once escaped', `{"\\u0074arget":"a",${json(ASK).slice(1)}`, 'target', /twice/],
  ['a key twice, further in', `{"a":[{},{"b":1,"b":2}]}`, 'a[1].b', /twice/],
  ['an unknown field', with_({ urgent: true }), 'urgent', /known: target, durationMinutes/],
  ['a misspelt field', with_({ reasons: 'x' }), 'reasons', /did you mean reason/],
  ['a field of a later day', with_({ sessionName: 'x' }), 'sessionName', /not known/],
  [
    'an emergency that is neither true nor false',
    with_({ breakGlass: 'yes' }),
    'breakGlass',
    /true or false/,
  ],
  ['a field of every object', with_({ constructor: 1 }), 'constructor', /not known/],
  ['a prototype', `{"__proto__":{},${json(ASK).slice(1)}`, '__proto__', /not known/],
  ['no target', with_({ target: undefined }), 'target', /expected text/],
  ['a target in an array', with_({ target: ['orders-db'] }), 'target', /expected text/],
  ['a target of two lines', with_({ target: 'orders\ndb' }), 'target', /one line/],
  ['no duration', with_({ durationMinutes: undefined }), 'durationMinutes', /whole number/],
  ['a duration as text', with_({ durationMinutes: '30' }), 'durationMinutes', /whole number/],
  ['a duration in an array', with_({ durationMinutes: [30] }), 'durationMinutes', /whole number/],
  ['half a minute', with_({ durationMinutes: 0.5 }), 'durationMinutes', /whole number/],
  ['no minutes', with_({ durationMinutes: 0 }), 'durationMinutes', /at least 1/],
  ['minutes before now', with_({ durationMinutes: -1 }), 'durationMinutes', /at least 1/],
  ['infinitely many', json(ASK).replace('30', '1e999'), 'durationMinutes', /whole number/],
  [
    'more than can be counted',
    json(ASK).replace('30', '9007199254740993'),
    'durationMinutes',
    /whole number/,
  ],
  ['no reason', with_({ reason: undefined }), 'reason', /1 to 1,000/],
  ['an empty reason', with_({ reason: '' }), 'reason', /1 to 1,000/],
  ['a blank reason', with_({ reason: ' \n\t ' }), 'reason', /1 to 1,000/],
  ['1,001 characters of reason', with_({ reason: 'x'.repeat(1_001) }), 'reason', /1 to 1,000/],
  ['a control character in the reason', with_({ reason: 'x\u0007y' }), 'reason', /control/],
  ['NUL in the reason', with_({ reason: 'x\u0000y' }), 'reason', /control/],
  ['half a character in the reason', json(ASK).replace('To read', '\\ud83d'), 'reason', /1 to 1,000/],
  ['a reason in an array', with_({ reason: ['why not'] }), 'reason', /1 to 1,000/],
  ['a reason that is null', with_({ reason: null }), 'reason', /1 to 1,000/],
  ['a source that is a number', with_({ source: 167772161 }), 'source', /address or CIDR/],
  ['a source in an array', with_({ source: ['10.20.30.40'] }), 'source', /address or CIDR/],
  ['an empty source', with_({ source: '' }), 'source', /address or CIDR/],
  ['a source that is null', with_({ source: null }), 'source', /address or CIDR/],
  ['no address at all', with_({ source: 'localhost' }), 'source', /10\.20\.30\.0\/24/],
  ['octal digits', with_({ source: '010.020.030.040' }), 'source', /10\.20\.30\.0\/24/],
  ['host bits', with_({ source: '10.20.30.40/24' }), 'source', /10\.20\.30\.0\/24/],
  ['everyone', with_({ source: '0.0.0.0/0' }), 'source', /never allowed/],
  ['IPv4 inside IPv6', with_({ source: '::ffff:10.20.30.40' }), 'source', /write IPv4/],
  ['a very long source', with_({ source: '1'.repeat(65) }), 'source', /64 characters/],
  ['no source where one is needed', with_({ source: undefined }), 'source', /needs a source/],
  ['a ticket of two lines', with_({ ticket: 'a\nb' }), 'ticket', /one line/],
  ['an empty ticket', with_({ ticket: '' }), 'ticket', /1 to 100/],
  ['a ticket that is a number', with_({ ticket: 17 }), 'ticket', /1 to 100/],
  ['a start in the past', with_({ startsAt: '2026-11-23T08:59:59Z' }), 'startsAt', /from now/],
  ['a start in a year', with_({ startsAt: '2027-11-23T09:00:00Z' }), 'startsAt', /from now to 2026-12-07/],
  ['a start on no day', with_({ startsAt: '2026-02-30T09:00:00Z' }), 'startsAt', /RFC 3339/],
  ['a start without offset', with_({ startsAt: '2026-11-23T10:00:00' }), 'startsAt', /RFC 3339/],
  ['a start before all time', with_({ startsAt: '0000-01-01T00:00:00+14:00' }), 'startsAt', /RFC 3339/],
  ['a start in seconds', with_({ startsAt: 1795424400 }), 'startsAt', /RFC 3339/],
];

describe('a body that is not as it must be', () => {
  it.each(BODIES)('is refused with its path, and nothing is written: %s', async (_, body, path, message) => {
    const { as, writes } = anApiWorld();
    const { status, headers, json: problem } = await as('alice').post('/v1/requests', body);
    expect([status, problem.code]).toEqual([400, 'INVALID_REQUEST']);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(problem.errors[0]).toEqual({ path, message: expect.stringMatching(message) });
    expect(writes).toEqual([]);
  });

  it('names every field that is wrong, but not thousands', async () => {
    const { as } = anApiWorld();
    const few = await as('alice').post('/v1/requests', { target: 1, reason: 2, more: 3 });
    expect(few.json.errors.map(({ path }: { path: string }) => path)).toEqual([
      'target',
      'durationMinutes',
      'reason',
      'more',
    ]);
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`f${index}`, 1]));
    expect((await as('alice').post('/v1/requests', many)).json.errors).toHaveLength(20);
  });

  it.each([
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), /UTF-8/],
    ['16 KiB and one byte behind base64', Buffer.alloc(16 * 1024 + 1, ' '), /16384 bytes/],
  ])('is refused: %s', async (_, bytes, message) => {
    const { api, writes } = anApiWorld();
    const event = httpEvent({ method: 'POST', path: '/v1/requests', authorizer: claimsOf('alice') });
    const { status, json: problem } = await send(api, {
      ...event,
      headers: { 'content-type': 'application/json' },
      body: bytes.toString('base64'),
      isBase64Encoded: true,
    });
    expect([status, problem.errors[0].message]).toEqual([400, expect.stringMatching(message)]);
    expect(writes).toEqual([]);
  });

  it('of exactly 16 KiB is read', async () => {
    const { as } = anApiWorld();
    const padded = json(ASK).padEnd(16 * 1024);
    expect((await as('alice').post('/v1/requests', padded)).status).toBe(201);
    expect((await as('dave').post('/v1/requests', `${padded} `)).status).toBe(400);
  });
});

describe('a content type', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON;charset="UTF-8"'])(
    'is taken: %s',
    async (type) => {
      const { as } = anApiWorld();
      expect((await as('alice').post('/v1/requests', ASK, { 'content-type': type })).status).toBe(201);
    },
  );

  it.each([
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/json, text/plain',
    'application/jsonp',
    'application/merge-patch+json',
  ])('is refused: %s', async (type) => {
    const { as, writes } = anApiWorld();
    const { status, json: problem } = await as('alice').post('/v1/requests', ASK, { 'content-type': type });
    expect([status, problem.code, problem.errors[0].path]).toEqual([400, 'INVALID_REQUEST', 'Content-Type']);
    expect(writes).toEqual([]);
  });
});

describe('an Idempotency-Key', () => {
  it.each(['', ' ', 'x'.repeat(129), 'schlüssel', 'a\tb', 'a b'])('is refused: %j', async (key) => {
    const { as, writes } = anApiWorld();
    const { status, json: problem } = await as('alice').post('/v1/requests', ASK, { 'idempotency-key': key });
    expect([status, problem.errors[0].path]).toEqual([400, 'Idempotency-Key']);
    expect(writes).toEqual([]);
  });
});

describe('a query', () => {
  const ID = `req_${'0'.repeat(26)}`;
  const bent = (position: unknown) => Buffer.from(JSON.stringify(position)).toString('base64url');

  it.each([
    ['/v1/targets?page=2', 'page', /not known/],
    ['/v1/requests?state=PENDING', 'state', /known: status, target/],
    ['/v1/requests?limit=2&limit=3', 'limit', /once/],
    ['/v1/requests?limit=0', 'limit', /from 1 to 100/],
    ['/v1/requests?limit=101', 'limit', /from 1 to 100/],
    ['/v1/requests?limit=1e1', 'limit', /from 1 to 100/],
    ['/v1/requests?limit=0x10', 'limit', /from 1 to 100/],
    ['/v1/requests?limit=', 'limit', /from 1 to 100/],
    ['/v1/requests?status=pending', 'status', /PENDING or APPROVED/],
    ['/v1/requests?cursor=', 'cursor', /nextCursor/],
    ['/v1/requests?cursor=abc', 'cursor', /nextCursor/],
    [`/v1/requests?cursor=${bent({ requestedAt: 1, id: ID, more: 1 })}`, 'cursor', /nextCursor/],
    [`/v1/requests?cursor=${bent({ requestedAt: 9e15, id: ID })}`, 'cursor', /nextCursor/],
    [`/v1/requests?cursor=${bent([1, ID])}`, 'cursor', /nextCursor/],
    [`/v1/requests/${ID}?wait=21`, 'wait', /from 0 to 20/],
    [`/v1/requests/${ID}?wait=-1`, 'wait', /from 0 to 20/],
    [`/v1/requests/${ID}?wait=1.5`, 'wait', /from 0 to 20/],
    [`/v1/requests/${ID}?wait=1&wait=1`, 'wait', /once/],
    [`/v1/requests/${ID}/events?limit=1`, 'limit', /not known/],
    ['/v1/grants?status=EXPIRED', 'status', /REVOKING or REVOKE_FAILED/],
    ['/v1/audit?from=yesterday', 'from', /RFC 3339/],
    ['/v1/audit?from=2026-11-23T09:00:00Z&to=2026-11-23T08:00:00Z', 'from', /before/],
    [`/v1/audit?cursor=${bent({ at: 'now', requestId: ID, sequence: 1 })}`, 'cursor', /nextCursor/],
  ])('is refused: %s', async (path, field, message) => {
    const { as } = anApiWorld();
    const { status, json: problem } = await as('audra').get(path);
    expect([status, problem.code]).toEqual([400, 'INVALID_REQUEST']);
    expect(problem.errors[0]).toEqual({ path: field, message: expect.stringMatching(message) });
  });

  it('does not stand on a call that changes something', async () => {
    const { as, writes } = anApiWorld();
    expect((await as('alice').post('/v1/requests?force=true', ASK)).json.errors[0].path).toBe('force');
    expect(writes).toEqual([]);
  });
});

describe('a decision that is not as it must be', () => {
  it.each([
    ['no decision', {}, 'decision', /APPROVE or REJECT/],
    ['a decision in small letters', { decision: 'approve' }, 'decision', /APPROVE or REJECT/],
    ['an array of decisions', { decision: ['APPROVE'] }, 'decision', /APPROVE or REJECT/],
    ['an empty comment', { decision: 'REJECT', comment: '' }, 'comment', /1 to 1,000/],
    ['more than was asked', { decision: 'APPROVE', durationMinutes: 31 }, 'durationMinutes', /only narrow/],
    [
      'a duration of a rejection',
      { decision: 'REJECT', durationMinutes: 5 },
      'durationMinutes',
      /leave it out/,
    ],
    ['somebody to decide as', { decision: 'APPROVE', reviewer: 'bob' }, 'reviewer', /not known/],
  ])('is refused, and nothing is written: %s', async (_, body, path, message) => {
    const { as, ask, writes } = anApiWorld();
    const { id } = await ask();
    const before = writes.length;
    const { status, json: problem } = await as('bob').post(`/v1/requests/${id}/reviews`, body);
    expect([status, problem.errors[0]]).toEqual([400, { path, message: expect.stringMatching(message) }]);
    expect(writes.length).toBe(before);
  });

  it.each(['cancel', 'revoke'])('a body that would be passed over: %s', async (verb) => {
    const { as, ask } = anApiWorld();
    const { id } = await ask();
    const { status, json: problem } = await as('alice').post(`/v1/requests/${id}/${verb}`, { why: 'not' });
    expect([status, problem.code]).toEqual([400, 'INVALID_REQUEST']);
  });
});

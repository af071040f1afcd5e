import { describe, expect, it } from 'vitest';
import { PROBLEM_STATUS, problem, problemCode } from '../../../functions/runtime/http/problem.ts';
import { problemOf, type Refusal } from '../../../functions/runtime/http/problem-of.ts';

type Name = Refusal['outcome'];

const detail = 'For a person.';
const detailed = (
  outcome: Extract<Refusal, { readonly detail: string; readonly grantId?: never }>['outcome'],
) => ({ outcome, detail }) as Refusal;

/** One of each refusal: the type sees to it that none is forgotten. */
const REFUSALS: { readonly [Each in Name]: readonly [refusal: Refusal, status: number, code: string] } = {
  INVALID: [
    { outcome: 'INVALID', problems: [{ path: 'source', message: 'expected an address' }] },
    400,
    'INVALID_REQUEST',
  ],
  UNAUTHENTICATED: [detailed('UNAUTHENTICATED'), 401, 'UNAUTHENTICATED'],
  CROSS_SITE: [{ outcome: 'CROSS_SITE' }, 403, 'CROSS_SITE'],
  DENIED_BY_POLICY: [detailed('DENIED_BY_POLICY'), 403, 'DENIED_BY_POLICY'],
  NOT_ALLOWED: [{ outcome: 'NOT_ALLOWED' }, 403, 'NOT_ALLOWED'],
  NOT_AN_APPROVER: [{ outcome: 'NOT_AN_APPROVER' }, 403, 'NOT_AN_APPROVER'],
  SELF_REVIEW: [{ outcome: 'SELF_REVIEW' }, 403, 'SELF_REVIEW'],
  SIGN_IN_REQUIRED: [
    {
      outcome: 'SIGN_IN_REQUIRED',
      requestId: 'req_1',
      issuer: 'https://login.example.com/',
      signIn: {
        clientId: 'postern',
        authorizationEndpoint: 'https://login.example.com/authorize',
        tokenEndpoint: 'https://login.example.com/token',
        scope: 'openid email',
        token: 'id_token',
      },
    },
    403,
    'SIGN_IN_REQUIRED',
  ],
  NOT_FOUND: [{ outcome: 'NOT_FOUND' }, 404, 'NOT_FOUND'],
  ALREADY_DECIDED: [{ outcome: 'ALREADY_DECIDED', status: 'REJECTED' }, 409, 'ALREADY_DECIDED'],
  ALREADY_GRANTED: [
    { outcome: 'ALREADY_GRANTED', grantId: 'req_1', expiresAt: 0, detail },
    409,
    'ALREADY_GRANTED',
  ],
  ALREADY_REVIEWED: [{ outcome: 'ALREADY_REVIEWED' }, 409, 'ALREADY_REVIEWED'],
  BREAK_GLASS_REFUSED: [detailed('BREAK_GLASS_REFUSED'), 409, 'BREAK_GLASS_REFUSED'],
  NO_ELIGIBLE_APPROVER: [detailed('NO_ELIGIBLE_APPROVER'), 409, 'NO_ELIGIBLE_APPROVER'],
  NOTHING_TO_REVOKE: [detailed('NOTHING_TO_REVOKE'), 409, 'NOTHING_TO_REVOKE'],
  DURATION_TOO_LONG: [detailed('DURATION_TOO_LONG'), 422, 'DURATION_TOO_LONG'],
  IDEMPOTENCY_KEY_REUSED: [{ outcome: 'IDEMPOTENCY_KEY_REUSED' }, 422, 'IDEMPOTENCY_KEY_REUSED'],
  SOURCE_NOT_ALLOWED: [detailed('SOURCE_NOT_ALLOWED'), 422, 'SOURCE_NOT_ALLOWED'],
  WRONG_CODE: [{ outcome: 'WRONG_CODE', left: 2 }, 422, 'WRONG_CODE'],
  RATE_LIMITED: [detailed('RATE_LIMITED'), 429, 'RATE_LIMITED'],
};

describe('a refusal', () => {
  it.each(Object.entries(REFUSALS))('is a problem of RFC 9457: %s', (_, [refusal, status, code]) => {
    const { statusCode, headers, body } = problemOf(refusal);
    expect([statusCode, headers['content-type']]).toEqual([status, 'application/problem+json']);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    const { title, detail: words, ...rest } = JSON.parse(body);
    expect(rest).toMatchObject({ type: 'about:blank', status, code });
    expect(title).toMatch(/^[A-Z]/);
    expect(words).toMatch(/\S.*\.$/);
  });

  it('has a code for each, and each code is somebody’s', () => {
    const told = Object.values(REFUSALS).map(([, , code]) => code);
    expect([...told, 'INTERNAL_ERROR'].sort()).toEqual(Object.keys(PROBLEM_STATUS).sort());
  });

  it.each<readonly [Name, object]>([
    ['INVALID', { errors: [{ path: 'source', message: 'expected an address' }] }],
    ['ALREADY_DECIDED', { requestStatus: 'REJECTED' }],
    ['ALREADY_GRANTED', { grantId: 'req_1', expiresAt: '1970-01-01T00:00:00.000Z' }],
    ['WRONG_CODE', { triesLeft: 2 }],
  ])('carries what a program needs: %s', (name, more) => {
    expect(JSON.parse(problemOf(REFUSALS[name][0]).body)).toMatchObject(more);
  });

  it('names the scheme where nobody is known, and a time where there was too much', () => {
    expect(problem('UNAUTHENTICATED', detail).headers['www-authenticate']).toBe('Bearer');
    expect(problem('RATE_LIMITED', detail).headers['retry-after']).toBe('60');
  });

  it('is known by its code again, and nothing else is', () => {
    expect(problemCode(problem('NOT_FOUND', detail))).toBe('NOT_FOUND');
    expect(problemCode({ statusCode: 200, headers: {}, body: '{"code":"NOT_FOUND"}' })).toBeUndefined();
  });
});

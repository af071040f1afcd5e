import { describe, expect, it } from 'vitest';
import { GATEWAY_ROUTES } from '../../functions/runtime/gateway-routes.ts';
import { ROUTES } from '../../functions/runtime/routes.ts';

const keys = (authorization: string) =>
  GATEWAY_ROUTES.filter((route) => route.authorization === authorization).map(({ key }) => key);

describe('the routes', () => {
  it('are public only for the approval page, its files and calls, health and the API description', () => {
    expect(keys('none').sort()).toEqual([
      'GET /approve',
      'GET /approve/emergency.js',
      'GET /approve/page.css',
      'GET /approve/page.js',
      'GET /approve/show.js',
      'GET /approve/sign-in.js',
      'GET /approve/words.js',
      'GET /healthz',
      'GET /openapi.json',
      'POST /approve',
      'POST /approve/preview',
      'POST /approve/resend',
    ]);
  });

  it('stand for callers with tokens, and once more under /iam for those that sign', () => {
    expect(keys('jwt')).toHaveLength(10);
    expect(keys('iam')).toEqual(keys('jwt').map((key) => key.replace(' /', ' /iam/')));
    expect(keys('jwt').filter((key) => !/ \/v1\//.test(key))).toEqual([]);
  });

  it('are no two alike', () => {
    expect(new Set(GATEWAY_ROUTES.map(({ key }) => key)).size).toBe(GATEWAY_ROUTES.length);
    expect(new Set(ROUTES.map(({ operation }) => operation)).size).toBe(ROUTES.length);
  });
});

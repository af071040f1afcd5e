import { request } from 'node:http';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { newSigningKey } from '../../local/identity/signing-key.ts';
import { aLocalWorld, type LocalWorld } from './support/local-world.ts';

/** A call to this machine under another name, as a browser makes it whose DNS somebody else controls. */
const statusUnder = (host: string, origin: string, path: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const call = request(`${origin}${path}`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    call.on('error', reject);
    call.end();
  });

const tokenCall = (world: LocalWorld, headers: Record<string, string>) =>
  world.http.call('POST', '/local/token', { body: { email: 'alice@example.com' }, headers });

describe('who calls', () => {
  it('is nobody without a token: plainly refused, before any function is asked', async () => {
    const world = await aLocalWorld();
    const answer = await world.http.call('GET', '/v1/targets');
    expect(answer).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('is never taken from a token that somebody else has signed', async () => {
    const world = await aLocalWorld();
    const { privateKey } = await newSigningKey();
    const forged = await new SignJWT({ email: 'alice@example.com', email_verified: true })
      .setProtectedHeader({ alg: 'RS256' })
      .setSubject('alice@example.com')
      .setIssuer(world.http.origin)
      .setAudience('postern')
      .setIssuedAt(Math.floor(world.clock.now() / 1000))
      .setExpirationTime(Math.floor(world.clock.now() / 1000) + 60)
      .sign(privateKey);
    const answer = await world.http.call('GET', '/v1/targets', {
      headers: { authorization: `Bearer ${forged}` },
    });
    expect(answer.status).toBe(401);
  });

  it('is nobody once the token is over', async () => {
    const world = await aLocalWorld();
    expect((await world.http.call('GET', '/v1/targets', { by: 'alice' })).status).toBe(200);
    await world.clock.advance(13 * 3_600_000);
    expect((await world.http.call('GET', '/v1/targets', { by: 'alice' })).status).toBe(401);
  });

  it('is never taken from a header', async () => {
    const world = await aLocalWorld();
    const headers = { 'x-forwarded-user': 'alice@example.com', 'x-amzn-oidc-identity': 'alice@example.com' };
    expect((await world.http.call('GET', '/v1/requests', { headers })).status).toBe(401);
  });

  it('cannot be known under /iam, where AWS would verify a signature', async () => {
    const world = await aLocalWorld();
    const answer = await world.http.call('GET', '/iam/v1/targets', { by: 'alice' });
    expect(answer).toMatchObject({ status: 403, body: { message: expect.stringContaining('without /iam') } });
  });
});

describe('what is there', () => {
  it('are the routes of the deployed API, and no others', async () => {
    const world = await aLocalWorld();
    expect((await world.http.call('GET', '/healthz')).status).toBe(200);
    expect((await world.http.call('GET', '/openapi.json')).status).toBe(200);
    expect(await world.http.call('GET', '/v2/requests', { by: 'alice' })).toMatchObject({
      status: 404,
      body: { message: 'Not Found' },
    });
    expect((await world.http.call('GET', '/v1/requests/%zz', { by: 'alice' })).status).toBe(400);
  });

  it('is the page with mailbox, people, ports and requests, which loads nothing from elsewhere', async () => {
    const world = await aLocalWorld();
    const { id } = await world.http.ask('alice', { reason: '<script>alert(1)</script>' });
    await world.pass(0);
    const page = await world.http.call('GET', '/local/');
    const { link } = await world.http.mailedLink('bob');
    expect(page.status).toBe(200);
    expect(page.body).toContain(id);
    expect(page.body).toContain(`href="${link}"`);
    expect(page.body).toContain('mallory@example.com');
    expect(page.body).not.toContain('<script>alert');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const asset of ['/local/page.css', '/local/page.js']) {
      expect((await world.http.call('GET', asset)).status).toBe(200);
    }
  });

  it('is the description of the issuer, by which others verify its tokens', async () => {
    const world = await aLocalWorld();
    const { body } = await world.http.call('GET', '/.well-known/openid-configuration');
    expect(body).toMatchObject({ issuer: world.http.origin });
    const keys = await world.http.call('GET', '/.well-known/jwks.json');
    expect(keys.body).toMatchObject({ keys: [{ kty: 'RSA', use: 'sig' }] });
    expect(JSON.stringify(keys.body)).not.toContain('"d"');
  });
});

describe('a page elsewhere', () => {
  it('gets nothing by having its own name lead to this machine', async () => {
    const world = await aLocalWorld();
    const { origin } = world.http;
    const own = origin.replace('http://', '');
    expect(await statusUnder(own, origin, '/local/mail')).toBe(200);
    expect(await statusUnder(own.replace('127.0.0.1', 'localhost'), origin, '/local/mail')).toBe(200);
    for (const path of ['/local/mail', '/local/', '/approve', '/healthz']) {
      expect(await statusUnder('rebound.example.com', origin, path)).toBe(403);
    }
    expect(await statusUnder('127.0.0.1.example.com', origin, '/local/mail')).toBe(403);
  });

  it('gets no token', async () => {
    const world = await aLocalWorld();
    expect((await tokenCall(world, {})).status).toBe(200);
    expect((await tokenCall(world, { origin: world.http.origin })).status).toBe(200);
    expect((await tokenCall(world, { origin: 'https://elsewhere.example.com' })).status).toBe(403);
    expect((await tokenCall(world, { origin: 'null' })).status).toBe(403);
    expect((await tokenCall(world, { 'content-type': 'text/plain' })).status).toBe(403);
  });

  it('decides nothing', async () => {
    const world = await aLocalWorld();
    const { id } = await world.http.ask();
    await world.pass(0);
    const { token, code } = await world.http.mailedLink('bob');
    const body = { token, code, decision: 'APPROVE' };
    const headers = { origin: 'https://elsewhere.example.com' };
    expect((await world.http.call('POST', '/approve', { body, headers })).status).toBe(403);
    expect((await world.http.request(id)).status).toBe('PENDING');
    const own = await world.http.call('POST', '/approve', { body, headers: { origin: world.http.origin } });
    expect(own.status).toBe(200);
  });
});

describe('a token', () => {
  it('is given only to people of the configuration, and to a well-formed wish', async () => {
    const world = await aLocalWorld();
    const wish = (body: unknown) => world.http.call('POST', '/local/token', { body });
    expect((await wish({ email: 'stranger@example.com' })).status).toBe(404);
    expect((await wish({ email: 'alice@example.com', groups: ['admins'] })).status).toBe(400);
    expect((await wish({ email: 'alice' })).status).toBe(400);
    expect((await wish('alice@example.com')).status).toBe(400);
  });
});

import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { aLocalWorld, type LocalWorld } from './support/local-world.ts';

const EXAMPLE = join(import.meta.dirname, '../../docs/examples/sign-in.yaml');
const aWorld = () => aLocalWorld({ configurationFile: EXAMPLE });

const given = z.object({ id_token: z.string(), access_token: z.string(), token_type: z.literal('Bearer') });

/** What a browser does for an approver at the issuer. */
const atIssuer = (world: LocalWorld) => {
  const { origin } = world.http;
  const verifier = randomBytes(32).toString('base64url');
  const parameters = {
    response_type: 'code',
    client_id: 'postern',
    redirect_uri: `${origin}/approve`,
    scope: 'openid email',
    state: 'state-of-this-sign-in',
    nonce: 'nonce-of-this-sign-in',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    login_hint: 'bob@example.com',
  };
  const query = (changed: Record<string, string> = {}) =>
    String(new URLSearchParams({ ...parameters, ...changed }));
  const send = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${origin}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { connection: 'close', ...headers },
      body: new URLSearchParams(fields),
    });
  const pick = async (email: string, headers: Record<string, string> = {}) => {
    const answer = await send(`/local/sign-in?${query()}`, { email }, headers);
    return { status: answer.status, back: new URL(answer.headers.get('location') ?? `${origin}/nowhere`) };
  };
  const codeOf = async (email: string) => (await pick(email)).back.searchParams.get('code') ?? '';
  const redeem = async (code: string, changed: Record<string, string> = {}) => {
    const answer = await send('/local/sign-in/token', {
      grant_type: 'authorization_code',
      client_id: 'postern',
      redirect_uri: `${origin}/approve`,
      code,
      code_verifier: verifier,
      ...changed,
    });
    return { status: answer.status, body: (await answer.json()) as unknown };
  };
  return { query, pick, codeOf, redeem };
};

const review = (world: LocalWorld, id: string, token: string) =>
  world.http.call('POST', `/v1/requests/${id}/reviews`, {
    headers: { authorization: `Bearer ${token}` },
    body: { decision: 'APPROVE' },
  });

const asked = async () => {
  const world = await aWorld();
  const { id } = await world.http.ask();
  await world.pass(0);
  return { world, id, issuer: atIssuer(world) };
};

describe('signing in on this machine', () => {
  it('is what the page is told to do, and brings a token that decides', async () => {
    const { world, id, issuer } = await asked();
    const mails = z
      .array(z.object({ to: z.string(), text: z.string() }))
      .parse((await world.http.call('GET', '/local/mail')).body);
    expect(mails.map(({ to }) => to).sort()).toEqual([
      'bob@example.com',
      'carol@example.com',
      'team@example.com',
    ]);
    const tokenOf = (to: string) =>
      /approve#([\w-]{43})/.exec(mails.find((mail) => mail.to === to)?.text ?? '')?.[1];
    const shown = async (to: string) =>
      (await world.http.call('POST', '/approve/preview', { body: { token: tokenOf(to) } })).body;
    const { origin } = world.http;
    expect(await shown('bob@example.com')).toMatchObject({
      signIn: {
        issuer: origin,
        clientId: 'postern',
        authorizationEndpoint: `${origin}/local/sign-in`,
        tokenEndpoint: `${origin}/local/sign-in/token`,
        loginHint: 'bob@example.com',
      },
    });
    expect(await shown('team@example.com')).toMatchObject({ signIn: { loginHint: null } });

    const { status, back } = await issuer.pick('bob@example.com');
    expect([status, back.origin + back.pathname]).toEqual([303, `${origin}/approve`]);
    expect(back.searchParams.get('state')).toBe('state-of-this-sign-in');
    const answer = await issuer.redeem(back.searchParams.get('code') ?? '');
    const { id_token: idToken } = given.parse(answer.body);
    expect(decodeJwt(idToken)).toMatchObject({
      iss: origin,
      aud: 'postern',
      email: 'bob@example.com',
      nonce: 'nonce-of-this-sign-in',
    });
    expect(await review(world, id, idToken)).toMatchObject({ status: 200 });
    await world.passMinutes(1);
    expect(await world.knock()).toBe('GREETED');
  });

  it('as somebody who may not decide decides nothing', async () => {
    const { world, id, issuer } = await asked();
    for (const [name, status] of [
      ['mallory', 404],
      ['alice', 403],
    ] as const) {
      const answer = await issuer.redeem(await issuer.codeOf(`${name}@example.com`));
      expect((await review(world, id, given.parse(answer.body).id_token)).status).toBe(status);
    }
    expect((await world.http.request(id)).status).toBe('PENDING');
  });

  it('gives a code that works once, for a minute, with its verifier and at its address', async () => {
    const { world, issuer } = await asked();
    const refused = { status: 400, body: { error: 'invalid_grant' } };
    const used = await issuer.codeOf('bob@example.com');
    expect((await issuer.redeem(used)).status).toBe(200);
    expect(await issuer.redeem(used)).toEqual(refused);
    for (const wrong of [
      { code_verifier: 'v'.repeat(43) },
      { redirect_uri: `${world.http.origin}/elsewhere` },
      { client_id: 'another' },
    ] as Record<string, string>[]) {
      const code = await issuer.codeOf('bob@example.com');
      expect(await issuer.redeem(code, wrong)).toEqual(refused);
      // Whoever tried it first with what is wrong has used it up.
      expect(await issuer.redeem(code)).toEqual(refused);
    }
    const late = await issuer.codeOf('bob@example.com');
    await world.passSeconds(60);
    expect(await issuer.redeem(late)).toEqual(refused);
    expect((await issuer.redeem('x', { code_verifier: 'short' })).body).toEqual({ error: 'invalid_request' });
  });

  it('can be declined', async () => {
    const { issuer } = await asked();
    const { back } = await issuer.pick('');
    expect(back.searchParams.get('error')).toBe('access_denied');
    expect(back.searchParams.get('state')).toBe('state-of-this-sign-in');
    expect(back.searchParams.has('code')).toBe(false);
  });

  it.each<readonly [string, Record<string, string>]>([
    ['another client', { client_id: 'another' }],
    ['another address to come back to', { redirect_uri: 'https://evil.example.com/approve' }],
    ['no challenge', { code_challenge: '' }],
    ['a challenge that is the verifier itself', { code_challenge_method: 'plain' }],
    ['a token at once', { response_type: 'token' }],
    ['no state', { state: '' }],
  ])('is refused for %s, and sends nobody anywhere', async (_, changed) => {
    const { world, issuer } = await asked();
    const answer = await world.http.call('GET', `/local/sign-in?${issuer.query(changed)}`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
  });

  it('is picked on its own page alone', async () => {
    const { issuer } = await asked();
    expect((await issuer.pick('bob@example.com', { origin: 'https://evil.example.com' })).status).toBe(403);
  });

  it('shows as text what is in its address', async () => {
    const { world, issuer } = await asked();
    const state = '"><script>alert(1)</script>';
    const { status, body } = await world.http.call('GET', `/local/sign-in?${issuer.query({ state })}`);
    expect(status).toBe(200);
    expect(body).not.toContain('<script');
  });

  it('is nothing where the configuration does not ask for it', async () => {
    const world = await aLocalWorld();
    expect((await world.http.call('GET', `/local/sign-in?${atIssuer(world).query()}`)).status).toBe(404);
  });
});

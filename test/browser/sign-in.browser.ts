import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aBrowser } from './support/browser.ts';
import { aBrowserWorld } from './support/browser-world.ts';
import { findBrowser } from './support/find-browser.ts';

/** An issuer at which everybody is signed in already, as one person. It takes each code once, with its verifier. */
const anIssuer = async (idToken: () => Promise<string>) => {
  const challenges = new Map<string, string>();
  const server = createServer(async (request, response) => {
    const address = new URL(request.url ?? '/', 'http://issuer.example.com');
    const asked = address.searchParams;
    if (address.pathname === '/authorize') {
      const code = `code-${challenges.size}`;
      challenges.set(code, asked.get('code_challenge') ?? '');
      const back = new URL(asked.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', asked.get('state') ?? '');
      response.writeHead(302, { location: String(back) }).end();
      return;
    }
    const body = new URLSearchParams((await request.toArray()).join(''));
    const challenge = challenges.get(body.get('code') ?? '');
    challenges.delete(body.get('code') ?? '');
    const made = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url');
    response.writeHead(challenge === made ? 200 : 400, {
      'access-control-allow-origin': '*',
      'content-type': 'application/json',
    });
    response.end(challenge === made ? JSON.stringify({ id_token: await idToken() }) : '{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

describe.skipIf(findBrowser() === undefined)('where approvers must sign in, the page', () => {
  const browser = aBrowser();

  const asked = async (name: string) => {
    const { world: first, restartWith } = await aBrowserWorld();
    const { http } = first;
    const issuer = await anIssuer(() => http.token(name));
    const world = await restartWith((configuration) => ({
      ...configuration,
      signIn: {
        clientId: 'postern-page',
        authorizationEndpoint: `${issuer}/authorize`,
        tokenEndpoint: `${issuer}/token`,
        scope: 'openid email',
        token: 'id_token',
      },
    }));
    const request = await world.http.ask();
    await world.passSeconds(1);
    const mail = (await world.http.call('GET', '/local/mail')).body as { to: string; text: string }[];
    const token = /approve#([\w-]{43})/.exec(
      mail.find(({ to }) => to === 'bob@example.com')?.text ?? '',
    )?.[1];
    const window = await browser.window(world.clock.now());
    await window.page.goto(`${world.postern.origin}/approve#${token}`);
    await window.reads('asks for demo-db');
    return { world, window, request };
  };

  it('has them sign in at the issuer, and decides as who they are', async () => {
    const { world, window, request } = await asked('bob');
    expect(await window.page.getByLabel('Mailed code').isVisible()).toBe(false);
    expect(await window.text()).toContain('Your decision counts once you have signed in at');
    await window.isSound('sign-in');
    await window.button('Approve for 10 minutes').click();
    await window.reads('Approved');
    expect(await world.http.request(request.id)).toMatchObject({
      status: 'APPROVED',
      reviews: [{ reviewer: 'bob@example.com' }],
    });
  });

  it('refuses whoever signs in and may not decide', async () => {
    const { world, window, request } = await asked('mallory');
    await window.button('Approve for 10 minutes').click();
    await window.page.locator('#problem:not(:empty)').waitFor();
    expect((await world.http.request(request.id)).status).toBe('PENDING');
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aBrowser, type Window } from './support/browser.ts';
import { aBrowserWorld } from './support/browser-world.ts';
import { findBrowser } from './support/find-browser.ts';

const EXAMPLE = join(import.meta.dirname, '../../docs/examples/sign-in.yaml');

describe.skipIf(findBrowser() === undefined)('where approvers must sign in, the page', () => {
  const browser = aBrowser();

  const asked = async (to = 'bob@example.com', requiredApprovals = 1) => {
    const { restartWith } = await aBrowserWorld(EXAMPLE);
    const world = await restartWith((configuration) => ({
      ...configuration,
      targets: configuration.targets.map((target) => ({ ...target, requiredApprovals })),
    }));
    const request = await world.http.ask();
    await world.passSeconds(1);
    const mails = (await world.http.call('GET', '/local/mail')).body as { to: string; text: string }[];
    const text = mails.find((mail) => mail.to === to)?.text ?? '';
    const token = /approve#([\w-]{43})/.exec(text)?.[1];
    const window = await browser.window(world.clock.now());
    await window.page.goto(`${world.postern.origin}/approve#${token}`);
    await window.reads('asks for demo-db');
    return { world, window, request, token };
  };

  /** Presses, and answers the window that opens. */
  const atIssuer = async (window: Window, button: string | RegExp = /^Approve/) => {
    const opened = window.page.waitForEvent('popup');
    await window.button(button).click();
    return await opened;
  };

  const signIn = async (window: Window, name: string | RegExp) => {
    const issuer = await atIssuer(window);
    await issuer.getByRole('button', { name }).click();
  };

  it('has them sign in at the issuer, with who is meant first, and decides as who they are', async () => {
    const { world, window, request } = await asked();
    expect(await window.page.getByLabel('Mailed code').isVisible()).toBe(false);
    expect(await window.text()).toContain('Your decision counts once you have signed in at');
    await window.isSound('sign-in');
    const issuer = await atIssuer(window);
    await issuer.getByRole('button', { name: 'bob@example.com, to whom the mail went' }).click();
    await window.reads('Approved');
    expect(await world.http.request(request.id)).toMatchObject({
      status: 'APPROVED',
      reviews: [{ reviewer: 'bob@example.com' }],
    });
  });

  it('names nobody to the issuer where several people read the mailbox', async () => {
    const { world, window, request } = await asked('team@example.com');
    expect(await window.text()).toContain('Sent to team@example.com, which several people read.');
    const issuer = await atIssuer(window);
    expect(issuer.url()).not.toMatch(/login_hint|example\.com/);
    await issuer.getByRole('button', { name: 'carol@example.com' }).click();
    await window.reads('Approved');
    expect(await world.http.request(request.id)).toMatchObject({
      reviews: [{ reviewer: 'carol@example.com' }],
    });
  });

  it('says to who reads a shared mailbox what they decided, and follows the others', async () => {
    const { world, window, request, token } = await asked('team@example.com', 2);
    await signIn(window, 'carol@example.com');
    await window.reads('Your approval is recorded');
    expect(await window.text()).toContain('1 of 2 approvals are there');
    await window.isSound('sign-in-recorded');
    // From the mail once more: there it is anybody's of the team.
    const again = await browser.window(world.clock.now());
    await again.page.goto(`${world.postern.origin}/approve#${token}`);
    await again.reads('asks for demo-db');
    await signIn(again, 'carol@example.com');
    await again.reads('You have decided on this already');
    await again.isSound('sign-in-twice');
    await again.button('Back to the request').click();
    await again.reads('asks for demo-db');
    await signIn(again, 'bob@example.com');
    await again.reads('Approved');
    await world.passSeconds(5);
    await window.reads('The port is open');
    expect((await world.http.request(request.id)).reviews).toMatchObject([
      { reviewer: 'carol@example.com' },
      { reviewer: 'bob@example.com' },
    ]);
  });

  it.each([
    ['somebody who may not decide', 'mallory@example.com', 'You do not decide on this'],
    ['who asked', 'alice@example.com', 'Nobody decides on their own request'],
    ['nobody', 'Nobody: do not sign in', 'Signing in was refused'],
  ])('has a plain page for %s, from which one comes back', async (_, name, title) => {
    const { world, window, request } = await asked();
    await window.page.getByLabel('Comment, if you like').fill('What I wrote stays');
    await signIn(window, name);
    await window.reads(title);
    await window.isSound(`sign-in-${name.split(/[@:]/)[0]?.toLowerCase()}`);
    expect((await world.http.request(request.id)).status).toBe('PENDING');
    await window.button('Back to the request').click();
    await window.reads('asks for demo-db');
    expect(await window.page.getByLabel('Comment, if you like').inputValue()).toBe('What I wrote stays');
    await signIn(window, /^bob@/);
    await window.reads('Approved');
  });

  it('says that the window was closed before it was done', async () => {
    const { world, window, request } = await asked();
    const issuer = await atIssuer(window);
    await issuer.close();
    await window.page.evaluate("dispatchEvent(new Event('focus'))");
    await window.reads('You have not signed in');
    await window.isSound('sign-in-closed');
    expect((await world.http.request(request.id)).status).toBe('PENDING');
  });

  it('says that no window could be opened', async () => {
    const { window } = await asked();
    await window.page.evaluate('window.open = () => null');
    await window.button(/^Approve/).click();
    await window.reads('No window could be opened');
    await window.isSound('sign-in-blocked');
  });

  it.each([
    ['the issuer refuses the code', { status: 400, json: { error: 'invalid_grant' } }],
    ['the issuer answers with no token', { status: 200, json: {} }],
    ['the issuer is not well', { status: 503, body: 'down' }],
  ])('says that signing in failed: %s', async (_, answer) => {
    const { world, window, request } = await asked();
    await window.page.route('**/local/sign-in/token', (route) => route.fulfill(answer));
    await signIn(window, /^bob@/);
    await window.reads('Signing in failed');
    await window.isSound('sign-in-failed');
    expect((await world.http.request(request.id)).status).toBe('PENDING');
  });

  it.each([
    ['of another sign-in', 'e30.eyJub25jZSI6ImFub3RoZXIifQ.x'],
    ['with no nonce', 'e30.e30.x'],
    ['that is none', 'x'],
  ])('takes no token %s', async (_, idToken) => {
    const { world, window, request } = await asked();
    await window.page.route('**/local/sign-in/token', (route) =>
      route.fulfill({ json: { id_token: idToken } }),
    );
    await signIn(window, /^bob@/);
    await window.reads('This sign-in is not yours');
    await window.isSound('sign-in-mismatch');
    expect((await world.http.request(request.id)).status).toBe('PENDING');
  });

  it('passes over what comes back for another sign-in, and says in that window what it can', async () => {
    const { world, window, request } = await asked();
    const issuer = await atIssuer(window);
    const { origin } = world.postern;
    const stray = await window.page.context().newPage();
    await stray.goto(`${origin}/approve?code=stolen&state=another`);
    await stray.getByRole('heading', { name: 'Signed in' }).waitFor();
    await stray.goto(`${origin}/approve?error=server_error&state=another`);
    await stray.getByRole('heading', { name: 'Not signed in' }).waitFor();
    await stray.close();
    await issuer.getByRole('button', { name: /^bob@/ }).click();
    await window.reads('Approved');
    expect((await world.http.request(request.id)).status).toBe('APPROVED');
  });

  it('says that the API does not take who signed in', async () => {
    const { window } = await asked();
    await window.page.route('**/reviews', (route) =>
      route.fulfill({ status: 401, json: { message: 'Unauthorized' } }),
    );
    await signIn(window, /^bob@/);
    await window.reads('Your sign-in is not accepted here');
    await window.isSound('sign-in-unknown');
  });

  it('has an emergency looked at by who signs in', async () => {
    const { world } = await aBrowserWorld(EXAMPLE);
    const request = await world.http.ask('alice', { breakGlass: true });
    await world.passSeconds(5);
    const mails = (await world.http.call('GET', '/local/mail')).body as { to: string; text: string }[];
    const text = mails.find(({ to }) => to === 'bob@example.com')?.text ?? '';
    const window = await browser.window(world.clock.now());
    await window.page.goto(/\S+#[\w-]{43}/.exec(text)?.[0] ?? '');
    await window.reads('alice@example.com opened demo-db in an emergency');
    const issuer = await atIssuer(window, 'It was fine');
    await issuer.getByRole('button', { name: /^bob@/ }).click();
    await window.reads('You found it to be fine');
    expect(await world.http.request(request.id)).toMatchObject({ afterwards: 'REVIEWED' });
  });
});

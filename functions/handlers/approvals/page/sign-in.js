// Signs an approver in at the organisation's issuer: authorization code with PKCE (RFC 7636), in a window of its own, so
// that the page keeps the secret of the link in memory and puts it into no store. The window comes back to this same
// page, which hands its code over by a channel of the origin: its opener is out of reach, as the page's policy has it.

const CHANNEL = 'postern-sign-in';
/** After this window is in front again, this long is waited for the other one's word. */
const GRACE = 3_000;

const inBase64 = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const random = () => inBase64(crypto.getRandomValues(new Uint8Array(32)));

const home = () => `${location.origin}${location.pathname}`;

/** Hands on what the issuer said, in the window that came back from there, and closes it. */
export const passOn = (said) => {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ state: said.get('state'), code: said.get('code') ?? undefined });
  channel.close();
  window.close();
};

/** Made beforehand, so that the window opens at the very press of a button, which browsers insist on. */
export const prepare = async (signIn) => {
  const [state, verifier] = [random(), random()];
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const address = new URL(signIn.authorizationEndpoint);
  const parameters = {
    response_type: 'code',
    client_id: signIn.clientId,
    redirect_uri: home(),
    scope: signIn.scope,
    state,
    nonce: random(),
    code_challenge: inBase64(new Uint8Array(digest)),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return { signIn, state, verifier, address: String(address) };
};

const codeOf = ({ state, address }) =>
  new Promise((resolve) => {
    const channel = new BroadcastChannel(CHANNEL);
    const over = new AbortController();
    const end = (code) => {
      over.abort();
      channel.close();
      resolve(code);
    };
    channel.addEventListener('message', ({ data }) => data.state === state && end(data.code));
    addEventListener('focus', () => setTimeout(end, GRACE), { signal: over.signal });
    if (window.open(address, '_blank', 'popup,width=520,height=680') === null) end(undefined);
  });

/** A token of whoever signed in; undefined where nobody did. */
export const signedIn = async (prepared) => {
  const code = await codeOf(prepared);
  if (code === undefined) return undefined;
  const { signIn, verifier } = prepared;
  const answer = await fetch(signIn.tokenEndpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: signIn.clientId,
      redirect_uri: home(),
      code,
      code_verifier: verifier,
    }),
  });
  return answer.ok ? (await answer.json())[signIn.token] : undefined;
};

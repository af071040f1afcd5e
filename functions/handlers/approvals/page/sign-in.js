// Signs an approver in at the organisation's issuer: authorization code with PKCE (RFC 7636) and a nonce (OpenID Connect
// Core), in a window of its own, so that the page keeps the secret of the link in memory and puts it into no store. The
// window comes back to this same page, which hands its code over by a channel of the origin: its opener is out of reach,
// as the page's policy has it.

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

/** Hands on what the issuer said, in the window that came back from there, and closes it. Answers whether it gave a code. */
export const passOn = (said) => {
  const channel = new BroadcastChannel(CHANNEL);
  const [state, code, error] = ['state', 'code', 'error'].map((name) => said.get(name) ?? undefined);
  channel.postMessage({ state, code, error });
  channel.close();
  window.close();
  return code !== undefined;
};

/** Made beforehand, so that the window opens at the very press of a button, which browsers insist on. */
export const prepare = async (signIn) => {
  const [state, verifier, nonce] = [random(), random(), random()];
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const address = new URL(signIn.authorizationEndpoint);
  const parameters = {
    response_type: 'code',
    client_id: signIn.clientId,
    redirect_uri: home(),
    scope: signIn.scope,
    state,
    nonce,
    code_challenge: inBase64(new Uint8Array(digest)),
    code_challenge_method: 'S256',
    // The mailbox that this page shows anyway; the issuer knows it.
    ...(signIn.loginHint && { login_hint: signIn.loginHint }),
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return { signIn, state, verifier, nonce, address: String(address) };
};

/** A code, or why there is none. Words of another sign-in, of this browser or a stranger's, are passed over by their state. */
const codeOf = ({ state, address }) =>
  new Promise((resolve) => {
    const channel = new BroadcastChannel(CHANNEL);
    const over = new AbortController();
    const end = (said) => {
      over.abort();
      channel.close();
      resolve(said);
    };
    channel.addEventListener('message', ({ data }) => {
      if (data.state !== state) return;
      if (data.code !== undefined) end({ code: data.code });
      else end({ problem: data.error === 'access_denied' ? 'DENIED' : 'ISSUER' });
    });
    addEventListener('focus', () => setTimeout(() => end({ problem: 'CLOSED' }), GRACE), {
      signal: over.signal,
    });
    if (window.open(address, '_blank', 'popup,width=520,height=680') === null) end({ problem: 'BLOCKED' });
  });

const nonceIn = (idToken) => {
  try {
    const [, claims] = idToken.split('.');
    return JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))).nonce;
  } catch {
    return undefined;
  }
};

const exchange = async ({ signIn, verifier }, code) => {
  try {
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
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
};

/** `{ pass }`: a token of whoever signed in, made for this very sign-in; or `{ problem }`: why there is none. */
export const signedIn = async (prepared) => {
  const { code, problem } = await codeOf(prepared);
  if (problem !== undefined) return { problem };
  const given = await exchange(prepared, code);
  const { signIn, nonce } = prepared;
  if (given?.[signIn.token] === undefined) return { problem: 'ISSUER' };
  // A token that was made for another sign-in could be somebody else's, put under an approver's press.
  const hasIdToken = given.id_token !== undefined || /\bopenid\b/.test(signIn.scope);
  if (hasIdToken && nonceIn(given.id_token) !== nonce) return { problem: 'MISMATCH' };
  return { pass: given[signIn.token] };
};

export const SIGNED_IN = ['Signed in', 'Go back to the window with the request; this one can be closed.'];
export const NOT_SIGNED_IN = [
  'Not signed in',
  'The issuer gave no proof of who you are. Go back to the window with the request; this one can be closed.',
];

/** Why a sign-in came to nothing. In none of these cases was anything decided. */
export const PROBLEMS = {
  BLOCKED: [
    'No window could be opened',
    'Signing in happens in a window of its own, and your browser did not let this page open one. Allow it, and press again. Nothing was decided.',
  ],
  CLOSED: ['You have not signed in', 'The window was left before it was done. Nothing was decided.'],
  DENIED: ['Signing in was refused', 'You or your identity provider declined it. Nothing was decided.'],
  ISSUER: [
    'Signing in failed',
    'The identity provider gave no token. Try again; if it stays so, tell whoever runs Postern. Nothing was decided.',
  ],
  MISMATCH: [
    'This sign-in is not yours',
    'The answer of the identity provider was made for another sign-in, so it was thrown away. Nothing was decided. Tell whoever runs Postern.',
  ],
  UNKNOWN: [
    'Your sign-in is not accepted here',
    'You signed in, and Postern does not take the token. Tell whoever runs it. Nothing was decided.',
  ],
  NOT_AN_APPROVER: [
    'You do not decide on this',
    'You signed in as somebody who is no approver of it. Sign in as yourself, if that was not you. Nothing was decided.',
  ],
  BUSY: ['Too many at once', 'Nothing was decided. Wait a moment, and press again.'],
  SELF_REVIEW: [
    'Nobody decides on their own request',
    'You signed in as who asks for it, or as their owner. Another approver has to decide.',
  ],
};

const REFUSALS = {
  ALREADY_REVIEWED: [
    'You have decided on this already',
    'Your word on it is on record, and counts once. If others still have to decide, they are asked too.',
  ],
  NOT_FOUND: PROBLEMS.NOT_AN_APPROVER,
  NOT_AN_APPROVER: PROBLEMS.NOT_AN_APPROVER,
  SELF_REVIEW: PROBLEMS.SELF_REVIEW,
};

/** What a page of its own says of a decision that was refused; nothing where the record says all. */
export const refusedInWords = (status, { code }) => {
  if (status === 401) return PROBLEMS.UNKNOWN;
  return status === 429 ? PROBLEMS.BUSY : REFUSALS[code];
};

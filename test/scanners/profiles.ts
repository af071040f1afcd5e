import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { GUESS, type ScannedMail, type ScannedWorld } from './scanned-world.ts';

/** What one mail scanner does with the links of a mail. */
export type Profile = (mail: ScannedMail, world: ScannedWorld) => Promise<void>;

const FILES = [
  'approve',
  'approve/page.js',
  'approve/show.js',
  'approve/words.js',
  'approve/emergency.js',
  'approve/page.css',
];

const get = async (address: string, init: RequestInit = {}): Promise<string> =>
  await (await fetch(address, init)).text();

const hrefs = (html: string): readonly string[] =>
  [...html.matchAll(/(?:href|src|action)="([^"]+)"/g)].map(([, target]) => target ?? '');

/** As a form is sent by who does not run the page's script: to its action, else to where it came from. */
const submitForms = async (link: string): Promise<void> => {
  const html = await get(link);
  const names = [...html.matchAll(/<(?:input|textarea)[^>]*\sname="(\w+)"/gs)].map(([, name]) => name ?? '');
  const fields = new URLSearchParams(Object.fromEntries(names.map((name) => [name, GUESS])));
  for (const [, attributes = ''] of html.matchAll(/<form([^>]*)>/g)) {
    const action = new URL(/action="([^"]*)"/.exec(attributes)?.[1] ?? '', link);
    await get(String(action), { method: 'POST', body: fields });
    await get(`${action.origin}${action.pathname}?${fields}`);
  }
};

/** From an address of this machine that is not the usual one, where the system allows it. */
const getFrom = async (localAddress: string, address: string): Promise<void> => {
  const call = request(address, {
    ...(process.platform === 'linux' ? { localAddress } : {}),
    headers: { 'x-forwarded-for': '203.0.113.7', forwarded: 'for=203.0.113.7' },
  });
  call.end();
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  await response.resume().toArray();
};

/** Scanners that need no browser. */
export const PROFILES: Readonly<Record<string, Profile>> = {
  'asks for the head only': async ({ link, origin }) => {
    await get(link, { method: 'HEAD' });
    for (const file of FILES) await get(`${origin}/${file}`, { method: 'HEAD' });
  },
  'gets the page': async ({ link, origin }) => {
    await get(link);
    for (const file of FILES) await get(`${origin}/${file}`);
  },
  'gets the page and follows redirects': async ({ link, origin }) => {
    await get(link, { redirect: 'follow' });
    for (const path of ['approve/', 'approve?source=mail', 'APPROVE', '']) {
      await get(`${origin}/${path}`, { redirect: 'follow' });
    }
  },
  'prefetches the page': async ({ link, origin }) => {
    const headers = { 'sec-purpose': 'prefetch;prerender', purpose: 'prefetch', 'x-moz': 'prefetch' };
    await get(link, { headers });
    for (const file of FILES) await get(`${origin}/${file}`, { headers });
  },
  'follows every link of the page': async ({ link }) => {
    for (const target of hrefs(await get(link))) await get(String(new URL(target, link)));
  },
  'submits every form of the page': async ({ link, token }) => {
    await submitForms(link);
    const body = new URLSearchParams({ token, code: GUESS, decision: 'APPROVE' });
    await get(link, { method: 'POST', body });
  },
  'comes again later': async ({ link }, world) => {
    for (let visit = 0; visit < 3; visit += 1) {
      await get(link);
      await world.later();
    }
  },
  'comes from another address': async ({ link }) => {
    await getFrom('127.0.0.2', link);
  },
  'comes many times at once': async ({ link, token, origin }) => {
    const preview = () =>
      get(`${origin}/approve/preview`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      });
    await Promise.all(Array.from({ length: 10 }, (_, call) => (call % 2 === 0 ? get(link) : preview())));
  },
  'strips what stands behind the #': async ({ origin }) => {
    await get(`${origin}/approve`);
    const headers = { 'content-type': 'application/json' };
    for (const body of ['', '{}', '{"token":""}', `{"token":"","code":"${GUESS}","decision":"APPROVE"}`]) {
      await get(`${origin}/approve`, { method: 'POST', headers, body });
    }
  },
};

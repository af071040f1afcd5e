import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anApiWorld } from '../support/api-world.ts';

const FOLDER = join(import.meta.dirname, '../../../functions/handlers/approvals/page');
const PATHS = [
  '/approve',
  '/approve/page.js',
  '/approve/show.js',
  '/approve/words.js',
  '/approve/emergency.js',
  '/approve/sign-in.js',
  '/approve/page.css',
];

describe('the approval page and its files', () => {
  it.each([
    ['/approve', 'text/html; charset=utf-8', 'page.html'],
    ['/approve/page.js', 'text/javascript; charset=utf-8', 'page.js'],
    ['/approve/show.js', 'text/javascript; charset=utf-8', 'show.js'],
    ['/approve/words.js', 'text/javascript; charset=utf-8', 'words.js'],
    ['/approve/emergency.js', 'text/javascript; charset=utf-8', 'emergency.js'],
    ['/approve/sign-in.js', 'text/javascript; charset=utf-8', 'sign-in.js'],
    ['/approve/page.css', 'text/css; charset=utf-8', 'page.css'],
  ])('are served as they are: %s', async (path, type, file) => {
    const { onPage } = anApiWorld();
    const { status, headers, text } = await onPage(path);
    expect([status, headers['content-type']]).toEqual([200, type]);
    expect(text).toBe(readFileSync(join(FOLDER, file), 'utf8'));
  });

  it.each(PATHS)('come with headers that leave a browser nothing else to do: %s', async (path) => {
    const { onPage } = anApiWorld();
    const { headers } = await onPage(path);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    const policy = (headers['content-security-policy'] ?? '').split('; ');
    expect(policy).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers).not.toHaveProperty('set-cookie');
  });

  it('may ask the issuer for a token where approvers sign in there, and nobody else', async () => {
    const endpoint = (name: string) => `https://login.example.com/${name}`;
    const { onPage } = anApiWorld({
      signIn: {
        clientId: 'postern-page',
        authorizationEndpoint: endpoint('authorize'),
        tokenEndpoint: endpoint('token'),
        scope: 'openid email',
        token: 'id_token',
      },
    });
    const { headers } = await onPage('/approve');
    const policy = (headers['content-security-policy'] ?? '').split('; ');
    expect(policy).toContain("connect-src 'self' https://login.example.com");
    expect(policy).toContain("form-action 'none'");
  });

  it('are seven, and each has a route', () => {
    expect(readdirSync(FOLDER).sort()).toEqual([
      'emergency.js',
      'page.css',
      'page.html',
      'page.js',
      'show.js',
      'sign-in.js',
      'words.js',
    ]);
  });
});

describe('the page', () => {
  const html = readFileSync(join(FOLDER, 'page.html'), 'utf8');
  const script = ['page.js', 'emergency.js', 'show.js', 'sign-in.js', 'words.js']
    .map((file) => readFileSync(join(FOLDER, file), 'utf8'))
    .join('');
  const style = readFileSync(join(FOLDER, 'page.css'), 'utf8');

  it('has no script, style or handler of its own in its text, which the policy would refuse', () => {
    expect(html.match(/<script\b[^>]*>/g)).toEqual(['<script type="module" src="approve/page.js">']);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
  });

  it('sends nothing without its script, so that whoever submits every form decides nothing', () => {
    expect(html).not.toMatch(/<form[^>]*\saction=|type="submit"|<a\s/i);
    expect(html.match(/<button /g)).toEqual(html.match(/<button (?=type="button")/g));
  });

  it('loads nothing from elsewhere', () => {
    expect(`${html}${script}${style}`).not.toMatch(/https?:|\/\/[a-z]|@import/i);
    expect(style).not.toMatch(/url\(/i);
  });

  it('writes what people wrote as text only', () => {
    expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(/);
  });

  it('keeps the token out of the address, and out of every store of the browser', () => {
    expect(script).toMatch(/history\.replaceState\(null, '', location\.pathname\)/);
    expect(script).not.toMatch(/localStorage|sessionStorage|cookie|indexedDB/);
  });

  it('has a label for each field', () => {
    const fields = [...html.matchAll(/<(?:input|textarea)\s[^>]*?\bid="(\w+)"/g)].map(([, id]) => id);
    expect(fields).toEqual(['link', 'code', 'minutes', 'comment']);
    for (const id of fields) expect(html).toContain(`<label for="${id}">`);
  });

  it('fills every place that it has', () => {
    const places = new Set([...html.matchAll(/data-(?:text|list)="(\w+)"/g)].map(([, name]) => name));
    // Those of a request's own come by their names.
    const named = ['id', 'target', 'requester', 'description', 'owner', 'reason', 'title', 'detail'];
    const missing = [...places].filter(
      (name) => !named.includes(name ?? '') && !new RegExp(`\\b${name}\\b`).test(script),
    );
    expect(missing).toEqual([]);
  });
});

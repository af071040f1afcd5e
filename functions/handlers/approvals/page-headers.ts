import type { SignIn } from '../../domain/configuration.ts';

/**
 * What a browser may do with the page: run its own script, show its own style, call back to where it came from (and,
 * where approvers sign in, ask the issuer for their token), and nothing else. No frame may hold it, no cache may keep
 * it, and its address goes nowhere as a referrer.
 */
export const pageHeaders = (signIn: SignIn | undefined) => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    ["connect-src 'self'", ...(signIn ? [new URL(signIn.tokenEndpoint).origin] : [])].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
});

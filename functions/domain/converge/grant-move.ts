import type { Closure, Ending, HeldRule } from '../grant.ts';
import type { Instant } from '../instant.ts';

/** What becomes of one grant; each kind is one named transition of `grant-transitions.ts`. */
export type GrantMove = { readonly grantId: string } & (
  | { readonly kind: 'activate'; readonly rules: readonly string[]; readonly expiresAt: Instant }
  | { readonly kind: 'beginEnd'; readonly ending: Ending }
  | { readonly kind: 'reportFailure'; readonly lastError: string; readonly nextTryAt: Instant }
  | { readonly kind: 'end'; readonly closures: readonly Closure[]; readonly held: readonly HeldRule[] }
);

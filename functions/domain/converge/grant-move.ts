import type { Closure, Ending, HeldRule } from '../grant.ts';
import type { Instant } from '../instant.ts';

/** What becomes of one grant; each kind is one named transition of `grant-transitions.ts`. */
export type GrantMove = { readonly grantId: string } & (
  | { readonly kind: 'activate'; readonly rules: readonly string[]; readonly expiresAt: Instant }
  /** A rule of an active grant has a new generation, and so another id. */
  | { readonly kind: 'renewRules'; readonly rules: readonly string[] }
  | { readonly kind: 'beginEnd'; readonly ending: Ending }
  | {
      readonly kind: 'reportFailure';
      readonly lastError: string;
      readonly nextTryAt: Instant;
      /** Rules that may still stand. */
      readonly openRules: readonly string[];
    }
  | { readonly kind: 'end'; readonly closures: readonly Closure[]; readonly held: readonly HeldRule[] }
);

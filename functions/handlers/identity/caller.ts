import type { Principal } from '../../domain/principal.ts';

/** Who calls, or why that is not known. */
export type Caller =
  | { readonly outcome: 'IDENTIFIED'; readonly caller: Principal }
  | { readonly outcome: 'UNAUTHENTICATED'; readonly detail: string };

export const identified = (caller: Principal): Caller => ({ outcome: 'IDENTIFIED', caller });
export const unauthenticated = (detail: string): Caller => ({ outcome: 'UNAUTHENTICATED', detail });

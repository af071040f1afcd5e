import type { Instant } from '../domain/instant.ts';
import type { Principal } from '../domain/principal.ts';

/** What somebody asks for. */
export interface Ask {
  readonly caller: Principal;
  readonly target: string;
  readonly durationMinutes: number;
  readonly reason: string;
  /** As written; null where it was left out. */
  readonly source: string | null;
  /** Address that the call came from; null where it is not known. */
  readonly callerAddress: string | null;
  readonly ticket: string | null;
  /** null: as soon as it is approved. */
  readonly startsAt: Instant | null;
  /** An emergency: to open at once, and to be looked at afterwards. */
  readonly breakGlass?: boolean;
}

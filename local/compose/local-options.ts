import type { PolicyFiles } from '../../functions/adapters/cedar/policy-files.ts';
import type { Configuration } from '../../functions/domain/configuration.ts';
import type { Clock, Pause } from '../../functions/ports/clock.ts';
import type { Ids, Secrets } from '../../functions/ports/ids.ts';
import type { LocalSettings } from '../../functions/runtime/configuration/local-settings.ts';
import type { SigningKey } from '../identity/issuer.ts';
import type { Write } from '../words/terminal-log.ts';

/** Everything that a local Postern is made of; tests make one of a clock of their own. */
export interface LocalOptions {
  readonly configuration: Configuration;
  readonly local: LocalSettings;
  /** As they were checked. Default: none, and people decide whatever requesters ask for. */
  readonly policies?: PolicyFiles | null;
  /** Folder of everything that outlives the process, which must be there; null keeps it in memory. */
  readonly home: string | null;
  /** Of the API; 0 takes a free one. */
  readonly port: number;
  readonly clock: Clock & Pause;
  readonly signingKey: SigningKey;
  /** Takes the lines that the terminal should show. */
  readonly say: Write;
  /** Default: random ones. */
  readonly ids?: Ids;
  readonly secrets?: Secrets;
}

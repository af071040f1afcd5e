import type { Configuration } from '../domain/configuration.ts';
import type { AccessStore } from '../ports/access-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Policy } from '../ports/policy.ts';
import type { Signals } from '../ports/signals.ts';
import type { Workflow } from '../ports/workflow.ts';

/** What most use cases stand on; each names the part that it needs. */
export interface Dependencies {
  readonly store: AccessStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly policy: Policy;
  readonly workflow: Workflow;
  readonly signals: Signals;
  readonly configuration: Configuration;
}

import type { AuditEvent } from '../domain/audit-event.ts';
import { isAuditor, maySee } from '../domain/entitlement.ts';
import type { Instant } from '../domain/instant.ts';
import type { Principal } from '../domain/principal.ts';
import type { AuditPosition } from '../ports/access-store.ts';
import type { Dependencies } from './dependencies.ts';

type TrailDependencies = Pick<Dependencies, 'store' | 'configuration'>;

/** The trail of one request, first to last. */
export const listEvents =
  ({ store, configuration }: TrailDependencies) =>
  async ({
    caller,
    id,
  }: {
    readonly caller: Principal;
    readonly id: string;
  }): Promise<
    { readonly outcome: 'LISTED'; readonly events: readonly AuditEvent[] } | { readonly outcome: 'NOT_FOUND' }
  > => {
    const request = await store.read(id);
    if (request === undefined || !maySee(request, caller, configuration)) return { outcome: 'NOT_FOUND' };
    return { outcome: 'LISTED', events: await store.events(id) };
  };

/** The trail of all requests, oldest first; for auditors and admins. */
export const listAudit =
  ({ store, configuration }: TrailDependencies) =>
  async (query: {
    readonly caller: Principal;
    readonly from: Instant;
    readonly to: Instant;
    readonly after?: AuditPosition;
    readonly limit: number;
  }): Promise<
    | {
        readonly outcome: 'LISTED';
        readonly items: readonly AuditEvent[];
        readonly next: AuditPosition | null;
      }
    | { readonly outcome: 'NOT_ALLOWED' }
  > => {
    const { caller, ...range } = query;
    if (!isAuditor(caller, configuration)) return { outcome: 'NOT_ALLOWED' };
    return { outcome: 'LISTED', ...(await store.audit(range)) };
  };

import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import type { Commit } from '../../../functions/ports/access-store.ts';
import { short } from '../ec2/invoked-ingress-rules.ts';
import type { Cloud } from '../functions/cloud.ts';
import type { Court } from './court.ts';
import { groupOf, needsOf, openedAs, textOf } from './truth.ts';

const ENDS = ['EXPIRED', 'REVOKED', 'FAILED'];
/** An end from here may have something to close; before that, nothing was ever announced to EC2. */
const BEGUN = ['ACTIVATING', 'ACTIVE', 'REVOKING', 'REVOKE_FAILED'];
const isEnded = ({ grant }: AccessRequest): boolean => grant !== null && ENDS.includes(grant.status);

/** Invariant 8, and the second half of 3: what must be true when an end is said. */
export class EndsJudge {
  readonly #cloud: Cloud;
  readonly #court: Court;

  constructor(cloud: Cloud, court: Court) {
    this.#cloud = cloud;
    this.#court = court;
  }

  /** Called when the commit is written. */
  committed({ changes }: Commit): void {
    for (const { before, after } of changes) {
      if (isEnded(after) && before?.grant && BEGUN.includes(before.grant.status)) this.#judge(after);
    }
  }

  #judge(request: AccessRequest): void {
    const { ec2 } = this.#cloud;
    const group = groupOf(request);
    for (const permission of request.access.permissions) {
      const text = textOf(permission);
      // By their records: one whose time is up within the same moments has its own end still to come.
      const live = needsOf(this.#cloud, group, text);
      const standing = ec2.rules
        .standing(group)
        .filter((rule) => rule.origin === 'POSTERN' && openedAs(rule) === text);
      const said = `${request.id} is said to be ${request.grant?.status}`;
      if (standing.length > 0) {
        const names = standing.map(({ ruleId }) => short(ruleId)).join();
        this.#court.demand(8, live.length > 0, () => `${said} while ${names} stands`);
        this.#court.demand(
          8,
          this.#namesHolder(request, live),
          () => `${said} without naming who holds ${names}`,
        );
      }
      const coming = [...ec2.inFlight].filter(
        (call) => call.group === group && textOf(call.permission) === text,
      );
      const isOwn = coming.some(({ ledgerId }) => this.#grantOf(group, ledgerId) === request.id);
      this.#court.demand(
        3,
        !isOwn || live.length > 0,
        () => `${said} while a call that opens it is under way`,
      );
    }
  }

  #namesHolder({ grant }: AccessRequest, live: readonly { readonly requestId: string }[]): boolean {
    const held = grant && 'held' in grant ? grant.held : [];
    return held.some(({ byGrant }) => live.some(({ requestId }) => requestId === byGrant));
  }

  #grantOf(group: string, ledgerId: string): string | undefined {
    return this.#cloud.tables.groups.get(group)?.rows.get(ledgerId)?.grantId;
  }
}

import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import { type Instant, MINUTE } from '../../../functions/domain/instant.ts';
import { principalName } from '../../../functions/domain/principal.ts';
import type { Commit } from '../../../functions/ports/access-store.ts';
import type { Cloud } from '../functions/cloud.ts';
import { EMERGENCY } from '../story/cast.ts';
import type { Court } from './court.ts';

const OVER = ['EXPIRED', 'REVOKED', 'FAILED'];
const LIVE = ['SCHEDULED', 'ACTIVATING', 'ACTIVE'];
const MOST_AT_ONCE = 4;
const MOST_UNSEEN = 2;

/** Whether a port was open for it, or may still come to be. */
const isReal = ({ status, grant }: AccessRequest): boolean => {
  if (status !== 'APPROVED') return false;
  if (!OVER.includes(grant.status)) return true;
  return (
    'closures' in grant &&
    (grant.activatedAt !== null || grant.closures.some(({ ruleId }) => ruleId !== null))
  );
};

const isUnseen = (emergency: AccessRequest): boolean => isReal(emergency) && emergency.reviews.length === 0;
const isRejected = ({ reviews }: AccessRequest): boolean =>
  reviews.some(({ decision }) => decision === 'REJECT');

const emergenciesIn = ({ tables }: Cloud): readonly AccessRequest[] =>
  [...tables.requests.values()].filter(
    ({ breakGlass, status }) => breakGlass === true && status === 'APPROVED',
  );

/** Emergencies of which nobody was told that they are, or that nobody has looked at them. Part of invariant 11. */
export const untold = (cloud: Cloud): readonly string[] =>
  emergenciesIn(cloud).flatMap((emergency) => {
    const { id } = emergency;
    const isTold = (code: 'BREAK_GLASS_OPENED' | 'BREAK_GLASS_REVIEW_DUE'): boolean =>
      cloud.signals.named.has(`${code} ${id}`);
    return [
      ...(isTold('BREAK_GLASS_OPENED') || cloud.signals.named.has(`KEPT_ASIDE ${id}`)
        ? []
        : [`nobody was told of emergency ${id}`]),
      ...(isUnseen(emergency) && !isTold('BREAK_GLASS_REVIEW_DUE')
        ? [`nobody was told that ${id} is not looked at`]
        : []),
    ];
  });

/** Invariant 15 (decision 0008): who breaks the glass, how often, for how long, and that a rejection ends it. */
export class EmergenciesJudge {
  readonly #cloud: Cloud;
  readonly #court: Court;
  /** When the first rejection of each was written. */
  readonly #rejectedAt = new Map<string, Instant>();

  constructor(cloud: Cloud, court: Court) {
    this.#cloud = cloud;
    this.#court = court;
  }

  /** Called before the commit is written. */
  committing({ changes }: Commit): void {
    for (const { before, after } of changes) {
      if (after.breakGlass !== true || after.status !== 'APPROVED') continue;
      if (before === null) this.#judgeBegin(after);
      this.#judgeLength(after);
      if (!isRejected(after) || this.#rejectedAt.has(after.id)) continue;
      this.#rejectedAt.set(after.id, this.#cloud.scheduler.now());
      this.#court.demand(
        15,
        !LIVE.includes(after.grant.status),
        () => `${after.id} was rejected, and goes on`,
      );
    }
  }

  #judgeBegin({ id, requester, target, requestedAt }: AccessRequest): void {
    const { skews } = this.#cloud;
    const name = principalName(requester);
    const mayBreak =
      EMERGENCY.targets.includes(target) &&
      EMERGENCY.people.some((person) => name === `${person}@example.com`);
    this.#court.demand(15, mayBreak, () => `${name} may not open ${target} in an emergency, as ${id} does`);
    const earlier = emergenciesIn(this.#cloud).filter(
      (other) => other.target === target && principalName(other.requester) === name,
    );
    const count = (holds: (emergency: AccessRequest) => boolean): number => earlier.filter(holds).length;
    this.#court.demand(15, count(isUnseen) < MOST_UNSEEN, () => `${id} begins while others wait to be seen`);
    this.#court.demand(15, count(isReal) < MOST_AT_ONCE, () => `${id} is one more than may be in a day`);
    // One that is rejected in the very moment of asking was not known.
    const askedFrom = requestedAt - Math.max(...skews);
    const wasRejected = earlier.some((other) => (this.#rejectedAt.get(other.id) ?? Infinity) < askedFrom);
    this.#court.demand(15, !wasRejected, () => `${id} begins after one before it was rejected`);
  }

  #judgeLength({ id, grant }: AccessRequest): void {
    if (grant?.status !== 'ACTIVE') return;
    const isShort = grant.expiresAt - grant.activatedAt <= EMERGENCY.maxMinutes * MINUTE;
    this.#court.demand(15, isShort, () => `${id} is open for longer than an emergency may be`);
  }
}

import type { AccessRequest } from '../domain/access-request.ts';
import { POSTERN } from '../domain/audit-event.ts';
import type { Change } from '../domain/change.ts';
import { type Due, duties } from '../domain/due.ts';
import { abandon, canStart } from '../domain/grant-transitions.ts';
import { type Instant, SECOND } from '../domain/instant.ts';
import { emergencySignalled, type NoticeDuty, notice, reviewMissed } from '../domain/notices.ts';
import { changeRequest } from './change-request.ts';
import type { Dependencies } from './dependencies.ts';
import { expireUndecided } from './expire-request.ts';
import { signalEmergency } from './signal-emergency.ts';
import { resumeExecution, startEndingLate, startExecution } from './tell-workflow.ts';
import { workOff } from './work-off.ts';

export interface TimekeeperReport {
  readonly due: number;
  /** Requests whose duty failed; each was signalled, and is due again. */
  readonly failed: number;
}

type TimekeeperDependencies = Pick<Dependencies, 'store' | 'clock' | 'signals' | 'workflow'>;

/** Requests in one run; what is left over is the most overdue of the next. */
const AT_MOST = 100;
/** Requests that are looked after at once, so that a service that hangs for some keeps few others waiting. */
const AT_ONCE = 8;
/** Milliseconds after which no request is begun any more: what hangs must not keep the run from its end, and from saying so. */
export const BEGINS_WITHIN = 40 * SECOND;

const giveUpActivation = async (
  { store, clock, signals }: TimekeeperDependencies,
  requestId: string,
): Promise<void> => {
  const result = await changeRequest(store, requestId, (request) =>
    canStart('abandon', request)
      ? {
          change: abandon(
            request,
            {
              as: 'FAILED',
              by: POSTERN,
              reason: 'NEVER_ACTIVATED',
              detail: 'Its workflow did not come to open it in time',
            },
            clock.now(),
          ),
        }
      : { refusal: 'STARTED' },
  );
  if ('changed' in result) signals.send({ code: 'NEVER_ACTIVATED', requestId });
};

/** Has a mail sent that time asks for. It is ordered, not sent: this function may not send any. */
const giveNotice = async (
  { store, clock }: TimekeeperDependencies,
  requestId: string,
  duty: NoticeDuty,
): Promise<void> => {
  await changeRequest(store, requestId, (request) => {
    const noticed = notice(request, duty, clock.now());
    return noticed
      ? { change: noticed.change, with: { mailOrder: noticed.order } }
      : { refusal: 'NOT_DUE_ANY_MORE' };
  });
};

/** What is said is noted behind it, so that it is said at least once. */
const noteSaid = async (
  { store, clock }: TimekeeperDependencies,
  requestId: string,
  said: (request: AccessRequest, now: Instant) => Change | null,
): Promise<void> => {
  await changeRequest(store, requestId, (request) => {
    const change = said(request, clock.now());
    return change ? { change } : { refusal: 'NOT_DUE_ANY_MORE' };
  });
};

const mentionReviewDue = async (
  dependencies: TimekeeperDependencies,
  { id: requestId, target }: AccessRequest,
): Promise<void> => {
  dependencies.signals.send({ code: 'BREAK_GLASS_REVIEW_DUE', requestId, target });
  await noteSaid(dependencies, requestId, reviewMissed);
};

/** The publisher has, as a rule; it stands still where nobody hears that it does. */
const makeEmergencyHeard = async (
  dependencies: TimekeeperDependencies,
  request: AccessRequest,
): Promise<void> => {
  await signalEmergency(dependencies, request);
  await noteSaid(dependencies, request.id, emergencySignalled);
};

/** Every minute: what must happen because time passed, and nobody else made it happen. Touches no EC2. */
export const keepTime = (dependencies: TimekeeperDependencies) => {
  const { store, clock, signals } = dependencies;
  const expire = expireUndecided(dependencies);

  const perform = async (requestId: string, kind: Due['kind']): Promise<void> => {
    const request = await store.read(requestId);
    if (request === undefined) return;
    switch (kind) {
      case 'START_EXECUTION':
        signals.send({ code: 'EXECUTION_STARTED_LATE', requestId });
        return await startExecution(dependencies, request);
      case 'RESUME_EXECUTION':
        signals.send({ code: 'DECISION_DELIVERED_LATE', requestId });
        return await resumeExecution(dependencies, request);
      case 'START_ENDING':
        return await startEndingLate(dependencies, request);
      case 'EXPIRE': {
        await expire(requestId);
        const expired = await store.read(requestId);
        if (expired) await resumeExecution(dependencies, expired);
        return;
      }
      case 'GIVE_UP_ACTIVATION':
        return await giveUpActivation(dependencies, requestId);
      case 'REMIND':
      case 'ESCALATE':
      case 'MENTION_ENDING':
        return await giveNotice(dependencies, requestId, kind);
      case 'MENTION_REVIEW_DUE':
        return await mentionReviewDue(dependencies, request);
      case 'SIGNAL_EMERGENCY':
        return await makeEmergencyHeard(dependencies, request);
    }
  };

  return async (): Promise<TimekeeperReport> => {
    const beginBy = clock.now() + BEGINS_WITHIN;
    const ids = await store.due(clock.now(), AT_MOST);
    const failed = new Set<string>();
    /** One that fails keeps no other waiting. */
    const attempt = async (requestId: string, work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (cause) {
        failed.add(requestId);
        signals.send({ code: 'DUTY_FAILED', requestId, cause });
      }
    };
    const lookAfter = async (requestId: string): Promise<void> => {
      const request = await store.read(requestId);
      const now = clock.now();
      for (const { kind } of request ? duties(request).filter(({ at }) => at <= now) : []) {
        await attempt(requestId, () => perform(requestId, kind));
      }
    };
    const mayBegin = (): boolean => clock.now() < beginBy;
    await workOff(ids, AT_ONCE, (requestId) => attempt(requestId, () => lookAfter(requestId)), mayBegin);
    // Last, so that it is silent where runs begin and do not end.
    signals.send({ code: 'REQUESTS_DUE', count: ids.length });
    return { due: ids.length, failed: failed.size };
  };
};

import { describe, expect, it } from 'vitest';
import type { AccessRequest } from '../../functions/domain/access-request.ts';
import { ACTIVATION_WINDOW, dueAt, duties, GRACE, HEARD_OF_WITHIN } from '../../functions/domain/due.ts';
import { DAY, HOUR, MINUTE } from '../../functions/domain/instant.ts';
import { aRequest, everyHistory, history, latest, policyOutcome, START, step } from '../support/records.ts';

const moments = (request: AccessRequest) =>
  Object.fromEntries(duties(request).map(({ kind, at }) => [kind, at]));
const requestAfter = (...steps: Parameters<typeof history>[1][]) => latest(history({}, ...steps));

/** When bob approves and nobody else acts. */
const APPROVED_AT = START + MINUTE;

describe('what time brings to a request', () => {
  it('that waits for people and has no execution: one is started after a moment of grace, and it expires', () => {
    expect(moments(aRequest())).toEqual({ START_EXECUTION: START + GRACE, EXPIRE: START + HOUR });
  });

  it('that waits for people: it expires', () => {
    expect(moments(requestAfter(step.started))).toEqual({ EXPIRE: START + HOUR });
  });

  it('that was approved while its execution waits: the execution is told, or activation is given up', () => {
    expect(moments(requestAfter(step.started, step.approved))).toEqual({
      RESUME_EXECUTION: APPROVED_AT + GRACE,
      GIVE_UP_ACTIVATION: APPROVED_AT + ACTIVATION_WINDOW,
    });
  });

  it('that was approved before its execution was started: it is started first', () => {
    expect(moments(requestAfter(step.approved))).toEqual({
      START_EXECUTION: START + GRACE,
      GIVE_UP_ACTIVATION: APPROVED_AT + ACTIVATION_WINDOW,
    });
  });

  it('that was approved and whose execution was told: activation is given up', () => {
    expect(moments(requestAfter(step.started, step.approved, step.resumed))).toEqual({
      GIVE_UP_ACTIVATION: APPROVED_AT + ACTIVATION_WINDOW,
    });
  });

  it('that is to start tomorrow: activation is given up tomorrow', () => {
    const tomorrow = latest(history({ startsAt: START + DAY }, step.started, step.approved, step.resumed));
    expect(moments(tomorrow)).toEqual({ GIVE_UP_ACTIVATION: START + DAY + ACTIVATION_WINDOW });
  });

  it('that policy approved: nobody is to be told', () => {
    const automatic = policyOutcome('automatic');
    expect(moments(aRequest(automatic))).toEqual({
      START_EXECUTION: START + GRACE,
      GIVE_UP_ACTIVATION: START + ACTIVATION_WINDOW,
    });
    expect(moments(latest(history(automatic, step.started)))).toEqual({
      GIVE_UP_ACTIVATION: START + ACTIVATION_WINDOW,
    });
  });

  it('that broke the glass: it is made sure that somebody hears of it', () => {
    const emergency = { ...policyOutcome('automatic'), breakGlass: true } as const;
    expect(moments(latest(history(emergency, step.started)))).toMatchObject({
      SIGNAL_EMERGENCY: START + HEARD_OF_WITHIN,
    });
    expect(moments(aRequest({ ...policyOutcome('denied'), breakGlass: true }))).toEqual({});
  });

  it.each([
    ['rejected', step.rejected, APPROVED_AT],
    ['cancelled', step.cancelled, START + 5 * MINUTE],
    ['not decided in time', step.undecided, START + HOUR],
  ] as const)('that was %s while its execution waits: the execution is told', (_, decide, decidedAt) => {
    expect(moments(requestAfter(step.started, decide))).toEqual({ RESUME_EXECUTION: decidedAt + GRACE });
    expect(duties(requestAfter(step.started, decide, step.resumed))).toEqual([]);
    expect(duties(requestAfter(decide))).toEqual([]);
  });

  it('that policy denied: nothing', () => {
    expect(duties(aRequest(policyOutcome('denied')))).toEqual([]);
  });

  it('whose rules are opening, open or closing: nothing here, for that is the business of its group', () => {
    const opened = [step.started, step.approved, step.resumed, step.activating];
    expect(duties(requestAfter(...opened))).toEqual([]);
    expect(duties(requestAfter(...opened, step.active))).toEqual([]);
    expect(duties(requestAfter(...opened, step.active, step.expiring, step.stuck))).toEqual([]);
  });

  it('whose grant is active while its execution was never told: it is told', () => {
    const active = requestAfter(step.started, step.approved, step.activating, step.active);
    expect(moments(active)).toEqual({ RESUME_EXECUTION: APPROVED_AT + GRACE });
  });
});

describe('the moment at which a request is due', () => {
  it('is that of its first duty, at every step of every history', () => {
    for (const { after: request } of Object.values(everyHistory()).flat()) {
      const all = duties(request).map(({ at }) => at);
      expect(dueAt(request)).toBe(all.toSorted((a, b) => a - b)[0] ?? null);
    }
  });

  it('comes for every request that is not decided', () => {
    const pending = Object.values(everyHistory())
      .flat()
      .filter(({ after: { status } }) => status === 'PENDING');
    expect(pending.length).toBeGreaterThan(10);
    for (const { after: request } of pending) expect(dueAt(request)).toBeLessThanOrEqual(request.decideBy);
  });
});

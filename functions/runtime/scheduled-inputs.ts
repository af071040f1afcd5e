/** What the scheduler sends every minute. Infra sets it, the handlers take nothing else. */
export const SCHEDULED_INPUTS = {
  sweeper: { version: 1, action: 'sweep', all: false },
  timekeeper: { version: 1, action: 'keep-time' },
} as const;

import type { Instant } from '../../domain/instant.ts';

export interface LocalTime {
  /** `monday` to `sunday`. */
  readonly weekday: string;
  /** 0 to 1,439. */
  readonly minuteOfDay: number;
}

/**
 * What the clock on the wall says in a time zone.
 *
 * @param timeZone IANA name; anything else throws
 */
export const localTimeIn = (timeZone: string): ((at: Instant) => LocalTime) => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'long',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return {
      weekday: (parts.get('weekday') ?? '').toLowerCase(),
      minuteOfDay: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
    };
  };
};

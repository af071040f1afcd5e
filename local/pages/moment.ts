import { type Instant, toTimestamp } from '../../functions/domain/instant.ts';

/** `2026-11-23 09:30:01 UTC` */
export const momentOnPage = (at: Instant): string => `${toTimestamp(at).slice(0, 19).replace('T', ' ')} UTC`;

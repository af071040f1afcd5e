import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import { askKey } from '../run/people.ts';
import { SOURCES } from '../story/cast.ts';
import type { Story } from '../story/story.ts';
import type { Court } from './court.ts';

/** Invariant 7: a request means what the story's person wrote, in canonical form. */
export const judgeSources = (
  court: Court,
  story: Story,
  request: AccessRequest,
  key: string | undefined,
): void => {
  const ask = story.find((item, index) => item.kind === 'ASK' && askKey(index) === key);
  if (ask?.kind !== 'ASK') return;
  const [permission, ...others] = request.access.permissions;
  const holds =
    others.length === 0 &&
    permission?.source === SOURCES[ask.source]?.canonical &&
    request.target === ask.target &&
    request.durationMinutes === ask.minutes;
  court.demand(7, holds, () => `${request.id} is not what was asked`);
};

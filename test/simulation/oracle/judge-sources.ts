import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import { askKey } from '../run/people.ts';
import { portsOf, SOURCES } from '../story/cast.ts';
import type { Story } from '../story/story.ts';
import type { Court } from './court.ts';
import { textOf } from './truth.ts';

const sameTexts = (one: readonly string[], other: readonly string[]): boolean =>
  one.toSorted().join() === other.toSorted().join();

/** Invariant 7: a request means what the story's person wrote, in canonical form, for every port of the target. */
export const judgeSources = (
  court: Court,
  story: Story,
  request: AccessRequest,
  key: string | undefined,
): void => {
  const ask = story.find((item, index) => item.kind === 'ASK' && askKey(index) === key);
  if (ask?.kind !== 'ASK') return;
  const moves = story.filter(
    (item) => item.kind === 'DEPLOY' && item.change === 'PORT_CHANGED' && item.target === ask.target,
  );
  // As the target was, or as deployments have moved its ports by then: each by one.
  const shifts = [0, ...moves.map((_, index) => index + 1)];
  const source = SOURCES[ask.source]?.canonical ?? '';
  const means = (shift: number): boolean =>
    sameTexts(
      request.access.permissions.map(textOf),
      portsOf(ask.target).map(({ protocol, fromPort, toPort }) =>
        textOf({ protocol, fromPort: fromPort + shift, toPort: toPort + shift, source }),
      ),
    );
  const holds =
    shifts.some(means) &&
    request.target === ask.target &&
    request.durationMinutes === ask.minutes &&
    request.breakGlass === ask.isEmergency;
  court.demand(7, holds, () => `${request.id} is not what was asked`);
};

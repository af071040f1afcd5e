import type { AccessRequest } from './access-request.ts';
import type { GroupState } from './group-state.ts';
import { isLive } from './group-state.ts';
import type { Instant } from './instant.ts';
import type { Network } from './network.ts';
import { principalName } from './principal.ts';
import { hasOpened } from './requester-history.ts';
import { type ReferencedSource, type Source, sourceOf, sourceText } from './source.ts';

/** What an approver should notice about a request. */
export type Unusual =
  /** The requester never had this target open by another request. */
  | { readonly fact: 'FIRST_TIME' }
  /**
   * The widest source that the requester had this target open from before, in canonical form. A security group or prefix
   * list is wider than everything but itself: nobody here knows who is in it.
   */
  | { readonly fact: 'WIDER_THAN_USUAL'; readonly usual: string }
  /** It starts outside working hours: the wall clock of the configured time zone, such as `Saturday 22:14`. */
  | { readonly fact: 'OUTSIDE_WORKING_HOURS'; readonly clock: string; readonly timeZone: string }
  /** The requester has this target open already, until then at the latest. */
  | { readonly fact: 'OPEN_FOR_REQUESTER'; readonly until: Instant }
  /** Others have this target open now: their names, each once. */
  | { readonly fact: 'OPEN_FOR_OTHERS'; readonly names: readonly string[] };

/** Monday to Friday, 08:00 to 18:00. */
const WORKING = { weekend: ['Saturday', 'Sunday'], from: '08:00', to: '18:00' } as const;

const sourcesOf = ({ access }: AccessRequest): readonly Source[] =>
  access.permissions.map(({ source }) => sourceOf(source));

const isNetwork = (source: Source): source is Network => source.kind === 'network';
const isReference = (source: Source): source is ReferencedSource => source.kind !== 'network';

const widest = (sources: readonly Source[], family: Network['family']): Network | undefined =>
  sources
    .filter(isNetwork)
    .filter((network) => network.family === family)
    .sort((a, b) => a.prefix - b.prefix)[0];

const newReference = (asked: readonly Source[], before: readonly Source[]): readonly Unusual[] => {
  const known = new Set(before.map(sourceText));
  const isNew = asked.filter(isReference).some(({ id }) => !known.has(id));
  const usual = before.find(isReference) ?? widest(before, 'ipv4') ?? widest(before, 'ipv6');
  return isNew && usual ? [{ fact: 'WIDER_THAN_USUAL', usual: sourceText(usual) }] : [];
};

const width = (request: AccessRequest, opened: readonly AccessRequest[]): readonly Unusual[] => {
  const [asked, before] = [sourcesOf(request), opened.flatMap(sourcesOf)];
  const networks = (['ipv4', 'ipv6'] as const).flatMap((family) => {
    const usual = widest(before, family);
    const wide = widest(asked, family);
    return usual && wide && wide.prefix < usual.prefix
      ? [{ fact: 'WIDER_THAN_USUAL', usual: usual.cidr } as const]
      : [];
  });
  return [...networks, ...newReference(asked, before)];
};

const hours = ({ startsAt }: AccessRequest, timeZone: string): readonly Unusual[] => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
  });
  const parts = new Map(format.formatToParts(startsAt).map(({ type, value }) => [type, value]));
  const [day = '', time] = [parts.get('weekday'), `${parts.get('hour')}:${parts.get('minute')}`];
  const isWorkday = !(WORKING.weekend as readonly string[]).includes(day);
  return isWorkday && time >= WORKING.from && time < WORKING.to
    ? []
    : [{ fact: 'OUTSIDE_WORKING_HOURS', clock: `${day} ${time}`, timeZone }];
};

const openNow = (
  { id, target, requester }: AccessRequest,
  grants: GroupState['grants'],
  now: Instant,
): readonly Unusual[] => {
  const open = grants.filter(
    (grant) =>
      grant.target === target && grant.grantId !== id && grant.phase === 'ACTIVE' && isLive(grant, now),
  );
  const own = open.filter((grant) => grant.requester === principalName(requester));
  const others = new Set(open.filter((grant) => !own.includes(grant)).map((grant) => grant.requester));
  return [
    ...(own.length === 0
      ? []
      : [{ fact: 'OPEN_FOR_REQUESTER', until: Math.max(...own.map(({ endsAt }) => endsAt)) } as const]),
    ...(others.size === 0 ? [] : [{ fact: 'OPEN_FOR_OTHERS', names: [...others].sort() } as const]),
  ];
};

/**
 * What is out of the ordinary, the most telling first.
 *
 * @param hadBefore whether the target was ever open for the requester, by whichever request but this
 * @param earlier the latest requests of the same requester for the same target that were made before this one, in any order
 * @param grants of the target's security group
 * @param timeZone IANA name; anything else throws
 */
export const unusualIn = (
  request: AccessRequest,
  known: {
    readonly hadBefore: boolean;
    readonly earlier: readonly AccessRequest[];
    readonly grants: GroupState['grants'];
    readonly timeZone: string;
  },
  now: Instant,
): readonly Unusual[] => {
  const opened = known.earlier.filter(hasOpened);
  return [
    ...(known.hadBefore ? [] : [{ fact: 'FIRST_TIME' } as const]),
    ...width(request, opened),
    ...hours(request, known.timeZone),
    ...openNow(request, known.grants, now),
  ];
};

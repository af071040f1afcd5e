import type { PortRange } from '../../domain/port-range.ts';
import type { TargetEntry } from './file-shape.ts';
import type { Finding } from './finding.ts';

type Written = Pick<TargetEntry, 'protocol' | 'port' | 'ports'>;
type Place = readonly PropertyKey[];

/** A range as it was written, or what is wrong with it, and where below the target it stands. */
export type WrittenRange =
  | { readonly range: PortRange; readonly place: Place }
  | { readonly range: null; readonly finding: Finding };

type Entry = number | Partial<Record<'port' | 'from' | 'to', number> & Pick<PortRange, 'protocol'>>;

const wrong = (path: Place, message: string): WrittenRange => ({ range: null, finding: { path, message } });

const rangeOf = (entry: Entry, place: Place, inherited: PortRange['protocol']): WrittenRange => {
  if (typeof entry === 'number') return rangeOf({ port: entry }, place, inherited);
  const { port, from, to, protocol = inherited } = entry;
  if (port !== undefined && from === undefined && to === undefined) {
    return { range: { protocol, fromPort: port, toPort: port }, place };
  }
  if (from === undefined || to === undefined || port !== undefined) {
    return wrong(place, 'expected either port, or from and to');
  }
  return from <= to
    ? { range: { protocol, fromPort: from, toPort: to }, place }
    : wrong([...place, 'to'], `expected at least ${from}, where the range begins`);
};

/** The ports of a target in their order, however they are written: `port`, `ports` as a range, or `ports` as a list. */
export const writtenRanges = ({ port, ports, protocol }: Written): readonly WrittenRange[] => {
  if ((port === undefined) === (ports === undefined))
    return [wrong(['port'], 'expected either port or ports')];
  if (ports === undefined) return [rangeOf({ ...(port !== undefined && { port }) }, ['port'], protocol)];
  return Array.isArray(ports)
    ? ports.map((entry, index) => rangeOf(entry, ['ports', index], protocol))
    : [rangeOf(ports, ['ports'], protocol)];
};

/** Those that are right. */
export const portRanges = (target: Written): readonly PortRange[] =>
  writtenRanges(target).flatMap(({ range }) => range ?? []);

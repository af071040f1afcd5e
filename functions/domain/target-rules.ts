import type { Target } from './configuration.ts';
import { addressesIn } from './network.ts';
import { byPort } from './port-range.ts';
import type { Principal } from './principal.ts';
import type { Permission } from './rule-key.ts';
import { isAllowedBy, parseSource, referencedSourceOf, type Source, sourceOf, sourceText } from './source.ts';

/** What of an ask the bounds of its target decide. */
export interface AskedOfTarget {
  readonly requester: Pick<Principal, 'kind'>;
  /** As written; null where it was left out. */
  readonly source: string | null;
  /** The address that the ask came from, without prefix; null where it is not known. */
  readonly callerAddress: string | null;
  readonly durationMinutes: number;
}

export type TargetVerdict =
  /** Exactly these rules would open, one each, all of them together. */
  | { readonly outcome: 'WITHIN_BOUNDS'; readonly permissions: readonly Permission[] }
  | {
      readonly outcome: 'REFUSED';
      readonly code: 'INVALID_REQUEST' | 'SOURCE_NOT_ALLOWED' | 'DURATION_TOO_LONG';
      /** The field of the ask that is refused. */
      readonly field: 'source' | 'durationMinutes';
      /** For a person; says what would be accepted. */
      readonly message: string;
    };

type Refused = Extract<TargetVerdict, { outcome: 'REFUSED' }>;

const refused = (code: Refused['code'], field: Refused['field'], message: string): Refused => ({
  outcome: 'REFUSED',
  code,
  field,
  message,
});

/**
 * Of a target's allowed sources, those that this principal may ask from. Security groups and prefix lists are for systems:
 * a person who is let in with everything that is in one is not let in, but hides in it.
 */
export const sourcesFor = (
  { allowedSources, referencedSources }: Target,
  { kind }: Pick<Principal, 'kind'>,
): readonly string[] =>
  kind === 'machine' || referencedSources === 'anybody'
    ? allowedSources
    : allowedSources.filter((source) => referencedSourceOf(source) === undefined);

/** Sources in a sentence: `a CIDR within 10.0.0.0/8 or 2001:db8::/32, or sg-…`. */
const acceptable = (sources: readonly string[]): string => {
  const networks = sources.filter((source) => referencedSourceOf(source) === undefined);
  const references = sources.filter((source) => referencedSourceOf(source) !== undefined);
  const within = networks.length === 0 ? [] : [`a CIDR within ${networks.join(' or ')}`];
  return [...within, ...references].join(', or ') || 'nothing that you may ask from';
};

const askedSource = (target: Target, asked: AskedOfTarget): string | Refused => {
  if (asked.source !== null) return asked.source;
  if (target.sourceDefault === 'caller' && asked.callerAddress !== null) return asked.callerAddress;
  return refused(
    'INVALID_REQUEST',
    'source',
    `${target.name} needs a source: ${acceptable(sourcesFor(target, asked.requester))}.`,
  );
};

const checkSource = (
  target: Target,
  source: Source,
  requester: AskedOfTarget['requester'],
): Refused | null => {
  const allowed = sourcesFor(target, requester);
  const text = sourceText(source);
  if (source.kind !== 'network' && requester.kind === 'person' && target.referencedSources !== 'anybody') {
    return refused(
      'SOURCE_NOT_ALLOWED',
      'source',
      `${text}: only machines reach ${target.name} from a security group or prefix list; you may from ${acceptable(allowed)}.`,
    );
  }
  if (!allowed.some((one) => isAllowedBy(source, sourceOf(one)))) {
    return refused(
      'SOURCE_NOT_ALLOWED',
      'source',
      `${text} may not reach ${target.name}; it takes ${acceptable(allowed)}.`,
    );
  }
  if (source.kind !== 'network' || source.prefix >= target.minimumPrefix[source.family]) return null;
  const narrowest = target.minimumPrefix[source.family];
  const widest = addressesIn({ ...source, prefix: narrowest });
  return refused(
    'SOURCE_NOT_ALLOWED',
    'source',
    `${text} is ${addressesIn(source)}; ${target.name} takes a prefix of /${narrowest} or longer (${widest} at most).`,
  );
};

/** Whether a target's bounds take what is asked, and then which rules it means. */
export const applyTargetRules = (target: Target, asked: AskedOfTarget): TargetVerdict => {
  const { durationMinutes } = asked;
  if (!Number.isInteger(durationMinutes) || durationMinutes < 1) {
    return refused(
      'INVALID_REQUEST',
      'durationMinutes',
      `Expected whole minutes, 1 to ${target.maxMinutes}.`,
    );
  }
  if (durationMinutes > target.maxMinutes) {
    return refused(
      'DURATION_TOO_LONG',
      'durationMinutes',
      `${target.name} opens for at most ${target.maxMinutes} minutes.`,
    );
  }
  const text = askedSource(target, asked);
  if (typeof text !== 'string') return text;
  const parsed = parseSource(text);
  if (parsed.outcome === 'REFUSED') return refused('INVALID_REQUEST', 'source', parsed.message);
  const source = sourceText(parsed.source);
  return (
    checkSource(target, parsed.source, asked.requester) ?? {
      outcome: 'WITHIN_BOUNDS',
      permissions: target.ports.toSorted(byPort).map((ports) => ({ ...ports, source })),
    }
  );
};

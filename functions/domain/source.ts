import { isWithin, type Network, parseNetwork } from './network.ts';

/**
 * Everything in a security group or prefix list. Who is in there is known to AWS alone, and changes without Postern: the
 * group gets and loses members, and whoever owns the list edits its entries.
 */
export interface ReferencedSource {
  readonly kind: 'security-group' | 'prefix-list';
  /** `sg-…` or `pl-…`, as EC2 writes it. */
  readonly id: string;
}

/** Where access comes from, in its only canonical form. */
export type Source = Network | ReferencedSource;

export type ParsedSource =
  | { readonly outcome: 'PARSED'; readonly source: Source }
  /** The message says what would be accepted. */
  | { readonly outcome: 'REFUSED'; readonly message: string };

/** EC2 has given ids of 8 and of 17 digits (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html). */
const REFERENCE = /^(sg|pl)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;
const KINDS = { sg: 'security-group', pl: 'prefix-list' } as const;
/** What was most likely meant as one: longer texts are nobody's id, and not repeated in messages. */
const LIKE_REFERENCE = /^.{0,20}\b(sg|pl)-.{0,30}$/is;

const refused = (message: string): ParsedSource => ({ outcome: 'REFUSED', message });

/** The group or list that an id names; undefined for what is no such id. */
export const referencedSourceOf = (text: string): ReferencedSource | undefined => {
  const [id, prefix] = REFERENCE.exec(text) ?? [];
  return id !== undefined && (prefix === 'sg' || prefix === 'pl') ? { kind: KINDS[prefix], id } : undefined;
};

/**
 * Reads a source as a person writes it: an address or CIDR (see `parseNetwork`), or the id of a security group or prefix
 * list of Postern's own account and region.
 */
export const parseSource = (text: string): ParsedSource => {
  const reference = referencedSourceOf(text);
  if (reference !== undefined) return { outcome: 'PARSED', source: reference };
  if (!LIKE_REFERENCE.test(text)) return parseNetwork(text);
  const quoted = JSON.stringify(text);
  return text.includes('/')
    ? refused(`${quoted}: a security group of another account cannot be a source; name one of this account.`)
    : refused(
        `${quoted}: expected the id of a security group or prefix list as EC2 writes it, such as sg-0a1b2c3d4e5f60718 or pl-0a1b2c3d4e5f60718.`,
      );
};

/** How a source stands in records and rule keys: `10.20.30.40/32`, `sg-…`, `pl-…`. No two sources have the same. */
export const sourceText = (source: Source): string => (source.kind === 'network' ? source.cidr : source.id);

/** A source out of our own records. Throws where it is not canonical: what a person wrote goes through parseSource. */
export const sourceOf = (text: string): Source => {
  const parsed = parseSource(text);
  if (parsed.outcome === 'PARSED' && sourceText(parsed.source) === text) return parsed.source;
  throw new Error(`Not a canonical source: ${text}`);
};

/** Whether all that comes from the source is allowed: a network within a network, or that very group or list. */
export const isAllowedBy = (source: Source, allowed: Source): boolean => {
  if (source.kind === 'network') return allowed.kind === 'network' && isWithin(source, allowed);
  return allowed.kind !== 'network' && source.id === allowed.id;
};

import { DAY, type Instant } from './instant.ts';

/**
 * Who acts. A person is known by a verified mailbox, a machine by the name that the configuration gives its
 * IAM principal. A machine never reviews, and its owners cannot approve what it asked for.
 */
export type Principal =
  | { readonly kind: 'person'; readonly email: string; readonly groups: readonly string[] }
  | { readonly kind: 'machine'; readonly name: string; readonly owners: readonly string[] };

/** How long after a call the groups that its token claimed are believed. Nobody asks the issuer again before a port opens. */
export const CLAIMS_BELIEVED_FOR = DAY;

/** A principal as it is believed to be at a moment: later than that, in no group that only its token claimed. */
export const believedAt = (principal: Principal, claimedAt: Instant, at: Instant): Principal =>
  principal.kind === 'person' && principal.groups.length > 0 && at > claimedAt + CLAIMS_BELIEVED_FOR
    ? { ...principal, groups: [] }
    : principal;

/** In lower case, whatever stands around a letter: a final sigma has a form of its own, and is no other letter. */
const lowered = (text: string): string => text.toLowerCase().replaceAll('ς', 'σ');

/** How a mailbox is written in records and compared where it gives a right: nothing but letter case is folded. */
export const canonicalMailbox = (address: string): string => lowered(address.trim());

/**
 * The person behind a mailbox, for telling people apart where that takes a right away: look-alike letters and a
 * `+tag` make no second person. It never gives a right, since somewhere such addresses may be different people.
 */
export const personBehind = (address: string): string => {
  const folded = lowered(address.normalize('NFKC').trim());
  const at = folded.lastIndexOf('@');
  if (at < 0) return folded;
  const local = folded.slice(0, at);
  const plus = local.indexOf('+');
  return `${plus > 0 ? local.slice(0, plus) : local}${folded.slice(at)}`;
};

/** Mailboxes that are one person's, by a name for that person. */
export type Aliases = Readonly<Record<string, readonly string[]>>;

/**
 * The person behind a mailbox as the configuration knows people: all mailboxes of one entry are one person. As with
 * {@link personBehind} this takes rights away and gives none.
 */
export const personIn = (people: Aliases | undefined, address: string): string => {
  const person = personBehind(address);
  const known = Object.entries(people ?? {}).find(([, own]) =>
    own.some((mailbox) => personBehind(mailbox) === person),
  );
  return known ? `person:${known[0]}` : person;
};

/** How a principal stands in records and lists: `alice@example.com`, `machine:nightly-export`. */
export const principalName = (principal: Principal): string =>
  principal.kind === 'person' ? canonicalMailbox(principal.email) : `machine:${principal.name}`;

/** Where a principal is written to: its own mailbox, or its owners'. */
export const mailboxesOf = (principal: Principal): readonly string[] =>
  principal.kind === 'person'
    ? [canonicalMailbox(principal.email)]
    : principal.owners.map((owner) => canonicalMailbox(owner));

/** Whether this mailbox belongs to one who may not decide what the principal asked for: itself, or an owner. */
export const isInterested = (mailbox: string, principal: Principal, people?: Aliases): boolean =>
  mailboxesOf(principal).some((own) => personIn(people, own) === personIn(people, mailbox));

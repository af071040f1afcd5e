/**
 * Who acts. A person is known by a verified mailbox, a machine by the name that the configuration gives its
 * IAM principal. A machine never reviews, and its owners cannot approve what it asked for.
 */
export type Principal =
  | { readonly kind: 'person'; readonly email: string; readonly groups: readonly string[] }
  | { readonly kind: 'machine'; readonly name: string; readonly owners: readonly string[] };

/** One person, one mailbox: letter case and a `+tag` make no second person. */
export const canonicalMailbox = (address: string): string => {
  const lowered = address.normalize('NFKC').trim().toLowerCase();
  const at = lowered.lastIndexOf('@');
  if (at < 0) return lowered;
  const local = lowered.slice(0, at);
  const plus = local.indexOf('+');
  return `${plus > 0 ? local.slice(0, plus) : local}${lowered.slice(at)}`;
};

/** How a principal stands in records and lists: `alice@example.com`, `machine:nightly-export`. */
export const principalName = (principal: Principal): string =>
  principal.kind === 'person' ? canonicalMailbox(principal.email) : `machine:${principal.name}`;

/** Mailboxes that may not decide what this principal asked for. */
export const interestedMailboxes = (principal: Principal): readonly string[] =>
  principal.kind === 'person'
    ? [canonicalMailbox(principal.email)]
    : principal.owners.map((owner) => canonicalMailbox(owner));

import { mailboxesIn } from '../../domain/entitlement.ts';
import type { ConfigurationFile, TargetEntry } from './file-shape.ts';

type Approvers = Pick<TargetEntry, 'approvers'>;

/** Mailboxes of single people, groups written out, each once. */
export const peopleAmong = (
  { approvers }: Approvers,
  { groups }: Pick<ConfigurationFile, 'groups'>,
): string[] => [
  ...mailboxesIn(
    approvers.filter((entry) => typeof entry === 'string'),
    { groups },
  ),
];

/** Mailboxes that several people read. */
export const sharedAmong = ({ approvers }: Approvers): string[] =>
  approvers.flatMap((entry) => (typeof entry === 'string' ? [] : [entry.mailbox]));

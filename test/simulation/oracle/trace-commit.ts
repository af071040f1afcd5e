import type { LedgerRow } from '../../../functions/domain/ledger.ts';
import type { Commit } from '../../../functions/ports/access-store.ts';
import { short } from '../ec2/invoked-ingress-rules.ts';
import type { Cloud } from '../functions/cloud.ts';

const rowText = (row: LedgerRow): string => {
  const rule = 'ruleId' in row && row.ruleId !== null ? ` ${short(row.ruleId)}` : '';
  const evidence = row.state === 'SETTLED' ? ` (${row.evidence})` : '';
  return `${short(row.id)}${rule} ${row.state}${evidence}`;
};

/** A commit as the timeline tells it: transitions of requests, and of the ledger's rows. */
export const traceCommit = ({ trace }: Cloud, { changes, group }: Commit): void => {
  if (trace.lines === null) return;
  for (const { after, event } of changes) {
    if (event)
      trace.add(
        () => `${short(after.id)}: ${event.from ?? 'new'} → ${event.to} (${event.type} by ${event.actor})`,
      );
  }
  for (const row of group?.putRows ?? [])
    trace.add(() => `  ledger: ${rowText(row)} for ${short(row.grantId)}`);
  for (const id of group?.removeRows ?? []) trace.add(() => `  ledger: ${short(id)} is forgotten`);
};

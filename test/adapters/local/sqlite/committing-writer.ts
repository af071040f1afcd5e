// Run by the durability test in a process of its own, which it kills: commits without end, and says what was answered.
import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../../../functions/adapters/local/sqlite/sqlite-access-store.ts';
import { aNewRequest, step } from '../../../support/records.ts';

const location = process.argv[2];
if (!location) throw new Error('Which file?');
const store = openSqliteStore(location);

for (;;) {
  const asked = aNewRequest();
  await store.commit({ changes: [asked] });
  const { outcome } = await store.commit({ changes: [step.approved(asked.after)] });
  if (outcome === 'COMMITTED') writeSync(process.stdout.fd, `${asked.after.id}\n`);
}

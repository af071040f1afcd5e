import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, expect, it } from 'vitest';
import { HOUR, toTimestamp } from '../../../../functions/domain/instant.ts';
import { aNewRequest, START } from '../../../support/request-records.ts';
import { describeOnDynamoDbLocal } from './engine.ts';

const OPEN = `@id("open") @maxMinutes("30")
permit (principal in Postern::Group::"engineering", action == Postern::Action::"autoApprove", resource);`;

describeOnDynamoDbLocal('policies replayed on a deployment’s table', (makeTable) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'postern-replay-'));
    cpSync('config/policies', folder, { recursive: true });
    writeFileSync(join(folder, 'open.cedar'), OPEN);
  });

  /** As a person runs it, in a process of its own. */
  const replay = async (endpoint: string, tableName: string) => {
    const from = ['--from', toTimestamp(START - HOUR), '--to', toTimestamp(START + HOUR)];
    const args = ['replay', '--table', tableName, '--policies', folder, ...from];
    const env = { ...process.env, AWS_ENDPOINT_URL_DYNAMODB: endpoint };
    const { stdout } = await promisify(execFile)(process.execPath, ['local/policy/main.ts', ...args], {
      env,
    });
    return stdout;
  };

  it('print each recorded request that would come out otherwise, over several pages of the trail', {
    timeout: 60_000,
  }, async () => {
    const table = await makeTable();
    const short = aNewRequest({ durationMinutes: 30 });
    const long = Array.from({ length: 101 }, () =>
      aNewRequest({ durationMinutes: 60, requiredApprovals: 2 }),
    );
    for (const change of [short, ...long]) await table.store.commit({ changes: [change] });
    const printed = await replay(table.endpoint, table.tableName);
    expect(printed).toContain(`${short.after.id} alice@example.com orders-db 30 min`);
    expect(printed).toContain('now automatic, 30 minutes, by open');
    expect(printed.match(/now /g)).toHaveLength(1);
    expect(printed).toContain(`102 requests since ${toTimestamp(START - HOUR)}: 1 would come out otherwise`);
    await table.close();
  });
});

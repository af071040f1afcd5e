import { existsSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { type Instant, toTimestamp } from '../../functions/domain/instant.ts';
import { principalName } from '../../functions/domain/principal.ts';
import type { AccessStore } from '../../functions/ports/access-store.ts';
import { UsageRefused } from '../../functions/runtime/command-line.ts';
import { outcomeInWords } from '../../functions/runtime/policies/evaluate.ts';
import { type Replayed, replay as replayed } from '../../functions/runtime/policies/replay.ts';
import { ConfigurationRefused } from '../load-local-configuration.ts';
import type { PolicyOptions } from './options.ts';
import { readProposed } from './proposed.ts';

type Records = Pick<AccessStore, 'audit' | 'read' | 'list'>;

const openRecords = async ({ table, home }: PolicyOptions): Promise<Records & { close?(): void }> => {
  if (table !== null) {
    const { recordedRequests } = await import('../../functions/runtime/aws/recorded-requests.ts');
    return recordedRequests(table);
  }
  const file = join(home, 'postern.sqlite');
  if (!existsSync(file)) {
    throw new ConfigurationRefused(
      `${file}: there are no records of npm start (--home FOLDER, or --table NAME for a deployment)`,
    );
  }
  if (!isBuiltin('node:sqlite')) {
    throw new ConfigurationRefused(
      `Records of npm start are read by Node 22.13 or later, and this is ${process.version}: run it by such a one, or give ` +
        '--table NAME for the records of a deployment',
    );
  }
  const { openSqliteStore } = await import('../../functions/adapters/local/sqlite/sqlite-access-store.ts');
  const { OtherTables } = await import('../../functions/adapters/local/sqlite/database.ts');
  try {
    return openSqliteStore(file);
  } catch (error) {
    if (!(error instanceof OtherTables)) throw error;
    throw new ConfigurationRefused(`${error.message} (--home FOLDER)`, { cause: error });
  }
};

const line = ({ request, was, now }: Replayed): string => {
  const { id, requestedAt, requester, target, durationMinutes } = request;
  const asked = `${toTimestamp(requestedAt)} ${id} ${principalName(requester)} ${target} ${durationMinutes} min`;
  const why = now.why === '' ? '' : ` (${now.why})`;
  return `${asked}\n  was ${outcomeInWords(was)}\n  now ${outcomeInWords(now)}${why}`;
};

/** Prints every recorded request whose outcome would change. Answers the exit code. */
export const replay = async (
  options: PolicyOptions,
  say: (line: string) => void,
  now: Instant,
): Promise<number> => {
  const { from, to } = options;
  if (from === null) throw new UsageRefused('replay needs --from DATE, such as --from 2026-11-01');
  const proposed = await readProposed(options);
  const records = await openRecords(options);
  let all = 0;
  let changed = 0;
  try {
    for await (const each of replayed(records, proposed, { from, to: to ?? now })) {
      all += 1;
      if (!each.isChanged) continue;
      changed += 1;
      say(line(each));
    }
  } finally {
    records.close?.();
  }
  say(
    `${all} ${all === 1 ? 'request' : 'requests'} since ${toTimestamp(from)}: ${changed} would come out otherwise`,
  );
  return options.exitCode && changed > 0 ? 1 : 0;
};

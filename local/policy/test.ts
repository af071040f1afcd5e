import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '../../functions/domain/configuration.ts';
import type { Principal } from '../../functions/domain/principal.ts';
import { evaluate, outcomeInWords, type TriedOutcome } from '../../functions/runtime/policies/evaluate.ts';
import { ConfigurationRefused } from '../load-local-configuration.ts';
import { type PolicyCase, readCases } from './case-file.ts';
import type { PolicyOptions } from './options.ts';
import { type Proposed, readProposed } from './proposed.ts';

const principalOf = ({ who, groups }: PolicyCase, { machines }: Configuration): Principal => {
  if (who.startsWith('group:')) {
    throw new ConfigurationRefused(
      `${who}: a group asks for nothing; name one person, and its groups under groups`,
    );
  }
  if (!who.startsWith('machine:')) return { kind: 'person', email: who, groups };
  const name = who.slice('machine:'.length);
  const owners = machines.find((machine) => machine.name === name)?.owners;
  if (owners === undefined) throw new ConfigurationRefused(`${who}: the configuration has no such machine`);
  return { kind: 'machine', name, owners };
};

const tried = async (each: PolicyCase, proposed: Proposed): Promise<TriedOutcome> =>
  await evaluate(proposed, {
    requester: principalOf(each, proposed.configuration),
    target: each.what.target,
    durationMinutes: each.what.minutes,
    source: each.what.source,
    ticket: each.what.ticket,
    breakGlass: false,
    askedAt: each.when,
    at: each.when,
    history: each.given,
  });

const isAsExpected = ({ expect, by, minutes, approvals }: PolicyCase, found: TriedOutcome): boolean =>
  found.outcome === expect &&
  (by === undefined || by.toSorted().join() === found.by.toSorted().join()) &&
  (minutes === undefined || minutes === found.minutes) &&
  (approvals === undefined || approvals === found.approvals);

const expectation = ({ expect, by = [], minutes, approvals }: PolicyCase): string =>
  outcomeInWords({ outcome: expect, by, minutes: minutes ?? null, approvals: approvals ?? null, why: '' });

const casesIn = (folder: string) => {
  if (!existsSync(folder))
    throw new ConfigurationRefused(`${folder}: there is no such folder (--cases FOLDER)`);
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  if (names.length === 0) throw new ConfigurationRefused(`${folder} has no case: expected a file *.yaml`);
  return names.toSorted().flatMap((name) => {
    const file = join(folder, name);
    return readCases(file, readFileSync(file, 'utf8')).map((each) => ({ ...each, file }));
  });
};

/** Runs the cases, and prints each that came out otherwise. Answers the exit code. */
export const test = async (options: PolicyOptions, say: (line: string) => void): Promise<number> => {
  const proposed = await readProposed(options);
  const cases = casesIn(options.cases);
  let failed = 0;
  for (const each of cases) {
    const found = await tried(each, proposed);
    if (isAsExpected(each, found)) continue;
    failed += 1;
    const why = found.why === '' ? '' : ` (${found.why})`;
    say(`${each.file}:${each.line}: ${each.name}`);
    say(`  expected ${expectation(each)}; found ${outcomeInWords(found)}${why}`);
  }
  say(`${cases.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
};

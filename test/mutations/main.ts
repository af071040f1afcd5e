import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Mutation } from './mutation.ts';
import { MUTATIONS } from './mutations.ts';

/**
 * `npm run mutate [-- WORDS]`: breaks one thing at a time in a copy of the tree, runs the suites that ought to notice,
 * and prints which of their cases did: the table of docs/what-catches-what.md. Ends with 1 where nothing noticed.
 */
const ROOT = resolve(import.meta.dirname, '../..');
const SHOWN = 3;

const copyOfTree = (): string => {
  const copy = mkdtempSync(join(tmpdir(), 'postern-mutations-'));
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  for (const file of files.split('\0').filter((name) => name !== '' && existsSync(join(ROOT, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(ROOT, file), join(copy, file));
  }
  for (const shared of ['node_modules', '.engines']) symlinkSync(join(ROOT, shared), join(copy, shared));
  return copy;
};

interface Report {
  readonly testResults: readonly {
    readonly status: string;
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

const failuresIn = (copy: string, suites: readonly string[]): readonly string[] => {
  const file = join(copy, 'report.json');
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  spawnSync(process.execPath, [vitest, 'run', '--reporter=json', `--outputFile=${file}`, ...suites], {
    cwd: copy,
  });
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return testResults.flatMap(({ status, name, assertionResults }) => {
    const failed = assertionResults
      .filter((test) => test.status === 'failed')
      .map(({ fullName }) => fullName);
    return failed.length === 0 && status === 'failed'
      ? [`${name.slice(copy.length + 1)} does not load`]
      : failed;
  });
};

const green = new Set<string>();

/** What fails without any slip proves nothing. */
const requireGreen = (copy: string, suites: readonly string[]): void => {
  const key = suites.join(' ');
  if (green.has(key)) return;
  const failures = failuresIn(copy, suites);
  if (failures.length > 0) throw new Error(`Fails as it is: ${failures.join('; ')}`);
  green.add(key);
};

const caught = (copy: string, { file, from, to, suites, broken }: Mutation): readonly string[] => {
  const path = join(copy, file);
  const whole = readFileSync(path, 'utf8');
  if (whole.split(from).length !== 2) throw new Error(`Not exactly once in ${file}, for: ${broken}`);
  writeFileSync(
    path,
    whole.replace(from, () => to),
  );
  try {
    return failuresIn(copy, suites);
  } finally {
    writeFileSync(path, whole);
  }
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');

const words = process.argv.slice(2);
const chosen = MUTATIONS.filter(({ part, broken }) =>
  words.every((word) => `${part} ${broken}`.includes(word)),
);
const copy = copyOfTree();
try {
  console.log('| part | broken on purpose | cases that fail | among them |\n|---|---|---|---|');
  for (const mutation of chosen) {
    requireGreen(copy, mutation.suites);
    const failures = caught(copy, mutation);
    if (failures.length === 0) process.exitCode = 1;
    const among = failures.slice(0, SHOWN).map((failure) => `“${cell(failure)}”`);
    const { part, broken } = mutation;
    console.log(`| ${part} | ${broken} | ${failures.length} | ${among.join('<br>') || '**nothing**'} |`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}

import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');
const DOCTOR = resolve(ROOT, 'infra/doctor/main.ts');

/** Runs the doctor as its own process, which sees only that environment. @returns the lines that it prints */
export const runDoctor = (
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<readonly string[]> =>
  new Promise((resolveLines, reject) => {
    execFile(process.execPath, [DOCTOR, ...args], { cwd: ROOT, env }, (error, stdout, stderr) => {
      // It ends with 1 where something needs a look.
      if (error && error.code !== 1) reject(new Error(stderr, { cause: error }));
      else if (stdout === '') reject(new Error(stderr));
      else resolveLines(stdout.trim().split('\n'));
    });
  });

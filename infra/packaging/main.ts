import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { environments, type FunctionName } from '../../functions/runtime/environment.ts';
import { buildBundle } from '../bundles/build-bundle.ts';
import { ENGINE_FILE, engineFile, PACKED_BUNDLES } from '../bundles/function-code.ts';
import { ROOT } from '../root.ts';
import { buildCommand } from './build-command.ts';

/**
 * What `npm pack` runs first: makes `dist`, in which everything is JavaScript, with its types, and lies where the sources
 * lie. Node runs no TypeScript under node_modules, and whoever installs the package needs neither compiler nor bundler.
 */
const DIST = join(ROOT, 'dist');
/** What the sources read from beside them, and what an app of its own copies. */
const FILES = [
  'infra/workflow/access-request.asl.json',
  'config/policies/postern.cedarschema',
  'config/policies/by-hand.cedar',
];

rmSync(DIST, { recursive: true, force: true });
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
execFileSync(process.execPath, [compiler, '--project', 'tsconfig.package.json'], {
  cwd: ROOT,
  stdio: 'inherit',
});
for (const file of FILES) cpSync(join(ROOT, file), join(DIST, file));
for (const name of Object.keys(environments) as FunctionName[]) {
  buildBundle(name, join(DIST, PACKED_BUNDLES, name));
}
cpSync(engineFile(), join(DIST, PACKED_BUNDLES, ENGINE_FILE));
buildCommand(join(DIST, 'bin'));

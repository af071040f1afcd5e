import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import type { FunctionName } from '../../functions/runtime/environment.ts';
import { ROOT } from '../root.ts';

// What is not ESM yet (some of the SDK) looks for these two when it runs.
export const COMMON_JS_GLOBALS = [
  "import { createRequire as makeRequire } from 'node:module';",
  'const require = makeRequire(import.meta.url);',
  'const __dirname = import.meta.dirname;',
].join('');

/** Folders that a function reads from beside its bundle. */
const FOLDERS: Partial<Record<FunctionName, readonly string[]>> = {
  approvals: ['functions/handlers/approvals/page'],
};

/**
 * Builds the bundle of one function into a folder: one minified ES module with the SDK inside. The same for a synth in
 * this repository and for the package, which carries the bundles ready-made.
 */
export const buildBundle = (name: FunctionName, folder: string): void => {
  // Needed here alone: whoever has the package has no esbuild.
  const esbuild = createRequire(import.meta.url)('esbuild') as typeof import('esbuild');
  esbuild.buildSync({
    absWorkingDir: ROOT,
    entryPoints: [join('functions/handlers', `${name}.ts`)],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // Packages name their ES modules so: about half the size.
    mainFields: ['module', 'main'],
    minify: true,
    banner: { js: COMMON_JS_GLOBALS },
    // Sizes are watched by a test; without it, esbuild marks each bundle of over a megabyte.
    logLevel: 'warning',
  });
  for (const from of FOLDERS[name] ?? []) {
    cpSync(join(ROOT, from), join(folder, basename(from)), { recursive: true });
  }
};

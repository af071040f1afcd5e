import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { COMMON_JS_GLOBALS } from '../bundles/build-bundle.ts';
import { ROOT } from '../root.ts';

/**
 * Builds the command `postern`, with all that it needs but Cedar's engine, which reads a file beside itself. In parts,
 * so that checking policies loads neither the SDK nor SQLite, which older Nodes do not have.
 */
export const buildCommand = (folder: string): void => {
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: { postern: 'local/policy/postern.ts' },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['@cedar-policy/cedar-wasm'],
    banner: { js: `#!/usr/bin/env node\n${COMMON_JS_GLOBALS}` },
    logLevel: 'warning',
  });
  chmodSync(join(folder, 'postern.mjs'), 0o755);
};

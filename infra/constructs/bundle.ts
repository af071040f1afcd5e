import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stage } from 'aws-cdk-lib';
import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import type { Configuration } from '../../functions/domain/configuration.ts';
import {
  CHECKED_CONFIGURATION_FILE,
  checkedConfigurationText,
} from '../../functions/runtime/configuration/checked-configuration.ts';
import type { FunctionName } from '../../functions/runtime/environment.ts';
import {
  CHECKED_POLICIES_FILE,
  checkedPoliciesText,
} from '../../functions/runtime/policies/checked-policies.ts';
import type { PolicyFiles } from '../../functions/runtime/policies/load-policies.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

// What is not ESM yet (some of the SDK) looks for these two when it runs.
const COMMON_JS_GLOBALS = [
  "import { createRequire as makeRequire } from 'node:module';",
  'const require = makeRequire(import.meta.url);',
  'const __dirname = import.meta.dirname;',
].join('');

// Quoted for both kinds of shell that run it.
const COPY = 'node -e "fs.cpSync(process.argv[1], process.argv[2], { recursive: true })"';

/** Functions that decide; only they carry policies, and Cedar's engine where there are any. */
const DECIDING: readonly FunctionName[] = ['api', 'ingress'];
const engine = (): string =>
  join(dirname(fileURLToPath(import.meta.resolve('@cedar-policy/cedar-wasm/nodejs'))), 'cedar_wasm_bg.wasm');

/** Folders that a function reads from beside its bundle. */
const FOLDERS: Partial<Record<FunctionName, readonly string[]>> = {
  approvals: [join(ROOT, 'functions/handlers/approvals/page')],
};

/**
 * How functions are bundled: one minified ES module with the SDK inside, and beside it the configuration as it was
 * checked at synth. See docs/decisions/0001-configuration-beside-the-bundle.md.
 */
export const bundlingWith = (
  scope: Construct,
  configuration: Configuration,
  policies: PolicyFiles | null,
): ((name: FunctionName) => BundlingOptions) => {
  const folder = resolve(Stage.of(scope)?.outdir ?? 'cdk.out', 'configuration', scope.node.addr);
  const file = join(folder, CHECKED_CONFIGURATION_FILE);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, checkedConfigurationText(configuration));
  const policyFile = join(folder, CHECKED_POLICIES_FILE);
  writeFileSync(policyFile, checkedPoliciesText(policies));
  const besides = (name: FunctionName): readonly string[] => [
    file,
    ...(FOLDERS[name] ?? []),
    ...(DECIDING.includes(name) ? [policyFile, ...(policies === null ? [] : [engine()])] : []),
  ];
  return (name) => ({
    format: OutputFormat.ESM,
    target: 'node24',
    // Packages name their ES modules so: about half the size.
    mainFields: ['module', 'main'],
    minify: true,
    bundleAwsSDK: true,
    // Sizes are watched by a test; without it, esbuild marks each bundle of over a megabyte.
    logLevel: LogLevel.WARNING,
    banner: COMMON_JS_GLOBALS,
    commandHooks: {
      beforeBundling: () => [],
      beforeInstall: () => [],
      afterBundling: (_, output) =>
        besides(name).map((from) => `${COPY} "${from}" "${join(output, basename(from))}"`),
    },
  });
};

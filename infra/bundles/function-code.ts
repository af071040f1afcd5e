import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stack, Stage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import {
  CHECKED_CONFIGURATION_FILE,
  checkedConfigurationText,
} from '../../functions/runtime/configuration/checked-configuration.ts';
import type { FunctionName } from '../../functions/runtime/environment.ts';
import {
  CHECKED_POLICIES_FILE,
  checkedPoliciesText,
} from '../../functions/runtime/policies/checked-policies.ts';
import type { ConfigurationToDeploy } from '../configuration-to-deploy.ts';
import { IS_PACKED, ROOT } from '../root.ts';
import { buildBundle } from './build-bundle.ts';

/** Where the package has its bundles: a folder for each function, and Cedar's engine beside them. */
export const PACKED_BUNDLES = 'bundles';
export const ENGINE_FILE = 'cedar_wasm_bg.wasm';

/** Functions that decide; only they carry policies, and Cedar's engine where there are any. */
const DECIDING: readonly FunctionName[] = ['api', 'ingress'];

/** Cedar's engine, of the version that the bundles were made for. */
export const engineFile = (): string =>
  IS_PACKED
    ? join(ROOT, PACKED_BUNDLES, ENGINE_FILE)
    : join(dirname(fileURLToPath(import.meta.resolve('@cedar-policy/cedar-wasm/nodejs'))), ENGINE_FILE);

/**
 * The code of each function: its bundle, and beside it the configuration as it was checked. See
 * docs/decisions/0001-configuration-beside-the-bundle.md. The hash of the asset is that of all these files.
 */
export const functionCode = (
  scope: Construct,
  { configuration, groupIds, policies }: ConfigurationToDeploy,
): ((name: FunctionName) => Code) => {
  const folder = resolve(Stage.of(scope)?.outdir ?? 'cdk.out', 'functions', scope.node.addr);
  const isBundled = Stack.of(scope).bundlingRequired;
  const files = {
    [CHECKED_CONFIGURATION_FILE]: checkedConfigurationText(configuration, Object.keys(groupIds).toSorted()),
    [CHECKED_POLICIES_FILE]: checkedPoliciesText(policies),
  };
  const filesOf = (name: FunctionName): readonly (keyof typeof files)[] => {
    // It is told by CloudFormation what it needs to know.
    if (name === 'deployment') return [];
    return DECIDING.includes(name)
      ? [CHECKED_CONFIGURATION_FILE, CHECKED_POLICIES_FILE]
      : [CHECKED_CONFIGURATION_FILE];
  };
  return (name) => {
    const own = join(folder, name);
    rmSync(own, { recursive: true, force: true });
    mkdirSync(own, { recursive: true });
    for (const file of filesOf(name)) writeFileSync(join(own, file), files[file]);
    if (isBundled) {
      putBundle(name, own);
      if (policies !== null && DECIDING.includes(name)) {
        cpSync(engineFile(), join(own, basename(engineFile())));
      }
    }
    return Code.fromAsset(own);
  };
};

const putBundle = (name: FunctionName, folder: string): void => {
  if (IS_PACKED) cpSync(join(ROOT, PACKED_BUNDLES, name), folder, { recursive: true });
  else buildBundle(name, folder);
};

import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Configuration } from '../functions/domain/configuration.ts';
import { loadConfiguration } from '../functions/runtime/configuration/load-configuration.ts';
import type { LocalSettings } from '../functions/runtime/configuration/local-settings.ts';

/** Groups that are played here are never taken for those of a real deployment, whatever the file says. */
const ACCOUNT = '000000000000';

/** The configuration cannot be used; the message says where and why. */
export class ConfigurationRefused extends Error {
  override readonly name = 'ConfigurationRefused';
}

/** @throws {ConfigurationRefused} */
export const loadLocalConfiguration = (
  file: string,
): { readonly configuration: Configuration; readonly local: LocalSettings } => {
  const loaded = loadConfiguration(textOf(file), { file: relative('.', file), account: ACCOUNT });
  if (loaded.outcome === 'REFUSED') throw new ConfigurationRefused(loaded.report);
  return loaded;
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigurationRefused(`${file} cannot be read (${reason}): POSTERN_CONFIG names another`, {
      cause,
    });
  }
};

import { readFileSync } from 'node:fs';
import {
  type LoadedConfiguration,
  loadConfiguration,
} from '../functions/runtime/configuration/load-configuration.ts';

/**
 * The configuration that the CDK CLI was told to deploy.
 *
 * @param file how it was named, for messages
 */
export const readConfigurationFile = (
  path: string,
  file: string,
): LoadedConfiguration | { readonly outcome: 'REFUSED'; readonly report: string } => {
  try {
    return loadConfiguration(readFileSync(path, 'utf8'), { file });
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return {
      outcome: 'REFUSED',
      report: `${file} cannot be read (${error.message}): say -c configuration=FILE, from the folder of Postern`,
    };
  }
};

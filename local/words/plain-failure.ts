import { dirname } from 'node:path';
import { PortUnavailable } from '../../functions/adapters/local/gate/guarded-listener.ts';
import { OtherTables } from '../../functions/adapters/local/sqlite/database.ts';
import { LeftOpen } from '../drive/close-left-open.ts';
import { ApiPortUnavailable } from '../gateway/http-server.ts';
import { ConfigurationRefused } from '../load-local-configuration.ts';
import { SettingsRefused } from '../settings.ts';
import { HomeInUse } from '../state/home-lock.ts';
import { errorLine } from './terminal-log.ts';

/** Why Postern did not start: what one can do about it where that is known, all that is known otherwise. */
export const plainFailure = (error: unknown, configurationFile: string): string => {
  if (error instanceof PortUnavailable) {
    return `${error.message}. Choose another: \`listenPort\` under \`local\` in ${configurationFile}`;
  }
  if (error instanceof OtherTables) {
    return `${error.message}. Delete ${dirname(error.location)}, or start with another POSTERN_HOME.`;
  }
  const isPlain =
    error instanceof LeftOpen ||
    error instanceof ApiPortUnavailable ||
    error instanceof HomeInUse ||
    error instanceof ConfigurationRefused ||
    error instanceof SettingsRefused;
  return isPlain ? error.message : errorLine(error);
};

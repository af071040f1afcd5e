import { loadPolicies } from '../../functions/runtime/policies/load-policies.ts';
import type { PolicyOptions } from './options.ts';
import { readConfiguration } from './proposed.ts';

/** Says what is wrong with the policies. Answers the exit code. */
export const check = async (options: PolicyOptions, say: (line: string) => void): Promise<number> => {
  const configuration = readConfiguration(options);
  const loaded = await loadPolicies(options.policies, configuration);
  if (loaded.outcome === 'REFUSED') {
    say(loaded.report);
    return 1;
  }
  if (loaded.files === null) {
    say(
      `${options.policies}: there is no such folder; without one, people decide whatever requesters ask for`,
    );
    return 1;
  }
  if (loaded.warnings !== '') say(loaded.warnings);
  const files = loaded.files.policies.length;
  say(`${files} ${files === 1 ? 'file' : 'files'} of policies: no errors`);
  return options.strict && loaded.warnings !== '' ? 1 : 0;
};

import type { PolicyFiles } from '../../adapters/cedar/policy-files.ts';
import type { Configuration } from '../../domain/configuration.ts';
import { checkPolicies } from './check-policies.ts';
import { hasErrors, type PolicyFinding, renderFindings } from './finding.ts';
import { PoliciesMissing, readPolicyFolder } from './read-policies.ts';

export type { PolicyFiles };

export type LoadedPolicies =
  | {
      readonly outcome: 'LOADED';
      /** null where there is no such folder: people decide everything. */
      readonly files: PolicyFiles | null;
      /** The warnings as text, one line each; empty where there are none. */
      readonly warnings: string;
    }
  | {
      readonly outcome: 'REFUSED';
      readonly findings: readonly PolicyFinding[];
      /** The findings as text, one line each, with file, line and column. */
      readonly report: string;
    };

/** Reads and checks a folder of policies: before anything is started, and before anything is deployed. */
export const loadPolicies = async (folder: string, configuration: Configuration): Promise<LoadedPolicies> => {
  try {
    const files = readPolicyFolder(folder);
    const findings = files === null ? [] : await checkPolicies(files, configuration);
    const report = renderFindings(findings);
    return hasErrors(findings)
      ? { outcome: 'REFUSED', findings, report }
      : { outcome: 'LOADED', files, warnings: report };
  } catch (error) {
    if (!(error instanceof PoliciesMissing)) throw error;
    return { outcome: 'REFUSED', findings: [], report: error.message };
  }
};

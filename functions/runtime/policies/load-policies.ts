import { createRequire } from 'node:module';
import type { Engine } from '../../adapters/cedar/engine.ts';
import type { PolicyFiles } from '../../adapters/cedar/policy-files.ts';
import type { Configuration } from '../../domain/configuration.ts';
import { checkPolicies, checkPoliciesBy } from './check-policies.ts';
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
  const read = readFolder(folder);
  if (read.outcome === 'REFUSED' || read.files === null) return read;
  return judged(read.files, await checkPolicies(read.files, configuration));
};

/** The same at once, for a construct, which cannot wait. */
export const loadPoliciesNow = (folder: string, configuration: Configuration): LoadedPolicies => {
  const read = readFolder(folder);
  if (read.outcome === 'REFUSED' || read.files === null) return read;
  const engine = createRequire(import.meta.url)('@cedar-policy/cedar-wasm/nodejs') as Engine;
  return judged(read.files, checkPoliciesBy(engine, read.files, configuration));
};

const readFolder = (folder: string): LoadedPolicies => {
  try {
    return { outcome: 'LOADED', files: readPolicyFolder(folder), warnings: '' };
  } catch (error) {
    if (!(error instanceof PoliciesMissing)) throw error;
    return { outcome: 'REFUSED', findings: [], report: error.message };
  }
};

const judged = (files: PolicyFiles, findings: readonly PolicyFinding[]): LoadedPolicies => {
  const report = renderFindings(findings);
  return hasErrors(findings)
    ? { outcome: 'REFUSED', findings, report }
    : { outcome: 'LOADED', files, warnings: report };
};

import type { Configuration } from '../../domain/configuration.ts';
import { assembleConfiguration, assembleLocalSettings, type Place } from './assemble.ts';
import { checkFile } from './check-file.ts';
import type { LocalSettings } from './local-settings.ts';
import { type Problem, renderProblems } from './problem.ts';
import { parseYaml } from './yaml-text.ts';

export interface LoadOptions extends Partial<Place> {
  /** Name of the file, for messages. */
  readonly file: string;
}

export type LoadedConfiguration =
  | {
      readonly outcome: 'LOADED';
      readonly configuration: Configuration;
      readonly local: LocalSettings;
      /** Where it is deployed to: the file's `aws`, unless the options say otherwise. */
      readonly place: Place;
    }
  | {
      readonly outcome: 'REFUSED';
      /** In the order of their lines; at least one. */
      readonly problems: readonly Problem[];
      /** The problems as text, one line each, with file and line. */
      readonly report: string;
    };

/**
 * Reads `config/postern.yaml`. `account` and `region` of the options take the place of the file's `aws`, which is how
 * `npm start` keeps the groups of a real deployment apart from those that it plays.
 */
export const loadConfiguration = (text: string, { file, ...place }: LoadOptions): LoadedConfiguration => {
  const refused = (problems: readonly Problem[]): LoadedConfiguration => {
    const ordered = problems.toSorted((a, b) => a.line - b.line);
    return { outcome: 'REFUSED', problems: ordered, report: renderProblems(file, ordered) };
  };
  const parsed = parseYaml(text);
  if (parsed.outcome === 'REFUSED') return refused(parsed.problems);
  const checked = checkFile(parsed.yaml.value, parsed.yaml);
  if (checked.outcome === 'REFUSED') return refused(checked.problems);
  const where = { ...checked.file.aws, ...place };
  return {
    outcome: 'LOADED',
    configuration: assembleConfiguration(checked.file, where),
    local: assembleLocalSettings(checked.file, where),
    place: where,
  };
};

import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';
import type { CedarFile } from '../../adapters/cedar/policy-files.ts';

/** What is wrong at one place of a policy or schema file. */
export interface PolicyFinding {
  readonly file: string;
  /** 1 for the first; of the column, in characters. */
  readonly line: number;
  readonly column: number;
  /** A warning stops nothing. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

type Severity = PolicyFinding['severity'];

/** A finding at a place that is known in characters of the text. */
export const findingAt = (
  { file, text }: CedarFile,
  offset: number,
  severity: Severity,
  message: string,
): PolicyFinding => {
  const before = text.slice(0, offset).split('\n');
  return { file, line: before.length, column: [...(before.at(-1) ?? '')].length + 1, severity, message };
};

/** The engine counts in bytes of UTF-8. */
const charactersIn = (text: string, bytes: number): number =>
  Buffer.from(text, 'utf8').subarray(0, bytes).toString('utf8').length;

const PREAMBLE = /^(?:failed to parse (?:policies|schema) from string: |error parsing schema: )+/;
const OF_POLICY = /^for policy `[^`]*`[,:]? /;

/** The same mistake is told once for each action. */
const FOR_ACTION = / for Postern::Action::"[^"]*"/g;
const TEMPLATE = 'static policy set includes a template';

const inWords = ({ message, help, sourceLocations = [] }: DetailedError): string =>
  [
    message
      .replace(PREAMBLE, '')
      .replace(OF_POLICY, '')
      .replace(FOR_ACTION, '')
      .replace(TEMPLATE, 'templates (?principal, ?resource) are not supported: write the policy out'),
    sourceLocations[0]?.label,
    help,
  ]
    .filter((part) => part !== null && part !== undefined && part !== '')
    .join('; ');

/** What the engine says, where it says so. */
export const findingOf = (
  file: CedarFile,
  error: DetailedError,
  severity: Severity,
  name = '',
): PolicyFinding => {
  const start = error.sourceLocations?.[0]?.start ?? 0;
  return findingAt(file, charactersIn(file.text, start), severity, `${name}${inWords(error)}`);
};

/** One line a finding, with place as editors and terminals make links of: `a.cedar:3:7: error: …`. */
export const renderFindings = (findings: readonly PolicyFinding[]): string =>
  findings
    .map(({ file, line, column, severity, message }) => `${file}:${line}:${column}: ${severity}: ${message}`)
    .join('\n');

/** In the order of files and places, each once. */
export const inOrder = (findings: readonly PolicyFinding[]): readonly PolicyFinding[] => {
  const once = new Map(findings.map((finding) => [renderFindings([finding]), finding]));
  return [...once.values()].toSorted(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
  );
};

export const hasErrors = (findings: readonly PolicyFinding[]): boolean =>
  findings.some(({ severity }) => severity === 'error');

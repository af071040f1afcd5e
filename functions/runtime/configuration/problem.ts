/** What is wrong with one place of a configuration file. */
export interface Problem {
  /** From the top of the file: `targets.orders-db.port`; empty for the file as a whole. */
  readonly path: string;
  /** 1 for the first. */
  readonly line: number;
  /** Says what was expected there. */
  readonly message: string;
}

export type Path = readonly PropertyKey[];

export const pathText = (path: Path): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text && '.'}${String(part)}`),
    '',
  );

/** One line a problem, with file and line as editors and terminals make links of: `config/postern.yaml:12: …`. */
export const renderProblems = (file: string, problems: readonly Problem[]): string =>
  problems
    .map(({ path, line, message }) => `${file}:${line}: ${path === '' ? message : `${path}: ${message}`}`)
    .join('\n');

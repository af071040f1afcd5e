/** One thing broken on purpose, as a slip of somebody's would break it. */
export interface Mutation {
  readonly part: string;
  readonly broken: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
  /** Test files that ought to notice. */
  readonly suites: readonly string[];
}

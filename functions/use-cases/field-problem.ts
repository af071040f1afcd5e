/** One field of what was sent that is refused. */
export interface FieldProblem {
  /** `durationMinutes`; a query parameter or header by its name; empty for the body as a whole. */
  readonly path: string;
  /** What is wrong, and what would be accepted. */
  readonly message: string;
}

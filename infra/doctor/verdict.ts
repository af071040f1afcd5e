/** What one look at a deployment came to. `UNKNOWN`: it could not be looked at, which is no good news. */
export interface Verdict {
  readonly check: string;
  readonly verdict: 'OK' | 'WRONG' | 'UNKNOWN';
  /** What was seen, and what to do where it is wrong. */
  readonly detail: string;
}

/** One check; what it could not see becomes a verdict as well, so that the others are still made. */
export const looking = async (
  check: string,
  look: () => Promise<readonly Omit<Verdict, 'check'>[]>,
): Promise<readonly Verdict[]> => {
  try {
    return (await look()).map((seen) => ({ check, ...seen }));
  } catch (error) {
    const { name, message } = error as Error;
    return [{ check, verdict: 'UNKNOWN', detail: `${name}: ${message}` }];
  }
};

export const ok = (detail: string) => ({ verdict: 'OK', detail }) as const;
export const wrong = (detail: string) => ({ verdict: 'WRONG', detail }) as const;
export const either = (isOk: boolean, detail: string, remedy: string) =>
  isOk ? ok(detail) : wrong(`${detail}: ${remedy}`);

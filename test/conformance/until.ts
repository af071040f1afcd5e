/** Milliseconds between two looks at an engine that tells nobody when it is done. */
const EVERY = 500;

/** Looks again and again until there is something to see. @throws once it took longer than `patience` milliseconds */
export const until = async <T>(
  what: string,
  patience: number,
  look: () => Promise<T | undefined>,
): Promise<T> => {
  const deadline = performance.now() + patience;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > deadline) throw new Error(`Not within ${patience / 1_000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
};

/**
 * Looks again and again at an engine that tells nobody when it is done, until there is something to see.
 *
 * @param patience milliseconds
 * @param every milliseconds between two looks
 * @throws once it took longer than `patience`
 */
export const until = async <T>(
  what: string,
  patience: number,
  look: () => Promise<T | undefined>,
  every = 500,
): Promise<T> => {
  const deadline = performance.now() + patience;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > deadline) throw new Error(`Not within ${patience / 1_000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
};

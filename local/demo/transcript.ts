/** What the demo shows: one line a happening, with the seconds since its start. */
export class Transcript {
  readonly #startedAt = performance.now();
  readonly #write: (line: string) => void;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** Seconds since the start. */
  get elapsed(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  chapter(title: string): void {
    this.#write(`\n${title}`);
  }

  says(text: string): void {
    this.#write(`  ${this.#stamp()}  ${text}`);
  }

  /** A step that was as it must be. */
  holds(text: string): void {
    this.#write(`  ${this.#stamp()}  ✓ ${text}`);
  }

  #stamp(): string {
    return `${this.elapsed.toFixed(1).padStart(5)} s`;
  }
}

/** Something was not as it must be. */
export class DemoFailed extends Error {
  override readonly name = 'DemoFailed';
}

export function must(condition: boolean, what: string): asserts condition {
  if (!condition) throw new DemoFailed(what);
}
